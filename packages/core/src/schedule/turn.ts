// Which turn of a rotation an instant falls into, by calendar arithmetic: the cost does not grow with the age of the rota.
import type { Instant, UserId } from '../vocabulary.ts'
import { localDate, startOf } from './local-time.ts'
import { isReadable } from './readable.ts'
import type { Layer, Rotation } from './schedule.ts'

export type Turn = { number: number; userId: UserId; startsAt: Instant; endsAt: Instant }

/** Where a layer stands at an instant: somebody's turn, or why it names nobody. */
export type Standing =
  | { state: 'turn'; turn: Turn }
  | { state: 'not-begun'; beginsAt: Instant }
  | { state: 'empty' }
  /** The rotation or the zone makes no sense: the layer is passed over, because a throw here would stop the whole page. */
  | { state: 'unreadable' }

export function standingAt(layer: Layer, timeZone: string, at: Instant): Standing {
  if (layer.participants.length === 0) return { state: 'empty' }
  if (!isReadable(layer.rotation, timeZone)) return { state: 'unreadable' }
  const starts = turnStarts(layer.rotation, timeZone)
  const beginsAt = starts.of(0)
  if (at < beginsAt) return { state: 'not-begun', beginsAt }
  let number = starts.lastOn(localDate(at, timeZone).add({ days: 1 }))
  let endsAt = starts.of(number + 1)
  let startsAt = starts.of(number)
  // A local date earlier than today's has always begun, so this goes round at most twice. It looks at tomorrow first
  // because a clock put back across midnight repeats the evening of a day whose successor has begun.
  while (startsAt > at) {
    number -= 1
    endsAt = startsAt
    startsAt = starts.of(number)
  }
  return { state: 'turn', turn: { number, userId: participant(layer, number), startsAt, endsAt } }
}

/** When the first later turn begins whose person `differs`; null when no turn's ever does. */
export function nextTurnWhere(layer: Layer, timeZone: string, turn: Turn, differs: (userId: UserId) => boolean): Instant | null {
  const ahead = layer.participants.findIndex((_, step) => differs(participant(layer, turn.number + 1 + step)))
  if (ahead === 0) return turn.endsAt
  return ahead === -1 ? null : turnStarts(layer.rotation, timeZone).of(turn.number + 1 + ahead)
}

function participant({ participants }: Layer, number: number): UserId {
  const userId = participants[number % participants.length]
  if (userId === undefined) throw new Error('asked whose turn it is in an empty layer')
  return userId
}

function turnStarts(rotation: Rotation, timeZone: string) {
  const day = Temporal.PlainDate.from(rotation.startsOn)
  const first = rotation.every === 'day' ? day : day.subtract({ days: (day.dayOfWeek - rotation.handoffDay + 7) % 7 })
  const days = rotation.length * (rotation.every === 'week' ? 7 : 1)
  const time = Temporal.PlainTime.from(rotation.handoffTime)
  return {
    of: (number: number): Instant => startOf(first.add({ days: number * days }), time, timeZone),
    lastOn: (date: Temporal.PlainDate): number => Math.floor(first.until(date).days / days),
  }
}
