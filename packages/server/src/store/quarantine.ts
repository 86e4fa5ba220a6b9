// Signals that cannot be stored or decided are set aside whole, with the reason; their service's people are told, because one may have been a page.
import type { Signal } from '@muster/core/alert/signal.ts'
import type { Instant, IntegrationId, OrgId, ServiceId, SignalId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'

/** Its own key: told once while it is open, and never set aside in its turn for ever. */
export const QUARANTINE_KEY = 'muster:quarantine'

export type SetAside = {
  orgId: OrgId
  serviceId: ServiceId
  integrationId: IntegrationId
  signalId: SignalId
  receivedAt: Instant
  raw: Uint8Array
}

export type Telling = { why: string; now: Instant; signalId: SignalId }

/** One that arrived and could not even be stored. */
export async function quarantineArrival(tx: Tx, one: SetAside, telling: Telling): Promise<void> {
  await tx.query('insert into quarantine (org_id, id, integration_id, received_at, raw, why) values ($1, $2, $3, $4, $5, $6)', [
    one.orgId,
    one.signalId,
    one.integrationId,
    one.receivedAt,
    one.raw,
    telling.why.slice(0, 500),
  ])
  await tell(tx, one, telling)
}

/** One that waits in the inbox and cannot be decided. */
export async function quarantineInbox(tx: Tx, poison: { id: number; signal: Signal }, telling: Telling): Promise<void> {
  const { rows } = await tx.query<{ org_id: OrgId; service_id: ServiceId; integration_id: IntegrationId }>(
    `with gone as (delete from inbox where id = $1 returning *),
       kept as (insert into quarantine (org_id, id, integration_id, received_at, raw, why)
         select org_id, signal_id, integration_id, received_at, coalesce(raw, convert_to(signal, 'UTF8')), $2 from gone)
     select org_id, service_id, integration_id from gone`,
    [poison.id, telling.why.slice(0, 500)],
  )
  const row = rows[0]
  if (row === undefined || poison.signal.key === QUARANTINE_KEY) return
  await tell(tx, { orgId: row.org_id, serviceId: row.service_id, integrationId: row.integration_id }, telling)
}

async function tell(tx: Tx, to: Pick<SetAside, 'orgId' | 'serviceId' | 'integrationId'>, { now, signalId }: Telling): Promise<void> {
  const signal: Signal = {
    action: 'trigger',
    key: QUARANTINE_KEY,
    severity: 'error',
    summary: 'Muster could not read a signal of this service: it is in quarantine and paged nobody',
    source: 'muster',
    sender: 'muster',
    eventAt: now,
    endsAt: null,
    labels: {},
    details: null,
    links: [],
  }
  await tx.query('insert into inbox (org_id, service_id, integration_id, signal_id, received_at, signal) values ($1, $2, $3, $4, $5, $6)', [
    to.orgId,
    to.serviceId,
    to.integrationId,
    signalId,
    now,
    JSON.stringify(signal),
  ])
}
