// Questions to the facts: each is a look-up, and a search in what it finds.
import { keyOf, KINDS, type Fact, type Facts } from './facts.ts'
import type { Match } from './pack.ts'

type Place = { observedAt: number; seq: number }

/** In order of observation. */
export function all(facts: Facts, match: Match): readonly Fact[] {
  const { key, rest } = lookup(match)
  const found = facts.index.get(key) ?? []
  return rest.length === 0 ? found : found.filter(({ body }) => rest.every(([name, value]) => body[name] === value))
}

export const last = (facts: Facts, match: Match): Fact | undefined => all(facts, match).at(-1)

/** The first observed after a place; what was written in the same moment comes after it when it was written later. */
export function firstAfter(facts: Facts, match: Match, start: Place): Fact | undefined {
  const found = all(facts, match)
  let [low, high] = [0, found.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const fact = found[middle]
    if (fact !== undefined && isAfter(fact, start)) high = middle
    else low = middle + 1
  }
  return found[low]
}

export function lastAfter(facts: Facts, match: Match, start: Place): Fact | undefined {
  const fact = last(facts, match)
  return fact !== undefined && isAfter(fact, start) ? fact : undefined
}

const isAfter = (one: Place, other: Place): boolean =>
  one.observedAt > other.observedAt || (one.observedAt === other.observedAt && one.seq > other.seq)

export const byTime = (one: Place, other: Place): number => one.observedAt - other.observedAt || one.seq - other.seq

type Lookup = { key: string; rest: [string, unknown][] }

/** A pack asks the same again and again. */
const known = new WeakMap<Match, Lookup>()

/** Where the index has it, and what remains to be compared. */
export function lookup(match: Match): Lookup {
  const found = known.get(match) ?? prepare(match)
  known.set(match, found)
  return found
}

function prepare({ logged, where }: Match): Lookup {
  const fields = Object.entries(where ?? {})
  const kind = fields.find(([name, value]) => typeof value === 'string' && (KINDS as readonly string[]).includes(name))
  if (kind === undefined) return { key: logged, rest: fields }
  return { key: keyOf(logged, kind[0], String(kind[1])), rest: fields.filter((one) => one !== kind) }
}
