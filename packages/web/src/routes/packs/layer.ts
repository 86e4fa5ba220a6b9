// The text of a pack that is being written, and one value in it: what a form shows is read from the text, and what it changes is put there, comments kept.
import { layered, WAYS } from '@muster/contract/pack-change.ts'
import { isMap, parseDocument, type Document } from 'yaml'

export type Parts = Readonly<Record<string, unknown>>
type Fields = Readonly<Record<string, unknown>>
/** A part, a thing of it by name or id, and the fields that lead to the value. */
export type Path = readonly [part: string, thing: string, ...fields: string[]]

/** All the text says together with what it is laid over; null while it cannot be read. */
export function partsIn(text: string, below: Parts): Parts | null {
  const document = read(text)
  if (document === null) return null
  const own: unknown = plain(document)
  if (!isPlain(own)) return below
  const parts: Record<string, unknown> = { ...below, ...own }
  const said = new Set(WAYS.flatMap((way) => (isPlain(own[way]) ? Object.keys(own[way]) : [])))
  for (const part of said) {
    const [change, add, remove] = WAYS.map((way) => Object(own[way])[part])
    const layer = { ...(isPlain(change) && { change }), ...(Array.isArray(add) && { add }), ...(Array.isArray(remove) && { remove }) }
    if (part in parts) parts[part] = layered(parts[part], layer).value
  }
  return parts
}

/** What is as it is below is not said again. */
export function withValue(text: string, { path, value }: { path: Path; value: unknown }, below: Parts): string {
  const document = read(text)
  if (document === null) return text
  if (document.get('change') === null) document.delete('change')
  const place = placeOf(document, path)
  const isAsBelow = place[0] === 'change' && JSON.stringify(valueAt(below, path)) === JSON.stringify(value)
  if (!isAsBelow) document.setIn(place, document.createNode(value))
  else prune(document, place)
  return document.toString({ lineWidth: 0 })
}

export function valueAt(parts: Parts, [part, thing, ...fields]: Path): unknown {
  const things = parts[part]
  const found: unknown = Array.isArray(things)
    ? things.find((one) => isPlain(one) && one['id'] === thing)
    : isPlain(things)
      ? things[thing]
      : undefined
  return fields.reduce((value: unknown, field) => (isPlain(value) ? value[field] : undefined), found)
}

function placeOf(document: Document, [part, thing, ...fields]: Path): (string | number)[] {
  if (!document.has(part)) return ['change', part, thing, ...fields]
  const own: unknown = Object(plain(document))[part]
  const index = Array.isArray(own) ? own.findIndex((one) => isPlain(one) && one['id'] === thing) : -1
  return [part, Array.isArray(own) ? index : thing, ...fields]
}

function prune(document: Document, place: readonly (string | number)[]): void {
  if (!document.hasIn(place)) return
  document.deleteIn(place)
  for (let above = place.slice(0, -1); above.length > 0; above = above.slice(0, -1)) {
    const node = document.getIn(above)
    if (!isMap(node) || node.items.length > 0) return
    document.deleteIn(above)
  }
}

function read(text: string): Document | null {
  const document = parseDocument(text, { merge: true, prettyErrors: false })
  return document.errors.length > 0 ? null : document
}

function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 })
  } catch {
    return null
  }
}

const isPlain = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

// What is being written may have any shape until it is checked: forms ask for what they can show, and get nothing where it is something else.
export const thingsOf = (parts: Parts, part: string): Fields[] =>
  Array.isArray(parts[part]) ? (parts[part] as unknown[]).filter(isPlain) : []
export const entriesOf = (parts: Parts, part: string): [string, unknown][] => (isPlain(parts[part]) ? Object.entries(parts[part]) : [])
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])
