// A layer over the parts of a pack: some things said differently, field by field, some added, some left out; the rest of each part stays what it is.

/** By the name of a thing, or its id in a list. */
type Changes = Readonly<Record<string, unknown>>

/** What a layer does to one part. Only a list can be added to: a map takes a new name with a change. */
export type Layer = { change?: Changes | undefined; add?: readonly unknown[] | undefined; remove?: readonly string[] | undefined }
export const WAYS = ['change', 'add', 'remove'] as const satisfies readonly (keyof Layer)[]
type Missed = { way: 'change' | 'remove'; id: string }

/** `missed`: what it names and the part does not have. */
export function layered(part: unknown, { change = {}, add = [], remove = [] }: Layer): { value: unknown; missed: Missed[] } {
  const gone = new Set(remove)
  if (!Array.isArray(part)) {
    const things = isMap(part) ? part : {}
    const kept = Object.fromEntries(Object.entries(things).filter(([name]) => !gone.has(name)))
    return { value: over(kept, change), missed: missedBy(remove, 'remove', new Set(Object.keys(things))) }
  }
  const list: readonly unknown[] = part
  const ids = new Set(list.flatMap((one) => idOf(one) ?? []))
  const kept = list.filter((one) => !gone.has(idOf(one) ?? ''))
  const value = kept.map((one) => {
    const id = idOf(one)
    return id !== undefined && id in change ? over(one, change[id]) : one
  })
  return { value: [...value, ...add], missed: [...missedBy(Object.keys(change), 'change', ids), ...missedBy(remove, 'remove', ids)] }
}

const missedBy = (named: readonly string[], way: Missed['way'], ids: ReadonlySet<string>): Missed[] =>
  named.filter((id) => !ids.has(id)).map((id) => ({ way, id }))

/** Where in the layer a fault of the part stands; null: it is in what the layer says nothing of. */
export function placeInLayer(
  [name, step, ...rest]: readonly PropertyKey[],
  { value, layer: { change = {}, add = [] } }: { value: unknown; layer: Layer },
): PropertyKey[] | null {
  if (name === undefined || step === undefined) return null
  const own = Array.isArray(value) ? value.length - add.length : Infinity
  if (typeof step === 'number' && step >= own) return ['add', name, step - own, ...rest]
  const id = typeof step === 'number' ? idOf(Array.isArray(value) ? value[step] : undefined) : String(step)
  if (id === undefined || !(id in change)) return null
  const [field] = rest
  const changed = change[id]
  // A field the layer says nothing of is the fault of whoever wrote it first.
  if (isMap(changed) && field !== undefined && !(String(field) in changed)) return null
  return ['change', name, id, ...rest]
}

function over(below: unknown, on: unknown): unknown {
  if (!isMap(below) || !isMap(on)) return on
  return Object.fromEntries(
    [...new Set([...Object.keys(below), ...Object.keys(on)])].map((name) => [name, name in on ? over(below[name], on[name]) : below[name]]),
  )
}

function idOf(thing: unknown): string | undefined {
  return isMap(thing) && typeof thing['id'] === 'string' ? thing['id'] : undefined
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
