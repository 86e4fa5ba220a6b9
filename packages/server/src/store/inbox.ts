// The inbox: signals accepted and durable, waiting to be decided; they leave for the history in the transaction that decides them.
import type { Signal } from '@muster/core/alert/signal.ts'
import type { AlertId, IntegrationId, Instant, OrgId, ServiceId, SignalId } from '@muster/core/vocabulary.ts'
import type { Db, Tx } from './db.ts'

export type Arrival = {
  id: number
  orgId: OrgId
  integrationId: IntegrationId
  signalId: SignalId
  receivedAt: Instant
  signal: Signal
}

/** `null` in alertId and outcome `counted`: a re-send, which the alert's count stands for. */
export type Outcome = { id: number; outcome: string; alertId: AlertId | null; keep: boolean }

/** Services with something to decide: a loose index scan, one probe a service however long the queue. */
export async function waitingServices(db: Db): Promise<ServiceId[]> {
  const rows = await db.query<{ service_id: ServiceId }>(`with recursive s(service_id) as (
      (select service_id from inbox order by service_id limit 1)
      union all
      select (select i.service_id from inbox i where i.service_id > s.service_id order by i.service_id limit 1) from s where s.service_id is not null
    ) select service_id from s where service_id is not null limit 1000`)
  return rows.map((row) => row.service_id)
}

/** Takes the lane of one service for this transaction: its signals are decided in order, by one node at a time. */
export async function takeLane(tx: Tx, serviceId: ServiceId): Promise<boolean> {
  const { rows } = await tx.query<{ taken: boolean }>({
    name: 'take-lane',
    text: 'select pg_try_advisory_xact_lock(1836, hashtext($1)) as taken',
    values: [serviceId],
  })
  return rows[0]?.taken === true
}

/** For what opens an incident without a signal: whoever decides signals of the service meanwhile leaves them for the next look. */
export async function waitForLane(tx: Tx, serviceId: ServiceId): Promise<void> {
  await tx.query({ name: 'wait-for-lane', text: 'select pg_advisory_xact_lock(1836, hashtext($1))', values: [serviceId] })
}

export async function readInbox(tx: Tx, serviceId: ServiceId, limit: number): Promise<Arrival[]> {
  const { rows } = await tx.query<{
    id: number
    org_id: OrgId
    integration_id: IntegrationId
    signal_id: SignalId
    received_at: Instant
    signal: string
  }>({
    name: 'read-inbox',
    text: 'select id, org_id, integration_id, signal_id, received_at, signal from inbox where service_id = $1 order by id limit $2',
    values: [serviceId, limit],
  })
  return rows.map((row) => ({
    id: row.id,
    orgId: row.org_id,
    integrationId: row.integration_id,
    signalId: row.signal_id,
    receivedAt: row.received_at,
    signal: JSON.parse(row.signal) as Signal,
  }))
}

export async function settleInbox(tx: Tx, outcomes: readonly Outcome[], now: Instant): Promise<void> {
  await tx.query({
    name: 'settle-inbox',
    // By a list of ids, not by a join: for a join the planner may read the whole queue.
    text: `with gone as (delete from inbox where id = any($1::bigint[]) returning *)
      insert into signals (org_id, id, integration_id, received_at, decided_at, outcome, alert_id, signal, raw)
      select g.org_id, g.signal_id, g.integration_id, g.received_at, $5, o.outcome, o.alert_id, g.signal, g.raw
      from gone g join unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[]) as o(id, outcome, alert_id, keep) on o.id = g.id where o.keep`,
    values: [outcomes.map((o) => o.id), outcomes.map((o) => o.outcome), outcomes.map((o) => o.alertId), outcomes.map((o) => o.keep), now],
  })
}
