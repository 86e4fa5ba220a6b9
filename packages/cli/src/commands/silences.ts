// muster silences: hold back pages for a while, on purpose and with a reason.
import type { Command } from 'commander'
import { readLabel, wholeNumber } from '../arguments.ts'
import { usage } from '../exit.ts'
import type { Io } from '../io.ts'
import { table } from '../render/table.ts'
import { when } from '../render/times.ts'
import { present, withServer } from '../session.ts'

type Silence = {
  id: string
  service: string | null
  labels: Record<string, string>
  reason: string
  endsAt: string
  endedAt: string | null
}
type CreateOptions = { service?: string; label: Record<string, string>; minutes: number; reason: string }

export function addSilences(program: Command, io: Io): void {
  const silences = program
    .command('silences')
    .summary('hold back pages for a while')
    .description('Silences hold back pages for matching alerts until a time.')
  silences
    .command('list', { isDefault: true })
    .description('Silences in force.')
    .action((_options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.silences.list(), ({ items }) => silenceTable(items, io)),
      ),
    )
  silences
    .command('create')
    .description('Holds back pages for matching alerts. Alerts are still recorded.')
    .option('--service <slug>', 'only alerts of this service')
    .option('--label <name=value>', 'only alerts with this label; may be repeated', readLabel, {})
    .requiredOption('--minutes <n>', 'for how long, up to a week', wholeNumber(1, 10_080))
    .requiredOption('--reason <text>', 'why; the others read it')
    .action((options: CreateOptions, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.silences.create(createInput(options)), (one) => createdText(one, io)),
      ),
    )
  silences
    .command('end')
    .description('Ends a silence now.')
    .argument('<id>', 'the silence, as listed')
    .action((id: string, _options: object, command: Command) =>
      withServer(command, io, async (session) =>
        present(session, await session.api.silences.end({ id }), (one) => `Ended. Alerts of ${scope(one)} page again.\n`),
      ),
    )
}

function createInput({ service, label, minutes, reason }: CreateOptions) {
  if (service === undefined && Object.keys(label).length === 0)
    throw usage('This would silence everything.', 'Name a --service or a --label.')
  return { ...(service === undefined ? {} : { service }), labels: label, minutes, reason }
}

function createdText(silence: Silence, io: Io): string {
  return `Silent: ${scope(silence)}, until ${when(silence.endsAt, io)}.\nEnd it sooner: muster silences end ${silence.id}\n`
}

function silenceTable(items: readonly Silence[], io: Io): string {
  if (items.length === 0) return 'No silence is in force. Every alert may page.\n'
  const columns = [{ title: 'Id' }, { title: 'Silences', flexible: true }, { title: 'Until' }, { title: 'Reason', flexible: true }]
  return table({ columns, rows: items.map((one) => [one.id, scope(one), when(one.endsAt, io), one.reason]) }, io)
}

function scope({ service, labels }: Pick<Silence, 'service' | 'labels'>): string {
  const parts = [...(service === null ? [] : [service]), ...Object.entries(labels).map(([name, value]) => `${name}=${value}`)]
  return parts.length === 0 ? 'everything' : parts.join(' ')
}
