// What differs between two packs, as words: in a table field by field, or in sentences for whoever decides about it.
import type { FieldChange, PackChange } from './difference.ts'

/** What one thing of each part is called. */
const THING: Readonly<Record<string, string>> = {
  pack: 'The pack',
  classes: 'Severity',
  labels: 'Severity',
  impact: 'Question',
  clocks: 'Clock',
  phases: 'Phase',
  roles: 'Role',
  sets: 'Set',
  columns: 'Column',
  duties: 'Duty',
  guardrails: 'Guardrail',
  advice: 'Advice',
  deviations: 'Deviation',
  capabilities: 'Capability',
  audiences: 'Audience',
  templates: 'Message',
  memory: 'Memory of',
  specialists: 'Specialist',
}

/** One sentence a field: "Clock progress, crisis: 5 → 7 min". The number of the version is no news. */
export function sentencesOf(change: PackChange): string[] {
  const thing = THING[change.part] ?? change.part
  switch (change.action) {
    case 'add':
      return [`${thing} ${change.id} is new${told(change.about)}`]
    case 'remove':
      return [`${thing} ${change.id} is gone${told(change.about)}`]
    case 'reorder':
      return [`The order of ${change.part}: ${arrow(change.from.join(', '), change.to.join(', '))}`]
    case 'change':
      if (change.part === 'pack') return change.id === 'about' ? change.fields.map((field) => `What it is: ${fieldText(field)}`) : []
      return change.fields.map(
        (field) => `${thing} ${change.id}${field.field === '' ? '' : `, ${field.field}`}: ${valuesOf(change.part, field)}`,
      )
  }
}

const told = (about: string): string => (about === '' ? '' : `: ${shortened(about)}`)

/** A bare number in a pack is minutes. */
function valuesOf(part: string, { from, to }: FieldChange): string {
  const isSpan = part !== 'pack' && [from, to].every((one) => typeof one === 'number' || one === null) && (from ?? to) !== null
  return changeText(from, to) + (isSpan && to !== null ? ' min' : '')
}

/** As a table has it, beside the name of the thing. */
export function fieldText({ field, from, to }: FieldChange): string {
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

export const arrow = (from: string, to: string): string => `${from} → ${to}`

/** Up to here a text is read at a glance. */
const GLANCE = 80
/** Words left standing on both sides of what differs. */
const AROUND = 3

export const shortened = (text: string): string => (text.length <= GLANCE ? text : `${text.slice(0, GLANCE).replace(/\s+\S*$/, '')} …`)

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
