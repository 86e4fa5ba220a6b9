// Whom a watchdog wakes for an organisation: its last resort as it stands now, or else whoever is first on each ladder.
import { rosterAt, type Directory } from '../page/directory.ts'
import type { Target } from '../page/policy.ts'
import { peopleBehind, type Roster } from '../page/roster.ts'
import type { Instant, OrgId, UserId } from '../vocabulary.ts'

export type WatchedOrg = {
  id: OrgId
  name: string
  directory: Directory
  /** The targets of every policy's first rung. */
  firstRungs: readonly Target[]
}

/** Schedules are asked at `at`, so a handoff since the directory was written counts. Empty when nobody can be reached. */
export function whomToWake(org: WatchedOrg, at: Instant): UserId[] {
  const roster = rosterAt(org.directory, at)
  const lastResort = reachable(roster, [...new Set(roster.catchAll())])
  return lastResort.length > 0 ? lastResort : firstOnEachLadder(org, at)
}

export function firstOnEachLadder(org: WatchedOrg, at: Instant): UserId[] {
  const roster = rosterAt(org.directory, at)
  return reachable(roster, peopleBehind(roster, org.firstRungs))
}

function reachable(roster: Roster, people: readonly UserId[]): UserId[] {
  return people.filter((userId) => roster.rules(userId).length > 0)
}
