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

/** Who every target means at `at`. Schedules are asked when a rung fires, so a handoff in the middle of a climb counts. */
export function rosterAt(directory: Directory, at: Instant): Roster {
  const active = (userId: UserId) => directory.people.get(userId)?.disabled === false
  const behind = (target: Target): UserId[] => {
    if (target.type === 'person') return active(target.userId) ? [target.userId] : []
    const schedule = directory.schedules.get(target.scheduleId)
    return schedule === undefined ? [] : onCallAt(schedule, at).users.filter(active)
  }
  return {
    people: behind,
    rules: (userId) => directory.people.get(userId)?.rules ?? [],
    catchAll: () => directory.catchAll.flatMap(behind),
  }
}
