// muster incidents snooze: quiet for a while; then the ladder starts again.
import type { Command } from 'commander'
import { wholeNumber } from '../../arguments.ts'
import type { Io } from '../../io.ts'
import { incidentText } from '../../render/incident.ts'
import { present, withServer } from '../../session.ts'
import { acting, withActing } from './respond.ts'

export function addSnooze(incidents: Command, io: Io): void {
  withActing(incidents.command('snooze'))
    .description('Quiet for a while; then its ladder starts again.')
    .requiredOption('--minutes <n>', 'for how long, up to a day', wholeNumber(1, 1440))
    .action((id: string, { as, minutes }: { as?: string; minutes: number }, command: Command) =>
      withServer(command, io, async (session) => {
        const incident = await session.api.incidents.snooze({ ...acting(id, as), minutes })
        present(session, incident, (told) => `Snoozed for ${minutes} min.\n\n${incidentText(told, io)}`)
      }),
    )
}
