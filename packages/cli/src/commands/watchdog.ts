// muster watchdog: the separate process that wakes people when the server or its database is gone.
import type { Command } from 'commander'

export function addWatchdog(program: Command): void {
  program
    .command('watchdog')
    .summary('watch the server from a second process')
    .description(
      'Watches the server and wakes whoever is on call when it no longer answers. Run it beside the server, better on another machine.',
    )
    .action(async () => {
      const { watchdog } = await import('@muster/server/watchdog.ts')
      await watchdog()
    })
}
