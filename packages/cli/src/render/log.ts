// Log entries in words. New types of entry need nothing here: fields are told by what their names mean everywhere.
import type { LogEntry } from '@muster/contract/incidents.ts'
import type { Io } from '../io.ts'
import { table } from './table.ts'
import { clock } from './times.ts'

export function logTable(entries: readonly LogEntry[], io: Io): string {
  const columns = [{ title: 'No' }, { title: 'Time' }, { title: 'What' }, { title: 'Details', flexible: true }]
  const rows = entries.map((entry) => [
    String(entry.seq),
    clock(entry.at, io),
    entry.type.replace('.', ': ').replaceAll('-', ' '),
    [...entry.who, details(entry.body, io)].filter((part) => part !== '').join(', '),
  ])
  return table({ columns, rows }, io)
}

function details(body: Readonly<Record<string, unknown>>, io: Io): string {
  return Object.entries(body)
    .flatMap(([name, value]) => detail(name, value, io))
    .join(', ')
}

function detail(name: string, value: unknown, io: Io): string[] {
  if (name === 'by') return by(value)
  // Rungs are stored from 0 and spoken of from 1, as in the API.
  if (name === 'rung' && typeof value === 'number') return [`rung ${value + 1}`]
  if (/(^at|At|^until)$/.test(name))
    return typeof value === 'number' && name !== 'at' ? [`${spaced(name.replace(/At$/, ''))} ${clock(value, io)}`] : []
  if (typeof value === 'string') return isId(value) || value === '' ? [] : [`${spaced(name)} ${value}`]
  if (typeof value === 'number') return [`${spaced(name)} ${value}`]
  return value === true ? [spaced(name)] : []
}

function by(actor: unknown): string[] {
  if (actor === null || typeof actor !== 'object') return []
  const name = 'name' in actor && typeof actor.name === 'string' ? actor.name : null
  return [name === null ? 'by Muster' : `by ${name}`]
}

const isId = (text: string): boolean => /^[a-z]+_[0-9A-Za-z]{6,}(:|$)/.test(text)
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
