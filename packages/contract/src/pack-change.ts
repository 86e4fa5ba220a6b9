// A few things of a part said differently: each is laid over what it was, field by field, and the rest of the part stays what it is.

/** By the name of a thing, or its id in a list. */
export type Changes = Readonly<Record<string, unknown>>

/** `unknown`: ids the list does not have. A name that a map does not have is a new one. */
export function changedPart(part: unknown, things: Changes): { value: unknown; unknown: string[] } {
  if (!Array.isArray(part)) return { value: over(part, things), unknown: [] }
  const list: readonly unknown[] = part
  const value = list.map((one) => {
    const id = idOf(one)
    return id !== undefined && id in things ? over(one, things[id]) : one
  })
  return { value, unknown: Object.keys(things).filter((id) => !list.some((one) => idOf(one) === id)) }
}

/** Where in the layer a fault of the part stands; null: it is in what the layer does not change. */
export function placeOfChange(
  [name, step, ...rest]: readonly PropertyKey[],
  { value, things }: { value: unknown; things: Changes },
): PropertyKey[] | null {
  const id = typeof step === 'number' ? idOf(Array.isArray(value) ? value[step] : undefined) : step === undefined ? undefined : String(step)
  if (name === undefined || id === undefined || !(id in things)) return null
  const [field] = rest
  const changed = things[id]
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
