// What a sample body would become, field by field, and where each field came from.
import type { SignalOptions } from '../commands/signal.ts'
import { readFileAs } from '../document/read.ts'
import { EXIT, Failure, usage } from '../exit.ts'
import type { Json } from '@muster/core/vocabulary.ts'
import { table, paragraph } from '../render/table.ts'
import { when } from '../render/times.ts'
import { present, type Session } from '../session.ts'

type Told = { signals: Record<string, unknown>[]; from: Record<string, string>[]; problems: string[] }

export async function dryRun(session: Session, options: SignalOptions): Promise<void> {
  const { io, api } = session
  if (options.file === undefined)
    throw usage('Which sample? Name it with -f.', 'muster signal --dry-run --kind generic --mapping mapping.yaml -f sample.json')
  if (options.file === '-' && options.mapping === '-') throw usage('Only one of --file and --mapping can be standard input.')
  const body = (await readFileAs(options.file, io)).value as Json
  const mapping = options.mapping === undefined ? {} : { mapping: (await readFileAs(options.mapping, io)).value as Json }
  const told = await api.signals.dryRun({ kind: options.kind, body, ...mapping })
  present(session, told, (clean) => dryRunText(clean, io))
  if (told.signals.length === 0) throw new Failure(EXIT.refused, 'This sample would become no signal.')
}

function dryRunText({ signals, from, problems }: Told, io: Session['io']): string {
  const parts = signals.map((signal, index) => {
    const sources = from[index] ?? {}
    const rows = Object.entries(signal).map(([name, value]) => [name, valueText(name, value, io), sources[name] ?? ''])
    const columns = [{ title: 'Field' }, { title: 'Becomes', flexible: true }, { title: 'From', flexible: true }]
    return `${signals.length > 1 ? `Signal ${index + 1} of ${signals.length}\n` : ''}${table({ columns, rows }, io)}`
  })
  const minds = problems.map((problem) => paragraph(`Mind: ${problem}`, io)).join('')
  return `${[...parts, minds].filter((part) => part !== '').join('\n')}`
}

function valueText(name: string, value: unknown, io: Session['io']): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'number' && name.endsWith('At')) return when(value, io)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
