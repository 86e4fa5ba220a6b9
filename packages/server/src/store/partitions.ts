// Signals by the day: a day that is over is dropped whole, which costs nothing however many signals it had.
import { DAY, type Instant } from '@muster/core/vocabulary.ts'
import type pg from 'pg'
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
  const present = await signalDays(tx)
  const today = dayOf(now)
  for (let day = today; day <= today + daysAhead * DAY; day += DAY) if (!present.includes(day)) await makeDay(tx, day)
  for (const day of present) if (day < dayOf(keepFrom)) await tx.query(`drop table ${nameOf(day)}`)
  await tx.query('delete from signals_default where received_at < $1', [keepFrom])
}

/** The days that have a partition, each by its first instant. */
export async function signalDays(tx: pg.ClientBase): Promise<Instant[]> {
  const { rows } = await tx.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'signals'::regclass and c.relname ~ '^signals_\\d{8}$' order by c.relname`,
  )
  return rows.map(({ name }) => Date.parse(name.replace(/^signals_(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')))
}

/** Signals that came before their day had a place (upkeep did not run, the clock jumped) move in; else the day could never be made. */
export async function makeDay(tx: pg.ClientBase, day: Instant): Promise<void> {
  const name = nameOf(day)
  const range = [day, day + DAY]
  await tx.query('lock table signals_default in access exclusive mode')
  await tx.query(`create table ${name} (like signals including all)`)
  await tx.query(
    `with early as (delete from signals_default where received_at >= $1 and received_at < $2 returning *) insert into ${name} select * from early`,
    range,
  )
  await tx.query(`alter table signals attach partition ${name} for values from (${range[0]}) to (${range[1]})`)
  await tx.query(`alter table ${name} enable row level security`)
}

function dayOf(at: Instant): Instant {
  return Math.floor(at / DAY) * DAY
}

function nameOf(at: Instant): string {
  return `signals_${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}`
}
