// Keeps the store from growing where nobody looks any more: partitions made ahead and dropped behind, old rows of queues swept.
import { DAY, HOUR, MINUTE, type Instant } from '@muster/core/vocabulary.ts'
import type { Db, Tx } from '../../store/db.ts'
import { turnPartitions } from '../../store/partitions.ts'
import type { World } from '../../world.ts'

export type Retention = { days: number }

const EVERY_MS = 10 * MINUTE
/** Rows deleted by one statement: short locks, and the next statement goes on. */
const BATCH = 5000
const DAYS_AHEAD = 7

export type Upkeep = { stop: () => Promise<void> }

export function startUpkeep(world: World, retention: Retention): Upkeep {
  let running: Promise<void> = Promise.resolve()
  const turn = () => {
    running = upkeep(world, retention).catch((error: unknown) => world.log.warn({ err: error }, 'upkeep failed and is tried again'))
  }
  turn()
  const timer = setInterval(turn, EVERY_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** One node at a time; another that comes meanwhile leaves it to the first. */
export async function upkeep(world: Pick<World, 'db' | 'clock'>, { days }: Retention): Promise<void> {
  const now = world.clock.now()
  const mine = await world.db.engine(async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock(1837) as mine')
    if (rows[0]?.mine !== true) return false
    await turnPartitions(tx, now, { keepFrom: now - days * DAY, daysAhead: DAYS_AHEAD })
    return true
  })
  if (mine) for (const text of sweeps) await sweep(world.db, text, cutOffs(now, days))
}

type CutOffs = { history: Instant; soon: Instant; day: Instant }

const cutOffs = (now: Instant, days: number): CutOffs => ({ history: now - days * DAY, soon: now - HOUR, day: now - DAY })

const doomed = (table: string, where: string) =>
  `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit ${BATCH}))`

const sweeps: ((cut: CutOffs) => [string, Instant])[] = [
  ({ history }) => [doomed('deliveries', `created_at < $1 and status not in ('pending', 'leased', 'bundled')`), history],
  ({ history }) => [doomed('changes', 'received_at < $1'), history],
  ({ soon }) => [doomed('early_resolves', 'received_at < $1'), soon],
  ({ soon }) => [doomed('contact_windows', 'free_at < $1'), soon],
  ({ day }) => [doomed('samples', 'at < $1'), day],
  ({ day }) => [doomed('idempotency', 'created_at < $1'), day],
  // Sessions and challenges that are over; their times are of the other kind.
  ({ day }) => [doomed('account_sessions', 'expires_at < to_timestamp($1::float8 / 1000)'), day],
  ({ day }) => [doomed('account_verifications', 'expires_at < to_timestamp($1::float8 / 1000)'), day],
  ({ soon }) => [doomed('account_attempts', 'since < $1'), soon],
]

async function sweep(db: Db, make: (cut: CutOffs) => [string, Instant], cut: CutOffs): Promise<void> {
  const [text, before] = make(cut)
  for (let gone = BATCH; gone === BATCH;) gone = await db.engine(async (tx: Tx) => (await tx.query(text, [before])).rowCount ?? 0)
}
