// What was promised to whom, and what became of it: kept, made anew in time, late, or still open. Counted from the log, whoever owed it.
import { all, byTime, firstAfter } from '../protocol/ask.ts'
import type { Facts } from '../protocol/facts.ts'
import type { Instant } from '../vocabulary.ts'

export const PROMISE_STATES = ['kept', 'renegotiated', 'late', 'open', 'overdue'] as const
export type PromiseState = (typeof PROMISE_STATES)[number]

/** `late`: the word came, and came too late. `overdue`: it is too late already, and has not come. */
export type Promised = { audience: string; madeAt: Instant; dueAt: Instant; state: PromiseState }

export type Counts = Readonly<Record<PromiseState, number>>

/** In the order in which they were made. */
export function promisesOf(facts: Facts, now: Instant): Promised[] {
  return all(facts, { logged: 'promise.made' }).flatMap((made) => {
    const { audience, nextAt } = made.body
    if (typeof audience !== 'string' || typeof nextAt !== 'number') return []
    const [end] = ['update.sent', 'promise.made']
      .flatMap((logged) => firstAfter(facts, { logged, where: { audience } }, made) ?? [])
      .toSorted(byTime)
    const state = end === undefined ? (now > nextAt ? 'overdue' : 'open') : endedAs(end, nextAt)
    return [{ audience, madeAt: made.observedAt, dueAt: nextAt, state }]
  })
}

/** Word that comes with a new promise is word: only a promise moved without any is made anew. */
function endedAs({ type, observedAt }: { type: string; observedAt: Instant }, dueAt: Instant): PromiseState {
  if (observedAt > dueAt) return 'late'
  return type === 'update.sent' ? 'kept' : 'renegotiated'
}

const WORDS: Readonly<Record<PromiseState, string>> = {
  kept: 'kept',
  renegotiated: 'made anew in time',
  late: 'kept too late',
  open: 'open',
  overdue: 'overdue',
}

/** "Promises: 4 kept, 1 open."; null when nothing was promised. */
export function promiseWords(counts: Counts): string | null {
  const told = PROMISE_STATES.flatMap((state) => (counts[state] === 0 ? [] : [`${counts[state]} ${WORDS[state]}`]))
  return told.length === 0 ? null : `Promises: ${told.join(', ')}.`
}

export function countsOf(promises: readonly Pick<Promised, 'state'>[]): Counts {
  const counts = { kept: 0, renegotiated: 0, late: 0, open: 0, overdue: 0 }
  for (const { state } of promises) counts[state] += 1
  return counts
}
