// The rows of the board: families in the order that was decided, else of the gravest among them; each umbrella before its parts.
import type { IncidentId } from '../vocabulary.ts'
import { byBusinessImpact, type Failing } from './impact.ts'
import { umbrellaOf, type Link } from './links.ts'

/** `under`: the umbrella above it on the board; null: it stands by itself. */
export type Row<One extends Failing> = { one: One; under: IncidentId | null }

type Family<One> = { head: One | undefined; parts: readonly One[]; gravest: Failing; place: number }

export function rowsOf<One extends Failing>(open: readonly One[], links: readonly Link[], decided: readonly string[] = []): Row<One>[] {
  return inOrder(familiesOf(open, links, decided)).flatMap(({ head, parts }) => [
    ...(head === undefined ? [] : [{ one: head, under: null }]),
    ...parts.map((one) => ({ one, under: head?.id ?? null })),
  ])
}

/** By impact. */
function familiesOf<One extends Failing>(open: readonly One[], links: readonly Link[], decided: readonly string[]): Family<One>[] {
  const ordered = open.toSorted(byBusinessImpact)
  const shown = new Map<IncidentId, One>(ordered.map((one) => [one.id, one]))
  const headOf = ({ id }: One): IncidentId => {
    const umbrella = umbrellaOf(links, id)
    return umbrella !== null && shown.has(umbrella) ? umbrella : id
  }
  return [...Map.groupBy(ordered, headOf)].flatMap(([id, members]) => {
    const [gravest] = members
    if (gravest === undefined) return []
    const places = members.map((one) => decided.indexOf(one.id)).filter((place) => place >= 0)
    return [{ head: shown.get(id), parts: members.filter((one) => one.id !== id), gravest, place: Math.min(Infinity, ...places) }]
  })
}

/** What nobody has decided on stands before the first that hurts the business less: what is new and graver is not hidden below. */
function inOrder<One>(families: readonly Family<One>[]): Family<One>[] {
  const rows = families.filter(({ place }) => place < Infinity).toSorted((a, b) => a.place - b.place)
  for (const family of families.filter(({ place }) => place === Infinity)) {
    const before = rows.findIndex(({ gravest }) => byBusinessImpact(family.gravest, gravest) < 0)
    rows.splice(before === -1 ? rows.length : before, 0, family)
  }
  return rows
}
