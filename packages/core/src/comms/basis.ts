// What an update rests on, in words a stakeholder understands: until when it is known, and by whom.
import { all, last } from '../protocol/ask.ts'
import type { Fact, Facts } from '../protocol/facts.ts'
import { expectedOf, known, type Side } from '../protocol/known.ts'
import type { Expected } from '../reading/indicator.ts'
import { MINUTE, type Instant } from '../vocabulary.ts'

/** How much of it an audience is told: sources by their names, only their kind, or nothing. */
export const BASES = ['named', 'plain', 'none'] as const
export type BasisWords = (typeof BASES)[number]

export type Ground = {
  kind: 'customers' | 'measured' | 'people'
  /** As people call it. */
  name: string
  /** The moment it tells of: when it was written down, less what its source lags behind. */
  at: Instant
}

export type Grounds = { facts: Facts; expected: readonly Expected[]; nameOf: (by: unknown) => string }

/** The readings that are named; more would bury the message. */
const MOST_READINGS = 2

/** What customers meet first, then what was measured, then what people say. Empty: the log has nothing yet that an update could rest on. */
export function groundsOf({ facts, expected, nameOf }: Grounds): Ground[] {
  const settled = settledBy(facts, expected)
  const readings = readingsOf(facts, expected)
  const said = settled.length + readings.length > 0 ? [] : saidBy(facts, nameOf)
  return [...settled, ...readings, ...said]
}

/** The source that the last settled conflict goes by. */
function settledBy(facts: Facts, expected: readonly Expected[]): Ground[] {
  const conflict = known(facts, expected)
    .conflicts.filter(({ settled }) => settled !== null)
    .toSorted((a, b) => (a.settled?.at ?? 0) - (b.settled?.at ?? 0))
    .at(-1)
  const basis = conflict?.settled?.body['basis']
  if (conflict === undefined || typeof basis !== 'string') return []
  const side = conflict.sides.find(({ source }) => same(source) === same(basis))
  return [{ kind: isCustomers(basis, side) ? 'customers' : 'measured', name: basis, at: conflict.at - (side?.lagMinutes ?? 0) * MINUTE }]
}

/** By the side it names; without one, by how it is called. */
const isCustomers = (basis: string, side: Side | undefined): boolean => side?.isCustomers ?? /customer|user/i.test(basis)

/** The youngest of each indicator, the youngest of those first. */
function readingsOf(facts: Facts, expected: readonly Expected[]): Ground[] {
  const lasts = new Map<unknown, Fact>()
  for (const fact of all(facts, { logged: 'reading.changed' })) lasts.set(fact.body['metric'], fact)
  return [...lasts.values()]
    .toSorted((a, b) => b.observedAt - a.observedAt || b.seq - a.seq)
    .slice(0, MOST_READINGS)
    .map(({ body, observedAt }) => ({
      kind: 'measured',
      name: String(body['name'] ?? body['metric']),
      at: observedAt - (expectedOf(expected, body['source'])?.lagMinutes ?? 0) * MINUTE,
    }))
}

/** Nothing was measured: then it rests on what people wrote of the impact, or found. */
function saidBy(facts: Facts, nameOf: Grounds['nameOf']): Ground[] {
  const fact = last(facts, { logged: 'impact.noted' }) ?? last(facts, { logged: 'finding.noted' })
  return fact === undefined ? [] : [{ kind: 'people', name: nameOf(fact.body['by']), at: fact.observedAt }]
}

const same = (name: string): string => name.trim().toLowerCase()

const KINDS: Readonly<Record<Ground['kind'], string>> = {
  customers: 'what customers report',
  measured: 'what we measure',
  people: 'what our engineers see',
}

/**
 * "As of 03:12 UTC, by user reports and Success rate (03:07 UTC)." Null where there is nothing to rest on, or nothing of it is told.
 * What is older than the youngest of them says so itself.
 */
export function basisSentence(grounds: readonly Ground[], words: BasisWords, clock: (at: Instant) => string): string | null {
  if (words === 'none' || grounds.length === 0) return null
  const until = clock(Math.max(...grounds.map(({ at }) => at)))
  if (words === 'plain') return `As of ${until}, by ${listed([...new Set(grounds.map(({ kind }) => KINDS[kind]))])}.`
  const named = grounds.map(({ name, at }) => (clock(at) === until ? name : `${name} (${clock(at)})`))
  return `As of ${until}, by ${listed([...new Set(named)])}.`
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
