// muster incidents show: one incident, who has been called, and what comes next.
import type { Command } from 'commander'
import { readIncident } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'

export function addShow(incidents: Command, io: Io): void {
  incidents
    .command('show')
    .description('One incident: how bad, since when, who has been called, what comes next.')
    .argument('<number>', 'the incident', readIncident)
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.incidents.show({ id }), (incident) => incidentText(incident, io)),
      ),
    )
}
