// muster signal: sends a test signal as a monitor would, or shows what a sample would become.
import { SIGNAL_SEVERITIES } from '@muster/core/vocabulary.ts'
import { type Command, Option } from 'commander'
import { usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { withServer } from '../session.ts'

export const SAMPLE_KINDS = ['generic', 'pagerduty', 'alertmanager', 'alertmanager-ingest'] as const

export type SignalOptions = {
  key?: string
  severity: string
  dedup?: string
  source: string
  resolve?: boolean
  acknowledge?: boolean
  dryRun?: boolean
  kind: (typeof SAMPLE_KINDS)[number]
  mapping?: string
  file?: string
}

export function addSignal(program: Command, io: Io): void {
  program
    .command('signal')
    .summary('send a test signal, or try out a mapping')
    .description(
      'Sends a signal to an integration key as a monitor would. With --dry-run nothing is sent: a sample body is shown field by field as it would be read.',
    )
    .argument('[summary]', 'what is wrong, in one sentence')
    .option('--key <key>', 'the integration key that muster apply printed')
    .addOption(new Option('--severity <severity>', 'how grave').choices(SIGNAL_SEVERITIES).default('error'))
    .option('--dedup <key>', 'signals with the same key are one alert')
    .option('--source <name>', 'which machine or check says so', 'muster signal')
    .addOption(new Option('--resolve', 'say that it is over; needs --dedup').conflicts('acknowledge'))
    .option('--acknowledge', 'say that somebody has it; needs --dedup')
    .addOption(new Option('--dry-run', 'show what the sample in --file would become').conflicts(['key', 'resolve', 'acknowledge']))
    .addOption(new Option('--kind <kind>', 'with --dry-run: the kind of integration').choices(SAMPLE_KINDS).default('generic'))
    .option('--mapping <file>', 'with --dry-run: the mapping of a generic integration')
    .option('-f, --file <file>', 'with --dry-run: the sample body; - reads standard input')
    .action(async (summary: string | undefined, options: SignalOptions, command: Command) => {
      if (options.dryRun === true) {
        const { dryRun } = await import('../signal/dry-run.ts')
        return withServer(command, io, (session) => dryRun(session, options))
      }
      const { event, send } = await import('../signal/send.ts')
      const { key } = options
      if (key === undefined)
        throw usage('Which integration? Name its key with --key.', 'muster apply printed it when the integration was made.')
      const body = event(summary, { ...options, key })
      return withServer(command, io, (session) => send(session, body))
    })
}
