// muster watchdog: the separate process that wakes people when the server or its database is gone.
import type { Command } from 'commander'

export function addWatchdog(program: Command): void {
  program
    .command('watchdog')
    .summary('watch the server from a second process')
    .description(
      [
        'Watches the server and wakes whoever is on call when it, its database or its engine no longer answers.',
        'Run it beside the server, better on another machine; there, give it the same MUSTER_SECRET (or file secret.key),',
        'MUSTER_URL, MUSTER_SMTP_URL and MUSTER_ALLOW_OUTBOUND as the server.',
        'Before you stop the server on purpose, stop the watchdog.',
        'Its settings are those of the server: see muster serve --help, and there MUSTER_WATCH_URL.',
      ].join(' '),
    )
    .action(async () => {
      const { watchdog } = await import('@muster/server/watchdog.ts')
      await watchdog()
    })
}
