// Decides what waits in the inbox, a batch of one service at a time, services taking turns so that a storm delays nobody else.
import type { ServiceId } from '@muster/core/vocabulary.ts'
import { alertRow } from '../../store/alerts.ts'
import type { Tx } from '../../store/db.ts'
import { flush, type Flushed } from '../../store/flush.ts'
import { record } from '../../store/held.ts'
import { readInbox, settleInbox, takeLane, waitingServices, type Arrival } from '../../store/inbox.ts'
import { upsertRows } from '../../store/rows.ts'
import type { World } from '../../world.ts'
import { loadBatch, type Batch } from './batch.ts'
import { fold } from './fold.ts'
import { isTheSignalsFault, quarantine } from './quarantine.ts'

const BATCH = 500
/** Alerts named in one log entry; the rest are counted. */
const NAMED = 20

/** Decides one batch for each waiting service. True when anything was decided, so that the caller looks again at once. */
export async function decideSignals(world: World): Promise<boolean> {
  let worked = false
  for (const serviceId of await waitingServices(world.db)) {
    if (await decideService(world, serviceId)) worked = true
  }
  return worked
}

async function decideService(world: World, serviceId: ServiceId): Promise<boolean> {
  try {
    return await decideBatch(world, serviceId, BATCH)
  } catch (error) {
    if (!isTheSignalsFault(error)) throw error
    world.log.warn({ serviceId, err: error }, 'a batch of signals failed; deciding them one by one')
  }
  for (let i = 0; i < BATCH; i += 1) {
    try {
      if (!(await decideBatch(world, serviceId, 1))) return true
    } catch (error) {
      if (!isTheSignalsFault(error)) throw error
      await quarantine(world, serviceId, error)
    }
  }
  return true
}

async function decideBatch(world: World, serviceId: ServiceId, limit: number): Promise<boolean> {
  let flushed: Flushed | null = null
  const count = await world.db.engine(async (tx) => {
    if (!(await takeLane(tx, serviceId))) return 0
    const arrivals = await readInbox(tx, serviceId, limit)
    if (arrivals.length > 0) flushed = await decideArrivals(world, tx, serviceId, arrivals)
    return arrivals.length
  })
  if (count > 0) world.wake.touch('deliveries')
  if (count > 0) world.wake.touch('timers')
  return count > 0 && flushed !== null
}

async function decideArrivals(world: World, tx: Tx, serviceId: ServiceId, arrivals: Arrival[]): Promise<Flushed> {
  const batch = await loadBatch(world, tx, serviceId, arrivals)
  for (const arrival of arrivals) fold(batch, arrival)
  summarise(batch)
  await numberIncidents(tx, batch)
  const flushed = await flush(tx, batch.held.values(), batch.now)
  await writeAlerts(tx, batch)
  await settleInbox(tx, batch.outcomes, batch.now)
  return flushed
}

async function writeAlerts(tx: Tx, batch: Batch): Promise<void> {
  const rows = [...batch.changedAlerts.values()]
  // Closed ones first: a key has at most one open alert, also in between.
  await upsertRows(
    tx,
    'alerts',
    rows.filter((alert) => alert.status === 'closed').map((alert) => alertRow(batch.orgId, alert)),
    'org_id, id',
  )
  await upsertRows(
    tx,
    'alerts',
    rows.filter((alert) => alert.status === 'open').map((alert) => alertRow(batch.orgId, alert)),
    'org_id, id',
  )
  await upsertRows(tx, 'early_resolves', [...batch.newEarly.values()], 'integration_id, dedup_key')
  const closed = rows.filter((alert) => alert.status === 'closed').map((alert) => alert.id)
  if (closed.length > 0)
    await tx.query({
      name: 'drop-silent-timers',
      text: `delete from timers where subject_id = any($1) and kind = 'source-silent'`,
      values: [closed],
    })
  await upsertRows(
    tx,
    'timers',
    [...batch.silentTimers.values()].filter((row) => !closed.includes(row['subject_id'] as (typeof closed)[number])),
    'subject_id, kind',
  )
}

/** A storm is one line on the log, not a line an alert. */
function summarise(batch: Batch): void {
  const say = (what: Batch['joined'], type: string) => {
    for (const [incidentId, alerts] of what) {
      const held = batch.held.get(incidentId)
      const keys = alerts.slice(0, NAMED).map((alert) => alert.key)
      if (held !== undefined) record(held, type, batch.now, { count: alerts.length, keys, alertId: alerts[0]?.id })
    }
  }
  say(batch.joined, 'alert.joined')
  say(batch.cleared, 'alert.cleared')
}

/** Numbers people say aloud: one row an organisation, touched only when an incident opens. */
async function numberIncidents(tx: Tx, batch: Batch): Promise<void> {
  const opened = [...batch.held.values()].filter((held) => held.isNew)
  if (opened.length === 0) return
  const { rows } = await tx.query<{ next: number }>({
    name: 'number-incidents',
    text: 'update orgs set next_incident = next_incident + $2 where id = $1 returning next_incident - $2 as next',
    values: [batch.orgId, opened.length],
  })
  const first = Number(rows[0]?.next)
  for (const [index, held] of opened.entries()) held.incident = { ...held.incident, number: first + index }
}
