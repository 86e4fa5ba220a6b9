// When a schedule will have nobody who can be woken, and when somebody's next turn is.
import type { Instant, UserId } from '../vocabulary.ts'
import { shifts, type Shift } from './on-call.ts'
import type { Schedule } from './schedule.ts'
import { standingAt } from './turn.ts'

export type Span = { from: Instant; to: Instant }
export type Gap = { startsAt: Instant; endsAt: Instant }

/** `isActive` says whom a page would call: somebody who has left is on the rota and is not woken. */
export function coverageGaps(schedule: Schedule, { from, to }: Span, isActive: (userId: UserId) => boolean): Gap[] {
  if (cannotGap(schedule, from, isActive)) return []
  const empty = shifts(schedule, from, to).filter(({ userId }) => userId === null || !isActive(userId))
  return empty.reduce<Gap[]>((gaps, { startsAt, endsAt }) => {
    const last = gaps.at(-1)
    // Two people who have left, one after the other, are one gap.
    return last?.endsAt === startsAt ? [...gaps.slice(0, -1), { ...last, endsAt }] : [...gaps, { startsAt, endsAt }]
  }, [])
}

/** A rotation that has begun goes on for ever: most schedules are told by one look instead of a walk through their turns. */
function cannotGap({ layers, overrides, timeZone }: Schedule, from: Instant, isActive: (userId: UserId) => boolean): boolean {
  const everybody = [...layers.flatMap((layer) => layer.participants), ...overrides.map((one) => one.userId)]
  return (
    everybody.every((userId) => userId !== null && isActive(userId)) &&
    layers.some((layer) => standingAt(layer, timeZone, from).state === 'turn')
  )
}

/** The first shift of this person that begins after `from`; null when there is none until `to`. */
export function nextShiftOf(schedule: Schedule, userId: UserId, { from, to }: Span): Shift | null {
  if (!names(schedule, userId)) return null
  return shifts(schedule, from, to).find((shift) => shift.userId === userId && shift.startsAt > from) ?? null
}

function names({ layers, overrides }: Schedule, userId: UserId): boolean {
  return layers.some((layer) => layer.participants.includes(userId)) || overrides.some((one) => one.userId === userId)
}
