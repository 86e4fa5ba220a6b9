// Fires what is due: reads due rows without a lock, takes their incidents' locks, looks again, decides, writes once.
import type { IncidentId, Instant, OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { flush } from '../../store/flush.ts'
import { holdIncidents, type Held } from '../../store/held.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import { isOutage } from '../../outage.ts'
import type { World } from '../../world.ts'
import { fireHoursTimer } from './hours-timer.ts'
import { firePageTimer } from './page-timer.ts'
import { fireProtocolTimer } from './protocol-timer.ts'
import { endSilence } from './silence-timer.ts'
import { fireSourceSilent } from './source-silent.ts'

export type Timer = {
  kind: 'page' | 'source-silent' | 'silence-ended' | 'protocol' | 'hours'
  subjectId: string
  orgId: OrgId
  incidentId: IncidentId | null
  dueAt: Instant
  epoch: number
}

type TimerRow = { kind: Timer['kind']; subject_id: string; org_id: OrgId; incident_id: IncidentId | null; due_at: Instant; epoch: number }

const BATCH = 400
/** A timer whose firing fails is put off by this, so that it cannot hold up those behind it; the failure is logged and counted. */
const PUT_OFF_MS = 5000

const columns = 'kind, subject_id, org_id, incident_id, due_at, epoch'

/** Fires a batch; true when there may be more. */
export async function fireTimers(world: World): Promise<boolean> {
  const due = await dueTimers(world)
  if (due.length === 0) return false
  const incidents = [...new Set(due.flatMap((timer) => (timer.incidentId === null ? [] : [timer.incidentId])))]
  let fired = 0
  if (incidents.length > 0) fired += await fireTogether(world, incidents)
  for (const timer of due.filter((one) => one.kind === 'silence-ended')) fired += await fireSilence(world, timer)
  if (fired > 0) world.wake.touch('deliveries')
  return fired > 0
}

/** When the next timer is due; null when there is none. */
export async function nextTimerAt(world: World): Promise<Instant | null> {
  const rows = await world.db.query<{ due_at: number }>('select due_at from timers order by due_at limit 1')
  return rows[0]?.due_at ?? null
}

async function dueTimers(world: World): Promise<Timer[]> {
  const rows = await world.db.query<TimerRow>(`select ${columns} from timers where due_at <= $1 order by due_at limit ${BATCH}`, [
    world.clock.now(),
  ])
  return rows.map(timerOf)
}

async function fireTogether(world: World, incidents: readonly IncidentId[]): Promise<number> {
  try {
    return await fireFor(world, incidents)
  } catch (error) {
    if (isOutage(error)) throw error
    if (incidents.length === 1) return putOff(world, 'incident_id', incidents, error)
    world.log.warn({ err: error }, 'a batch of timers failed; firing them one by one')
  }
  let fired = 0
  for (const incident of incidents) fired += await fireTogether(world, [incident])
  return fired
}

function fireFor(world: World, incidents: readonly IncidentId[]): Promise<number> {
  return world.db.engine(async (tx) => {
    const held = await holdIncidents(tx, incidents, 'skip-locked')
    const now = world.clock.now()
    const { rows } = await tx.query<TimerRow>({
      name: 'timers-of-held',
      text: `select ${columns} from timers where incident_id = any($1) and due_at <= $2 order by kind, due_at limit 5000`,
      values: [[...held.keys()], now],
    })
    const timers = rows.map(timerOf)
    const configOf = onceAnOrganisation(world, tx)
    for (const timer of timers.filter((one) => one.kind === 'page')) await firePageTimer(tx, { timer, held, now, configOf })
    await fireSourceSilent(
      tx,
      timers.filter((one) => one.kind === 'source-silent'),
      held,
      now,
    )
    for (const timer of timers.filter((one) => one.kind === 'hours')) await fireHoursTimer(world, { timer, held, now, configOf })
    for (const timer of timers.filter((one) => one.kind === 'protocol')) await fireProtocolTimer(world, tx, { timer, held, now, configOf })
    for (const row of rows) world.metrics.timerFired(now - row.due_at)
    await flush(tx, held.values(), now)
    return rows.length
  })
}

export type Firing = {
  timer: Timer
  held: ReadonlyMap<IncidentId, Held>
  now: Instant
  configOf: (orgId: OrgId) => Promise<OrgConfig>
}

/** A batch is hundreds of timers of few organisations. */
function onceAnOrganisation({ configs }: World, tx: Tx): Firing['configOf'] {
  const asked = new Map<OrgId, Promise<OrgConfig>>()
  return (orgId) => {
    const config = asked.get(orgId) ?? configs.of(tx, orgId)
    asked.set(orgId, config)
    return config
  }
}

async function fireSilence(world: World, timer: Timer): Promise<number> {
  try {
    return await endSilence(world, timer)
  } catch (error) {
    if (isOutage(error)) throw error
    return putOff(world, 'subject_id', [timer.subjectId], error)
  }
}

async function putOff(world: World, column: 'incident_id' | 'subject_id', ids: readonly string[], error: unknown): Promise<number> {
  world.log.error({ err: error, [column]: ids }, 'a timer failed and is put off')
  const now = world.clock.now()
  await world.db.query(`update timers set due_at = $2 where ${column} = any($1) and due_at <= $3`, [ids, now + PUT_OFF_MS, now])
  return 0
}

function timerOf(row: TimerRow): Timer {
  return { kind: row.kind, subjectId: row.subject_id, orgId: row.org_id, incidentId: row.incident_id, dueAt: row.due_at, epoch: row.epoch }
}
