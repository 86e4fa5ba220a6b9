// Who a schedule names at an instant: the last layer that names somebody, then whoever stands in for them.
import type { Instant, UserId } from '../vocabulary.ts'
import type { Layer, Override, Schedule } from './schedule.ts'
import { standIn } from './stand-in.ts'
import { nextTurnWhere, standingAt, type Standing, type Turn } from './turn.ts'

export type OnCall = {
  users: UserId[]
  /** The answer holds until here and may differ from here on; null when it never will. */
  until: Instant | null
  /** The layer and turn that name somebody before overrides; null when none does. */
  from: { layer: Layer; turn: Turn } | null
  /** The overrides that were applied, in order. */
  overrides: Override[]
}

export type Shift = {
  /** Null is a gap: nobody is on call. */
  userId: UserId | null
  startsAt: Instant
  endsAt: Instant
}

export const MOST_SHIFTS = 1000

type Ranked = { layer: Layer; standing: Standing }

export function onCallAt(schedule: Schedule, at: Instant): OnCall {
  const ranked = schedule.layers.map((layer) => ({ layer, standing: standingAt(layer, schedule.timeZone, at) }))
  const winner = ranked.findLastIndex(({ standing }) => standing.state === 'turn')
  const from = namedBy(ranked[winner])
  const active = schedule.overrides.filter((one) => one.startsAt <= at && at < one.endsAt)
  const { userId, overrides } = standIn(from?.turn.userId ?? null, active)
  const changes = [
    ...schedule.overrides.flatMap((one) => [one.startsAt, one.endsAt]),
    ...ranked.slice(winner + 1).flatMap(({ standing }) => (standing.state === 'not-begun' ? [standing.beginsAt] : [])),
    from && nextTurnWhere(from.layer, schedule.timeZone, from.turn, (next) => standIn(next, active).userId !== userId),
  ]
  return { users: userId === null ? [] : [userId], until: firstAfter(at, changes), from, overrides }
}

/** When somebody else, or nobody, is on call next; null when that never happens. */
export function nextHandoff(schedule: Schedule, at: Instant): Instant | null {
  const now = personAt(schedule, at)
  let { until } = now
  while (until !== null) {
    const then = personAt(schedule, until)
    if (then.userId !== now.userId) return until
    until = then.until
  }
  return null
}

/** Who is on call from `from` to `to`, gaps included, without seams. At most a thousand: the last one's end says how far it got. */
export function shifts(schedule: Schedule, from: Instant, to: Instant): Shift[] {
  const found: Shift[] = []
  let startsAt = from
  while (startsAt < to && found.length < MOST_SHIFTS) {
    const endsAt = Math.min(nextHandoff(schedule, startsAt) ?? to, to)
    found.push({ userId: personAt(schedule, startsAt).userId, startsAt, endsAt })
    startsAt = endsAt
  }
  return found
}

function personAt(schedule: Schedule, at: Instant): { userId: UserId | null; until: Instant | null } {
  const { users, until } = onCallAt(schedule, at)
  return { userId: users[0] ?? null, until }
}

function namedBy(ranked: Ranked | undefined): OnCall['from'] {
  return ranked?.standing.state === 'turn' ? { layer: ranked.layer, turn: ranked.standing.turn } : null
}

function firstAfter(at: Instant, instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce<Instant | null>(
    (first, one) => (one === null || one <= at || (first !== null && first <= one) ? first : one),
    null,
  )
}
