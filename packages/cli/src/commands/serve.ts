// muster serve: starts the server in this process and stays until it is told to stop.
import type { Command } from 'commander'
import type { Io } from '../io.ts'

export function addServe(program: Command): void {
  program
    .command('serve')
    .summary('start the server')
    .description('Starts the server. Settings come from environment variables; see the table below.')
    .option('--demo', 'fill an empty organisation with examples to try things on')
    // The start script restarts this process by itself; the word must only not be refused.
    .addOption(program.createOption('--watch').hideHelp())
    .action(async (options: { demo?: boolean }) => {
      const { serve } = await import('@muster/server/serve.ts')
      await serve({ demo: options.demo === true })
    })
}

/** Help is written at once, the table must be fetched: only when someone asks for this very help. */
export async function addSettingsToHelp(program: Command, argv: readonly string[], io: Io): Promise<void> {
  const asked = argv.includes('serve') && argv.some((word) => ['help', '--help', '-h'].includes(word))
  const command = program.commands.find((one) => one.name() === 'serve')
  if (!asked || command === undefined) return
  const { SETTINGS } = await import('@muster/server/settings.ts')
  const { table } = await import('../render/table.ts')
  const rows = SETTINGS.map(({ name, default: otherwise, says }) => [name, otherwise, says])
  const text = table(
    { columns: [{ title: 'Setting' }, { title: 'Otherwise', flexible: true }, { title: 'Says', flexible: true }], rows },
    io,
  )
  command.addHelpText('after', `\nSettings (environment variables):\n\n${text}`)
}
