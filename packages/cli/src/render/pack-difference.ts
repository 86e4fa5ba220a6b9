// The difference between two packs for a reader: a sign, a part, a name and what changed a line.
import type { Io } from '../io.ts'
import type { FieldChange, PackChange } from '../pack/difference.ts'
import { table, type Cell } from './table.ts'

const signs = {
  add: { text: '+ add', tint: 'green' },
  change: { text: '~ change', tint: 'amber' },
  reorder: { text: '~ reorder', tint: 'amber' },
  remove: { text: '- remove', tint: 'red' },
} as const satisfies Record<PackChange['action'], Cell>

export function differenceText(changes: readonly PackChange[], io: Io): string {
  if (changes.length === 0) return 'No difference: both packs say the same.\n'
  const columns = [{ title: 'Step' }, { title: 'Part' }, { title: 'Name', flexible: 20 }, { title: 'What', flexible: true }]
  const count = (...actions: PackChange['action'][]) => changes.filter(({ action }) => actions.includes(action)).length
  const counts = `${count('add')} added, ${count('change', 'reorder')} changed, ${count('remove')} removed.`
  return `${table({ columns, rows: changes.flatMap(rowsOf) }, io)}\n${counts}\n`
}

function rowsOf(change: PackChange): Cell[][] {
  const sign = signs[change.action]
  switch (change.action) {
    case 'add':
    case 'remove':
      return [[sign, change.part, change.id, shortened(change.about)]]
    case 'change':
      return change.fields.map((field) => [sign, change.part, change.id, fieldText(field)])
    case 'reorder':
      return [[sign, change.part, '', arrow(change.from.join(', '), change.to.join(', '))]]
  }
}

function fieldText({ field, from, to }: FieldChange): string {
  return (field === '' ? '' : `${field}: `) + changeText(from, to)
}

function changeText(from: unknown, to: unknown): string {
  if (typeof from === 'string' && typeof to === 'string') return arrow(...differing(from, to))
  if (!Array.isArray(from) || !Array.isArray(to)) return arrow(words(from), words(to))
  const [old, now] = [from.map(words), to.map(words)]
  const [gone, come] = [old.filter((one) => !now.includes(one)), now.filter((one) => !old.includes(one))]
  // The same things in another order, or one of them twice.
  if (gone.length + come.length === 0) return arrow(old.join('; '), now.join('; '))
  return [...gone.map((one) => `- ${one}`), ...come.map((one) => `+ ${one}`)].join('; ')
}

const arrow = (from: string, to: string): string => `${from} → ${to}`

/** Up to here a text is read at a glance. */
const GLANCE = 80
/** Words left standing on both sides of what differs. */
const AROUND = 3

const shortened = (text: string): string => (text.length <= GLANCE ? text : `${text.slice(0, GLANCE).replace(/\s+\S*$/, '')} …`)

/** Of two long texts only what differs, with a few words around it. */
function differing(from: string, to: string): [string, string] {
  if (from.length <= GLANCE && to.length <= GLANCE) return [from, to]
  const [old, now] = [from.split(/\s+/), to.split(/\s+/)]
  const shortest = Math.min(old.length, now.length)
  let [head, tail] = [0, 0]
  while (head < shortest && old[head] === now[head]) head += 1
  while (tail < shortest - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const [start, rest] = [Math.max(0, head - AROUND), Math.max(0, tail - AROUND)]
  const part = (all: readonly string[]) =>
    [start > 0 ? '… ' : '', all.slice(start, all.length - rest).join(' '), rest > 0 ? ' …' : ''].join('')
  return [part(old), part(now)]
}

/** The field that a map is known by. */
const HEADS: ReadonlySet<string> = new Set(['logged', 'says', 'asks', 'act'])

/** What stands in a pack, in few words. */
function words(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'none'
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map(words).join('; ')
  const fields = Object.entries(value)
  const head = fields.find(([name]) => HEADS.has(name))
  const rest = fields.filter((one) => one !== head).map(([name, one]) => (name === 'where' ? words(one) : `${name} ${words(one)}`))
  if (head === undefined) return rest.join(', ')
  return words(head[1]) + (rest.length > 0 ? ` (${rest.join(', ')})` : '')
}
