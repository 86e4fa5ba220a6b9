// A rota: layers of people taking turns in a time zone, and overrides that stand in for them.
import type { Instant, ScheduleId, UserId } from '../vocabulary.ts'

export type Schedule = {
  id: ScheduleId
  name: string
  /** IANA name; all local times below are in it. */
  timeZone: string
  /** A later layer wins over an earlier one where it names somebody. */
  layers: Layer[]
  overrides: Override[]
}

export type Layer = {
  id: string
  name: string
  /** In the order of their turns; empty means nobody. */
  participants: UserId[]
  rotation: Rotation
}

export type Rotation = {
  every: 'day' | 'week'
  /** A turn lasts this many days or weeks. */
  length: number
  /** ISO weekday, Monday is 1; used by weekly rotations. */
  handoffDay: number
  /** HH:MM local time. */
  handoffTime: string
  /** Local date (YYYY-MM-DD) within the first turn; nobody is on call before that turn. */
  startsOn: string
}

export type Override = {
  id: string
  /** Who takes over; null leaves a gap on purpose. */
  userId: UserId | null
  /** Whom they stand in for; null stands in for everybody. */
  replaces: UserId | null
  startsAt: Instant
  endsAt: Instant
}
