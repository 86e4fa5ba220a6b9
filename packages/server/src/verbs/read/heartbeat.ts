// Does the engine keep up? The age of the oldest row that should have been done says so, whatever the processes claim.
import { CHANNELS, type Instant, type Millis } from '@muster/core/vocabulary.ts'
import type { Db } from '../../store/db.ts'
import type { World } from '../../world.ts'

/** Later than this the engine is late enough to tell somebody, and a balancer should look elsewhere. */
export const LATE_MS = 15_000

/** `why` is null when all is well; `overdueMs` is null when the database does not answer. */
export type Heartbeat = { why: string | null; overdueMs: Millis | null }

export async function heartbeat(world: Pick<World, 'db' | 'clock'>): Promise<Heartbeat> {
  try {
    const overdueMs = await oldestOverdueMs(world.db, world.clock.now())
    if (overdueMs < LATE_MS) return { why: null, overdueMs }
    return {
      why: `Something has been overdue for ${Math.round(overdueMs / 1000)} s. Look at the server's log and its database.`,
      overdueMs,
    }
  } catch {
    return { why: 'The database does not answer.', overdueMs: null }
  }
}

/** Zero when nothing is late. A few index probes, however long the queues: two for each channel, and one each for timers and inbox. */
export async function oldestOverdueMs(db: Db, now: Instant): Promise<Millis> {
  const rows = await db.query<{ at: number | null }>(
    `select least((select due_at from timers order by due_at limit 1),
       (select min(d.due_at) from unnest($1::text[]) as c(name)
         cross join lateral (select due_at from deliveries where channel = c.name and status = 'pending' order by due_at limit 1) d),
       (select min(d.lease_until) from unnest($1::text[]) as c(name)
         cross join lateral (select lease_until from deliveries where channel = c.name and status = 'leased' order by lease_until limit 1) d),
       (select received_at from inbox order by id limit 1)) as at`,
    [CHANNELS],
  )
  const at = rows[0]?.at ?? null
  return at === null ? 0 : Math.max(0, now - at)
}
