// muster incidents add: calls one more person in, beside those called already.
import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

export function addAdd(incidents: Command, io: Io): void {
  withActing(incidents.command('add'))
    .description('Calls one more person in, beside those called already.')
    .argument('<person>', 'the person to call')
    .action((id: string, person: string, { as }: { as?: string }, command: Command) =>
      withServer(command, io, async (session) => {
        const incident = await session.api.incidents.addResponder({ ...acting(id, as), person })
        present(session, incident, (told) => `Calling ${person} in.\n\n${incidentText(told, io)}`)
      }),
    )
}
