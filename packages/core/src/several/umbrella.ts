// One commander over several incidents: whoever commands the umbrella commands each part that has nobody of its own.
import { all, byTime, last } from '../protocol/ask.ts'
import type { Fact, Facts } from '../protocol/facts.ts'
import { isOver, rolesAt } from '../protocol/standing.ts'

/** The role that commands, in every protocol. */
export const IN_COMMAND = 'commander'

/** Written on a role that came with the umbrella, and goes with it. */
export const THROUGH_UMBRELLA = 'umbrella'

export type Passed = { type: 'role.taken'; who: string } | { type: 'role.released' }

export const commanderOf = (facts: Facts): string | null => rolesAt(facts, Infinity)[IN_COMMAND] ?? null

export function isThroughUmbrella(part: Facts): boolean {
  return (
    commanderOf(part) !== null && last(part, { logged: 'role.taken', where: { role: IN_COMMAND } })?.body['through'] === THROUGH_UMBRELLA
  )
}

/** What the part's log has to say now; null when it says so already, or is over. `umbrella` is null where it is no part any more; one that is over commands nobody. */
export function passedDown(part: Facts, umbrella: Facts | null): Passed | null {
  if (isOver(part)) return null
  const own = commanderOf(part)
  if (own !== null && !isThroughUmbrella(part)) return null
  const above = umbrella === null || isOver(umbrella) ? null : commanderOf(umbrella)
  if (above === own) return null
  return above === null ? { type: 'role.released' } : { type: 'role.taken', who: above }
}

/** The links that stand, by the incident's own log: the youngest word about each of the others. */
export function linkedIn(facts: Facts): Fact[] {
  const standing = new Map<unknown, Fact>()
  for (const fact of [...all(facts, { logged: 'incident.linked' }), ...all(facts, { logged: 'incident.unlinked' })].toSorted(byTime)) {
    if (fact.type === 'incident.linked') standing.set(fact.body['to'], fact)
    else standing.delete(fact.body['to'])
  }
  return [...standing.values()]
}

/** The umbrella of an incident; null: it is no part. */
export function umbrellaIn(facts: Facts): string | null {
  const above = linkedIn(facts).find(({ body }) => body['kind'] === 'part-of')
  return above === undefined ? null : String(above.body['to'])
}

export const partsIn = (facts: Facts): string[] =>
  linkedIn(facts).flatMap(({ body }) => (body['kind'] === 'has-part' ? [String(body['to'])] : []))
