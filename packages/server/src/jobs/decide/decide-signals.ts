// Decides what waits in the inbox, a batch of one service at a time, services taking turns so that a storm delays nobody else.
import type { ServiceId } from '@muster/core/vocabulary.ts'
import { alertRow } from '../../store/alerts.ts'
import { noteChange } from '../../store/changes.ts'
import type { Tx } from '../../store/db.ts'
import { flush } from '../../store/flush.ts'
import { numberIncidents } from '../../store/opening.ts'
import { record } from '../../store/held.ts'
import { countIntake } from '../../store/intake-counts.ts'
import { readInbox, settleInbox, takeLane, waitingServices, type Arrival } from '../../store/inbox.ts'
import { isDataFault, isOutage } from '../../outage.ts'
import { quarantineInbox } from '../../store/quarantine.ts'
import { upsertRows } from '../../store/rows.ts'
import type { World } from '../../world.ts'
import { loadBatch, type Batch } from './batch.ts'
import type { Work } from '../loop.ts'
import { fold } from './fold.ts'
import { createTurns } from './turns.ts'

const BATCH = 500
/** Alerts named in one log entry; the rest are counted. */
const NAMED = 20

const LOOK_HOLDS_MS = 100

/** Decides one batch for each waiting service; true when anything was decided. */
export async function decideSignals(world: World): Promise<boolean> {
  let worked = false
  for (const serviceId of await waitingServices(world.db)) worked = (await decideService(world, serviceId)) > 0 || worked
  return worked
}

/** The same, a service at a time in fair turns, for as long as the engine runs. */
export function decidingLane(world: World, monotonic: () => number): Pick<Work, 'run' | 'nextAt'> {
  const turns = createTurns(monotonic)
  let waiting = new Set<ServiceId>()
  let lookedAt = Number.NEGATIVE_INFINITY
  const run = async () => {
    // With thousands waiting, looking is the larger part of a small batch: a look holds for a while.
    if (waiting.size === 0 || monotonic() - lookedAt > LOOK_HOLDS_MS) {
      waiting = new Set(await waitingServices(world.db))
      lookedAt = monotonic()
    }
    const serviceId = turns.next(waiting)
    if (serviceId === null) return false
    waiting.delete(serviceId)
    const startedAt = monotonic()
    let decided = 0
    try {
      decided = await decideService(world, serviceId)
    } catch (error) {
      if (isOutage(error)) throw error
      // One service's trouble is not its neighbours': it comes last, and is tried again.
      world.log.error({ err: error, serviceId }, "a service's signals could not be decided and are tried again")
    } finally {
      turns.done(serviceId, { tookMs: monotonic() - startedAt, full: decided >= BATCH })
    }
    return true
  }
  const nextAt = async () => {
    const readyInMs = turns.readyInMs()
    return readyInMs === null ? null : world.clock.now() + readyInMs
  }
  return { run, nextAt }
}

/** How many signals were decided. */
async function decideService(world: World, serviceId: ServiceId): Promise<number> {
  try {
    return await decideBatch(world, serviceId, { limit: BATCH })
  } catch (error) {
    if (!isDataFault(error)) throw error
    world.log.warn({ serviceId, err: error }, 'a batch of signals failed; deciding them one by one')
  }
  let decided = 0
  while (decided < BATCH && (await decideOne(world, serviceId)) > 0) decided += 1
  return decided
}

async function decideOne(world: World, serviceId: ServiceId): Promise<number> {
  const seen: Arrival[] = []
  try {
    return await decideBatch(world, serviceId, { limit: 1, seen })
  } catch (error) {
    const [poison] = seen
    if (!isDataFault(error) || poison === undefined) throw error
    await quarantine(world, poison, error)
    return 1
  }
}

async function quarantine(world: World, poison: Arrival, error: unknown): Promise<void> {
  world.log.error({ signalId: poison.signalId, err: error }, 'a signal could not be decided and is in quarantine')
  world.metrics.quarantined()
  const why = error instanceof Error ? error.message : String(error)
  await world.db.engine((tx) => quarantineInbox(tx, poison, { why, now: world.clock.now(), signalId: world.ids('signal') }))
}

type Reading = { limit: number; seen?: Arrival[] }

async function decideBatch(world: World, serviceId: ServiceId, { limit, seen = [] }: Reading): Promise<number> {
  await world.db.engine(async (tx) => {
    // The transaction may be run again.
    seen.length = 0
    if (!(await takeLane(tx, serviceId))) return
    seen.push(...(await readInbox(tx, serviceId, limit)))
    if (seen.length > 0) await decideArrivals(world, tx, serviceId, seen)
  })
  const [oldest] = seen
  if (oldest === undefined) return 0
  world.metrics.decided(seen.length, world.clock.now() - oldest.receivedAt)
  world.wake.touch('deliveries')
  world.wake.touch('timers')
  return seen.length
}

async function decideArrivals(world: World, tx: Tx, serviceId: ServiceId, arrivals: readonly Arrival[]): Promise<void> {
  const batch = await loadBatch(world, tx, serviceId, arrivals)
  for (const arrival of arrivals) fold(batch, arrival)
  summarise(batch)
  await numberIncidents(tx, batch.held.values())
  await flush(tx, batch.held.values(), batch.now)
  await writeAlerts(tx, batch)
  await settleInbox(tx, batch.outcomes, batch.now)
  await countIntake(tx, batch.orgId, arrivals, batch.outcomes)
}

async function writeAlerts(tx: Tx, batch: Batch): Promise<void> {
  const rows = [...batch.changedAlerts.values()]
  if (rows.length > 0) noteChange(tx, { kind: 'alerts', orgId: batch.orgId })
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
