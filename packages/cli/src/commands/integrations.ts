// muster integrations: what each key has sent, how much of it was repeats, and when it last spoke.
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { table } from '../render/table.ts'
import { when } from '../render/times.ts'
import { present, withServer } from '../session.ts'

export function addIntegrations(program: Command, io: Io): void {
  program
    .command('integrations')
    .summary('what each integration key has sent')
    .description('Lists the integrations with what each key has sent, how much of it was repeats, and when it last spoke.')
    .action((_options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.integrations.list(), ({ items }) => {
          if (items.length === 0) return 'No integration yet. Describe one in the organisation and run: muster apply -f org.yaml\n'
          const columns = [
            { title: 'Service' },
            { title: 'Integration' },
            { title: 'Kind' },
            { title: 'Signals' },
            { title: 'Repeats' },
            { title: 'Quarantine' },
            { title: 'Last' },
          ]
          const rows = items.map((one) => [
            one.service,
            one.slug,
            one.kind,
            String(one.accepted),
            String(one.repeated),
            String(one.inQuarantine),
            one.lastSignalAt === null ? 'never' : when(one.lastSignalAt, io),
          ])
          return table({ columns, rows }, io)
        }),
      ),
    )
}
