// What differs between two packs, thing by thing and field by field.
import type { Pack } from './pack.ts'

/** What is not there has no `from`, or no `to`. */
export type FieldChange = { field: string; from?: unknown; to?: unknown }
export type PackChange =
  | { action: 'add' | 'remove'; part: string; id: string; about: string }
  | { action: 'change'; part: string; id: string; fields: FieldChange[] }
  /** Only the stretch of the list that changed. */
  | { action: 'reorder'; part: string; from: string[]; to: string[] }

type Thing = { id: string; value: unknown }

export function differenceOf(before: Pack, after: Pack): PackChange[] {
  const now = partsOf(after)
  return [...partsOf(before)].flatMap(([part, things]) => changesOf(part, things, now.get(part) ?? []))
}

/** By the names they have in the files; what stands at the head of a pack is its first part. */
function partsOf({ name, version, about, phases, ...rest }: Pack): Map<string, Thing[]> {
  const parts = {
    pack: { name, version, about },
    phases: phases.map(({ fromMinutes, ...one }) => ({ ...one, from: fromMinutes })),
    ...rest,
  }
  return new Map(Object.entries(parts).map(([part, value]) => [part, thingsIn(value)]))
}

function thingsIn(part: readonly { id: string }[] | object): Thing[] {
  if (Array.isArray(part)) return part.map(({ id, ...value }: { id: string }) => ({ id, value }))
  return Object.entries(part).map(([id, value]) => ({ id, value }))
}

function changesOf(part: string, before: readonly Thing[], after: readonly Thing[]): PackChange[] {
  const was = new Map(before.map(({ id, value }) => [id, value]))
  const now = new Map(after.map(({ id, value }) => [id, value]))
  return [
    ...after.flatMap(({ id, value }): PackChange[] => {
      if (!was.has(id)) return [{ action: 'add', part, id, about: aboutOf(value) }]
      const fields = fieldsOf(was.get(id), value)
      return fields.length === 0 ? [] : [{ action: 'change', part, id, fields }]
    }),
    ...before.flatMap(({ id, value }): PackChange[] => (now.has(id) ? [] : [{ action: 'remove', part, id, about: aboutOf(value) }])),
    ...reordered(
      part,
      [...was.keys()].filter((id) => now.has(id)),
      [...now.keys()].filter((id) => was.has(id)),
    ),
  ]
}

/** Maps are read by name: only lists have an order that means something. */
const ORDERED: ReadonlySet<string> = new Set<keyof Pack>(['impact', 'columns', 'duties', 'guardrails', 'advice', 'deviations'])

function reordered(part: string, before: readonly string[], after: readonly string[]): PackChange[] {
  const first = before.findIndex((id, place) => id !== after[place])
  if (first === -1 || !ORDERED.has(part)) return []
  const last = before.findLastIndex((id, place) => id !== after[place])
  return [{ action: 'reorder', part, from: before.slice(first, last + 1), to: after.slice(first, last + 1) }]
}

function fieldsOf(before: unknown, after: unknown, field = ''): FieldChange[] {
  if (isMap(before) && isMap(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names].flatMap((name) => fieldsOf(before[name], after[name], field === '' ? name : `${field}.${name}`))
  }
  if (isSame(before, after)) return []
  return [{ field, ...(before !== undefined && { from: before }), ...(after !== undefined && { to: after }) }]
}

function aboutOf(value: unknown): string {
  if (!isMap(value)) return typeof value === 'string' ? value : ''
  const about = [value['says'], value['name'], value['asks'], value['label']].find((words) => typeof words === 'string')
  return String(about ?? '')
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands in a pack is data; in which order a map has its fields means nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((part, at) => isSame(part, other[at]))
  if (!isMap(one) || !isMap(other)) return one === other
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return names.every((name) => isSame(one[name], other[name]))
}
