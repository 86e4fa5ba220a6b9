// What a watchdog needs to wake people without the database: who is on call and how to reach them, signed by the server.
import type { Person } from '@muster/core/page/directory.ts'
import type { Target } from '@muster/core/page/policy.ts'
import type { Schedule } from '@muster/core/schedule/schedule.ts'
import { DAY, type ChannelName, type ContactId, type Instant, type OrgId } from '@muster/core/vocabulary.ts'
import type { WatchedOrg } from '@muster/core/watch/whom.ts'
import type { Secrets } from '../secrets.ts'
import { opened } from './signed.ts'

/** Rises when an older watchdog could misread what a newer server writes. */
export const FORMAT = 1

/** People leave and numbers change: an older list would wake strangers. */
export const SNAPSHOT_LIFE_MS = 7 * DAY

export type SnapshotContact = {
  id: ContactId
  channel: ChannelName
  address: string
  /** Base64, still sealed as it lies in the database; null when the contact has none. */
  secret: string | null
}

export type SnapshotOrg = {
  id: OrgId
  name: string
  people: Person[]
  schedules: Schedule[]
  catchAll: readonly Target[]
  firstRungs: Target[]
  contacts: SnapshotContact[]
}

export type Snapshot = { format: typeof FORMAT; takenAt: Instant; validUntil: Instant; orgs: SnapshotOrg[] }

export type ReadSnapshot = { ok: true; snapshot: Snapshot } | { ok: false; why: string }

export function readSnapshot(secrets: Secrets, raw: string, now: Instant): ReadSnapshot {
  const found = opened(secrets, 'watchdog-snapshot', raw)
  if (!found.ok)
    return { ok: false, why: found.reason === 'altered' ? 'it was altered, or signed with another key' : 'it is not a signed list' }
  // What carries our own signature was written by our own server.
  const snapshot = JSON.parse(found.text) as Snapshot
  if (snapshot.format !== FORMAT) return { ok: false, why: 'it was written by another version of Muster' }
  if (snapshot.validUntil < now)
    return { ok: false, why: `it is too old: it was valid until ${new Date(snapshot.validUntil).toISOString()}` }
  return { ok: true, snapshot }
}

export function watchedOrg({ id, name, people, schedules, catchAll, firstRungs }: SnapshotOrg): WatchedOrg {
  const directory = {
    people: new Map(people.map((person) => [person.id, person])),
    schedules: new Map(schedules.map((schedule) => [schedule.id, schedule])),
    catchAll,
  }
  return { id, name, directory, firstRungs }
}
