// How late is too late: a bound that grows only with what went wrong, and by no more than was promised for it.
import { SECOND, type Instant } from '@muster/core/vocabulary.ts'
import type { Entry, Trouble } from '../record.ts'

/** A lost wake-up costs one sweep; the rest is the machine's own time. */
const PATIENCE = 1.5 * SECOND
/** A crashed sender's work is taken over within ten seconds: its lease, and then the patience. */
const LEASE = 8 * SECOND

export type Bound = (dueAt: Instant) => Instant

type Span = { from: Instant; to: Instant }

export function boundsOf(entries: readonly Entry[], workers: readonly string[]): Bound {
  const troubles = stretched(entries.filter((entry) => entry.type === 'trouble'))
  if (troubles.length === 0) return (dueAt) => dueAt + PATIENCE
  const spans = [...leases(troubles), ...nobody(troubles, workers), ...whole(troubles)].toSorted((a, b) => a.from - b.from)
  return (dueAt) => {
    let latest = dueAt + PATIENCE
    for (const { from, to } of spans) if (from <= latest && to + PATIENCE > latest) latest = to + PATIENCE
    return latest
  }
}

/** A clock that steps in the middle of a trouble takes its end along. */
function stretched(troubles: readonly Trouble[]): Trouble[] {
  const jumps = troubles.filter(({ what }) => what === 'jump')
  return troubles.map((one) =>
    one.what === 'jump'
      ? one
      : jumps.reduce(
          (long, jump) => (long.at <= jump.at && jump.at < long.until ? { ...long, until: long.until + jump.until - jump.at } : long),
          one,
        ),
  )
}

/** What a dead or sleeping worker had in hand waits for its lease to run out. */
function leases(troubles: readonly Trouble[]): Span[] {
  return troubles.filter(({ what }) => what === 'crash' || what === 'pause').map(({ at }) => ({ from: at, to: at + LEASE }))
}

/** Times without a single worker that is awake. */
function nobody(troubles: readonly Trouble[], workers: readonly string[]): Span[] {
  const down = troubles.filter(({ what }) => what === 'crash' || what === 'pause')
  const of = (who: string) => down.filter((one) => one.who === who).map(({ at, until }) => ({ from: at, to: until }))
  return workers.map(of).reduce((all, one) => all.flatMap((a) => one.flatMap((b) => overlap(a, b))))
}

function overlap(a: Span, b: Span): Span[] {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)]
  return from < to ? [{ from, to }] : []
}

/** The database away, the clock stepping: nothing happens for anybody. */
function whole(troubles: readonly Trouble[]): Span[] {
  return troubles.filter(({ what }) => what === 'away' || what === 'jump').map(({ at, until }) => ({ from: at, to: until }))
}
