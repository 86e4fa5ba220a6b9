// muster restore: puts a backup in place of everything there is.
import type { Command } from 'commander'
import { confirm } from '../confirm.ts'
import { refused } from '../exit.ts'
import type { Io } from '../io.ts'

export function addRestore(program: Command, io: Io): void {
  program
    .command('restore')
    .summary('put a backup in place of everything')
    .description('Replaces everything in the database by what a backup holds. Stop the server first.')
    .requiredOption('--from <file>', 'the backup')
    .option('--yes', 'do not ask')
    .action(async ({ from, yes = false }: { from: string; yes?: boolean }, command: Command) => {
      if (!(await confirm(io, `Replace everything in the database by ${from}?`, { yes }))) throw refused('Nothing was changed.')
      const { restore } = await import('@muster/server/backup.ts')
      await restore(from).catch((error: unknown) => {
        throw refused(error instanceof Error ? error.message : String(error))
      })
      const { json } = command.optsWithGlobals<{ json?: boolean }>()
      io.out(
        json === true
          ? `${JSON.stringify({ restored: from })}\n`
          : `Restored from ${from}.\nStart the server, then check it: muster doctor\n`,
      )
    })
}
