// muster backup: everything in the database as one file, to keep elsewhere.
import type { Command } from 'commander'
import { refused } from '../exit.ts'
import type { Io } from '../io.ts'

export function addBackup(program: Command, io: Io): void {
  program
    .command('backup')
    .summary('write everything to one file')
    .description('Writes everything in the database to one file. Runs beside the server, on its machine, with its settings.')
    .option('--to <file>', 'where to; otherwise a dated file in this folder')
    .action(async (options: { to?: string }, command: Command) => {
      const to = options.to ?? datedName(io)
      const { backup } = await import('@muster/server/backup.ts')
      await backup(to).catch((error: unknown) => {
        throw refused(`No backup was written. ${error instanceof Error ? error.message : String(error)}`)
      })
      const { json } = command.optsWithGlobals<{ json?: boolean }>()
      io.out(
        json === true
          ? `${JSON.stringify({ file: to })}\n`
          : `Backed up to ${to}.\nKeep it on another machine, with the key of this one (MUSTER_SECRET or the file secret.key).\n`,
      )
    })
}

function datedName({ now, timeZone }: Io): string {
  const local = Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return `muster-${local.toString({ smallestUnit: 'minute' }).replace('T', '-').replace(':', '')}.backup`
}
