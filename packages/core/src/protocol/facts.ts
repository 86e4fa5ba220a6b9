// The incident's log, laid out so that a question about it costs a look-up: what was logged, of which kind, in the order it happened.
import type { Instant } from '../vocabulary.ts'

/** An entry of the log. `body.observedAt` says when it happened, if not when it was written down. */
export type LogEntry = { seq: number; at: Instant; type: string; body: Readonly<Record<string, unknown>> }

/** An entry as it now stands: a correction has changed it, or nothing has. */
export type Fact = LogEntry & { observedAt: Instant; correctedBy: readonly number[] }

/** Under its type, and under its type with each field that tells its kind, in order of observation. */
export type Facts = { last: number; index: ReadonlyMap<string, readonly Fact[]>; bySeq: ReadonlyMap<number, Fact> }

/** The fields that tell one entry of a type from another. A pack asks by these, so that no reading walks a long log. */
export const KINDS = ['kind', 'role', 'audience', 'deviation', 'duty', 'phase', 'outcome', 'about'] as const

export const NOTHING: Facts = { last: 0, index: new Map(), bySeq: new Map() }

/** Pure: what was given stays as it was. It never sees the time, and never the pack. */
export function fold(facts: Facts, entries: readonly LogEntry[]): Facts {
  const index = new Map(facts.index)
  const bySeq = new Map(facts.bySeq)
  const own = new Set<string>()
  let { last } = facts
  const list = (key: string): Fact[] => {
    const known = index.get(key)
    if (known !== undefined && own.has(key)) return known as Fact[]
    const copy = known === undefined ? [] : [...known]
    own.add(key)
    index.set(key, copy)
    return copy
  }
  const put = (fact: Fact): void => {
    bySeq.set(fact.seq, fact)
    for (const key of keysOf(fact)) insert(list(key), fact)
  }
  const take = (fact: Fact): void => {
    bySeq.delete(fact.seq)
    for (const key of keysOf(fact)) remove(list(key), fact)
  }
  for (const entry of entries) {
    last = entry.seq
    put({ ...entry, observedAt: observed(entry.body, entry.at), correctedBy: [] })
    const wrong = bySeq.get(Number(entry.body['seq']))
    if (wrong === undefined) continue
    if (entry.type === 'entry.withdrawn') {
      take(wrong)
      for (const key of keysOf(wrong)) insert(list(withdrawn(key)), { ...wrong, observedAt: entry.at })
    }
    if (entry.type === 'entry.corrected') {
      take(wrong)
      put(corrected(wrong, entry))
    }
  }
  return { last, index, bySeq }
}

function corrected(wrong: Fact, { seq, body }: LogEntry): Fact {
  const change = typeof body['body'] === 'object' && body['body'] !== null ? (body['body'] as Record<string, unknown>) : {}
  // People put right what they wrote; what it was about stays.
  const text = typeof body['text'] === 'string' ? { text: body['text'] } : {}
  return {
    ...wrong,
    body: { ...wrong.body, ...change, ...text },
    observedAt: observed(body, wrong.observedAt),
    correctedBy: [...wrong.correctedBy, seq],
  }
}

function keysOf({ type, body }: LogEntry): string[] {
  // The ladder asks for the support engineer. What a call for a role came to is told by ask.* and role.*.
  if (type === 'page.acknowledged' && body['asked'] !== undefined) return []
  const keys = [type]
  for (const kind of KINDS) if (typeof body[kind] === 'string') keys.push(keyOf(type, kind, body[kind]))
  return keys
}

export const keyOf = (type: string, kind: string, value: string): string => `${type} ${kind}=${value}`

/** Where an entry lies that no longer counts, from when it was taken back. */
export const withdrawn = (key: string): string => `withdrawn ${key}`

const observed = (body: LogEntry['body'], otherwise: Instant): Instant =>
  typeof body['observedAt'] === 'number' ? body['observedAt'] : otherwise

/** Nearly always at the end; an observation that was written down late goes where it belongs. */
function insert(list: Fact[], fact: Fact): void {
  let place = list.length
  while (place > 0 && isAfter(list[place - 1], fact)) place -= 1
  list.splice(place, 0, fact)
}

const isAfter = (one: Fact | undefined, other: Fact): boolean =>
  one !== undefined && (one.observedAt > other.observedAt || (one.observedAt === other.observedAt && one.seq > other.seq))

function remove(list: Fact[], fact: Fact): void {
  const place = list.indexOf(fact)
  if (place >= 0) list.splice(place, 1)
}
