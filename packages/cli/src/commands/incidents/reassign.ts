// muster incidents reassign: another ladder, or one person, instead.
import { type Command, Option } from 'commander'
import { usage } from '../../exit.ts'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

type Options = { as?: string; policy?: string; person?: string }

export function addReassign(incidents: Command, io: Io): void {
  withActing(incidents.command('reassign'))
    .description('Starts another ladder, or calls one person, instead of those called now.')
    .addOption(new Option('--policy <slug>', 'the ladder to start').conflicts('person'))
    .option('--person <slug>', 'the person to call')
    .action((id: string, { as, policy, person }: Options, command: Command) => {
      const to = policy !== undefined ? { policy } : person !== undefined ? { person } : null
      if (to === null) throw usage('To whom? Name a --policy or a --person.')
      return withServer(command, io, async (session) => {
        const incident = await session.api.incidents.reassign({ ...acting(id, as), ...to })
        present(session, incident, (told) => `Reassigned to ${policy ?? person ?? ''}.\n\n${incidentText(told, io)}`)
      })
    })
}
