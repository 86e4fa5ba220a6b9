// The answers that need nothing but a number: I have it, wake the next, it is over, follow the present policy.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import type { Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Api } from '../../client.ts'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'

type Input = { id: string; as?: string }
type Answer = { name: string; alias?: string; says: string; done: string; send: (api: Api, input: Input) => Promise<IncidentDetail> }

const answers: readonly Answer[] = [
  {
    name: 'ack',
    alias: 'acknowledge',
    says: 'I have it: the ladder stops.',
    done: 'Acknowledged.',
    send: (api, input) => api.incidents.acknowledge(input),
  },
  {
    name: 'escalate',
    says: 'Wakes the next rung now.',
    done: 'Escalated: the next rung is woken now.',
    send: (api, input) => api.incidents.escalate(input),
  },
  { name: 'resolve', says: 'Closes the incident by hand.', done: 'Resolved.', send: (api, input) => api.incidents.resolve(input) },
  {
    name: 'apply-policy',
    says: "Puts the service's present policy in force for pages under way.",
    done: 'The present policy is in force.',
    send: (api, input) => api.incidents.applyPolicy(input),
  },
]

export function addResponses(incidents: Command, io: Io): void {
  for (const answer of answers) {
    const command = incidents.command(answer.name).description(answer.says)
    if (answer.alias !== undefined) command.alias(answer.alias)
    withActing(command).action((id: string, { as }: { as?: string }, self: Command) =>
      withServer(self, io, async (session) =>
        present(session, await answer.send(session.api, acting(id, as)), (incident) => `${answer.done}\n\n${incidentText(incident, io)}`),
      ),
    )
  }
}

/** The number and the --as that every answer takes. */
export function withActing(command: Command): Command {
  return command.argument('<number>', 'the incident', readIncident).option('--as <person>', 'on whose behalf; their name stands on the log')
}

export function acting(id: string, as: string | undefined): Input {
  return as === undefined ? { id } : { id, as }
}
