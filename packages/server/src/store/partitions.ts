// Signals by the day: a day that is over is dropped whole, which costs nothing however many signals it had.
import { DAY, type Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'

/** Makes today's partition and those of the days ahead, so that none is ever made under load; drops those before `keepFrom`. */
export async function turnPartitions(
  tx: Tx,
  now: Instant,
  { keepFrom, daysAhead }: { keepFrom: Instant; daysAhead: number },
): Promise<void> {
  // Only the owner may make tables, and is so only for this transaction.
  await tx.query('set local role none')
  // A writer must not be queued behind us behind a reader: we come again in ten minutes.
  await tx.query(`set local lock_timeout = '2s'`)
  const present = await partitions(tx)
  const today = Math.floor(now / DAY) * DAY
  for (let from = today; from <= today + daysAhead * DAY; from += DAY) {
    if (present.includes(nameOf(from))) continue
    await tx.query(`create table ${nameOf(from)} partition of signals for values from (${from}) to (${from + DAY})`)
    // Reached through `signals` only, whose policies hold; nobody is granted anything on it directly.
    await tx.query(`alter table ${nameOf(from)} enable row level security`)
  }
  for (const name of present) if (name < nameOf(keepFrom)) await tx.query(`drop table ${name}`)
}

async function partitions(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'signals'::regclass and c.relname ~ '^signals_\\d{8}$'`,
  )
  return rows.map((row) => row.name)
}

function nameOf(at: Instant): string {
  return `signals_${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}`
}
