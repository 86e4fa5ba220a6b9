// An organisation's people and rotas as one value, and the roster it gives at a moment.
import { onCallAt } from '../schedule/on-call.ts'
import type { Schedule } from '../schedule/schedule.ts'
import type { Instant, ScheduleId, UserId } from '../vocabulary.ts'
import type { Target } from './policy.ts'
import type { ContactRule, Roster } from './roster.ts'

export type Person = {
  id: UserId
  slug: string
  name: string
  email: string | null
  timeZone: string
  disabled: boolean
  /** Soonest first. */
  rules: ContactRule[]
}

export type Directory = {
  people: ReadonlyMap<UserId, Person>
  schedules: ReadonlyMap<ScheduleId, Schedule>
  catchAll: readonly Target[]
}

type OnCall = (schedule: Schedule, at: Instant) => UserId[]

/** Who every target means at `at`. Schedules are asked when a rung fires, so a handoff in the middle of a climb counts. */
export function rosterAt(directory: Directory, at: Instant, onCall: OnCall = (schedule, then) => onCallAt(schedule, then).users): Roster {
  const active = (userId: UserId) => directory.people.get(userId)?.disabled === false
  const behind = (target: Target): UserId[] => {
    if (target.type === 'person') return active(target.userId) ? [target.userId] : []
    const schedule = directory.schedules.get(target.scheduleId)
    return schedule === undefined ? [] : onCall(schedule, at).filter(active)
  }
  return {
    people: behind,
    rules: (userId) => directory.people.get(userId)?.rules ?? [],
    catchAll: () => directory.catchAll.flatMap(behind),
  }
}

/** The same for many moments at once: a schedule is asked again only where its answer may have changed. */
export function rostersOf(directory: Directory): (at: Instant) => Roster {
  const known = new Map<Schedule, { from: Instant; until: Instant | null; users: UserId[] }[]>()
  const onCall: OnCall = (schedule, at) => {
    const spans = known.get(schedule) ?? []
    const found = spans.find(({ from, until }) => from <= at && (until === null || at < until))
    if (found !== undefined) return found.users
    const { users, until } = onCallAt(schedule, at)
    known.set(schedule, [...spans, { from: at, until, users }])
    return users
  }
  return (at) => rosterAt(directory, at, onCall)
}
