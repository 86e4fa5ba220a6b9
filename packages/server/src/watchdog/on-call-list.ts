// The newest on-call list whose signature is ours: fetched while the server is well, kept on disk for when it is not.
import { SECOND, type Instant } from '@muster/core/vocabulary.ts'
import type { Logger } from 'pino'
import type { Secrets } from '../secrets.ts'
import { fetchList } from './fetch-list.ts'
import type { KeptFolder } from './folder.ts'
import type { Narrator } from './narrator.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'

/** The list, and the key that proved it: what is sealed in it opens with the same. */
export type Proved = { snapshot: Snapshot; secrets: Secrets }

export type OnCallList = {
  /** Null when there is none that may still be used. */
  current: (now: Instant) => Proved | null
  /** What an earlier watchdog has left on disk. */
  load: (secrets: Secrets, now: Instant) => void
  /** Asks for a newer one if it is time. */
  refresh: (secrets: Secrets, url: string, now: Instant) => Promise<void>
}

/** Below the promised 15 s, so that a slow answer is still in time. */
const FETCH_EVERY_MS = 10 * SECOND

/** What was overheard and sent again is older than this. */
const MOST_APART_MS = 120 * SECOND

type Parts = { kept: KeptFolder; narrator: Narrator; log: Logger }

export function createOnCallList({ kept, narrator, log }: Parts): OnCallList {
  let proved: Proved | null = null
  let askedAt: Instant | null = null
  const refuse = (why: string, now: Instant) => {
    log.error({ why }, 'an on-call list was refused')
    narrator.lasting('list', `An on-call list was refused: ${why}. Until that is mended an older list is used, or nobody is woken.`, now)
  }
  const take = (secrets: Secrets, raw: string, now: Instant) => {
    const read = readSnapshot(secrets, raw, now)
    if (!read.ok) return refuse(read.why, now)
    if (Math.abs(now - read.snapshot.takenAt) > MOST_APART_MS) return refuse('it was not written just now', now)
    const isFirst = proved === null
    proved = { snapshot: read.snapshot, secrets }
    narrator.over('list')
    if (isFirst) narrator.once(`The server is well; the on-call list is kept (${told(read.snapshot)}).`)
    try {
      kept.keepList(raw)
      narrator.over('disk')
    } catch (error) {
      log.error({ err: error }, 'the on-call list could not be kept')
      narrator.lasting('disk', 'The on-call list cannot be written to disk: after a restart this watchdog would know nobody.', now)
    }
  }
  return {
    current: (now) => (proved !== null && proved.snapshot.validUntil >= now ? proved : null),
    load: (secrets, now) => {
      const raw = kept.readList()
      if (raw === null) return
      const read = readSnapshot(secrets, raw, now)
      if (!read.ok) return refuse(`${read.why} (the one on disk)`, now)
      proved = { snapshot: read.snapshot, secrets }
      narrator.once(`The on-call list of ${new Date(read.snapshot.takenAt).toISOString()} was found on disk (${told(read.snapshot)}).`)
    },
    refresh: async (secrets, url, now) => {
      if (askedAt !== null && now >= askedAt && now - askedAt < FETCH_EVERY_MS) return
      askedAt = now
      const fetched = await fetchList(secrets, url, now)
      if (fetched.ok) return take(secrets, fetched.raw, now)
      refuse(fetched.why, now)
    },
  }
}

function told({ orgs }: Snapshot): string {
  const people = orgs.reduce((sum, org) => sum + org.people.length, 0)
  return `${people} ${people === 1 ? 'person' : 'people'} of ${orgs.length} ${orgs.length === 1 ? 'organisation' : 'organisations'}`
}
