// muster risks: what hangs on one person or one thing, before it hurts.
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { clean } from '../render/clean.ts'
import { present, withServer } from '../session.ts'

export function addRisks(program: Command, io: Io): void {
  program
    .command('risks')
    .summary('what hangs on one person or one thing')
    .description('Says what hangs on one person or one thing, and where nobody will be on call within 14 days: each with what to do.')
    .action((_options: object, command: Command) =>
      withServer(command, io, async (session) => {
        present(session, await session.api.services.risks(), ({ items, more }) => {
          if (items.length === 0) return 'Nothing hangs on one person or one thing.\n'
          const lines = items.map(({ says, mend, isCritical }) => `${isCritical ? '! ' : '  '}${clean(says)}\n    ${clean(mend)}\n`)
          return `${lines.join('')}${more > 0 ? `  and ${more} more\n` : ''}`
        })
      }),
    )
}
