// The rows of the board: families in the order of the gravest among them, each umbrella before its parts.
import type { IncidentId } from '../vocabulary.ts'
import { byBusinessImpact, type Failing } from './impact.ts'
import { umbrellaOf, type Link } from './links.ts'

export type Row<One extends Failing> = {
  one: One
  /** The umbrella above it on the board; null: it stands by itself. */ under: IncidentId | null
}

export function rowsOf<One extends Failing>(open: readonly One[], links: readonly Link[]): Row<One>[] {
  const ordered = open.toSorted(byBusinessImpact)
  const shown = new Map<IncidentId, One>(ordered.map((one) => [one.id, one]))
  const above = ({ id }: One): IncidentId | null => {
    const umbrella = umbrellaOf(links, id)
    return umbrella !== null && shown.has(umbrella) ? umbrella : null
  }
  const families = Map.groupBy(ordered, (one) => above(one) ?? one.id)
  return [...families].flatMap(([head, members]) => {
    const umbrella = shown.get(head)
    const parts = members.filter((one) => one.id !== head)
    return [...(umbrella === undefined ? [] : [{ one: umbrella, under: null }]), ...parts.map((one) => ({ one, under: head }))]
  })
}
