// How often something that can be guessed may be tried: counted before the try, forgotten when it succeeds.
import { MINUTE } from '@muster/core/vocabulary.ts'
import { digest } from '../../secrets.ts'
import type { World } from '../../world.ts'

/** `most` tries within a minute of the first. */
export type Limit = { key: string; most: number }

type Row = { count: number; since: number }

/** Counts a try under each key; gives how long to wait when one of them has had too many, or null when it may be made. */
export async function tryOnce(world: Pick<World, 'db' | 'clock'>, limits: readonly Limit[]): Promise<{ retryAfterMs: number } | null> {
  const now = world.clock.now()
  let retryAfterMs = 0
  for (const { key, most } of limits) {
    // One statement, so that a hundred tries at once are counted as a hundred.
    const rows = await world.db.query<Row>(
      `insert into account_attempts as a (key, count, since) values ($1, 1, $2) on conflict (key) do update
       set count = case when a.since <= $3 then 1 else a.count + 1 end, since = case when a.since <= $3 then $2 else a.since end
       returning count, since`,
      [hidden(key), now, now - MINUTE],
    )
    const row = rows[0] ?? { count: 1, since: now }
    if (row.count > most) retryAfterMs = Math.max(retryAfterMs, row.since + MINUTE - now)
  }
  return retryAfterMs > 0 ? { retryAfterMs } : null
}

export async function succeeded(world: Pick<World, 'db'>, keys: readonly string[]): Promise<void> {
  await world.db.query('delete from account_attempts where key = any($1)', [keys.map(hidden)])
}

const hidden = (key: string): string => digest(key).toString('hex')
