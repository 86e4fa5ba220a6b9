// Alert rows: the latest alert of each key, early resolves, and the silences that hold for an organisation.
import type { Alert, EarlyResolve } from '@muster/core/alert/alert.ts'
import type { Signal } from '@muster/core/alert/signal.ts'
import type { IncidentId, Instant, IntegrationId, OrgId, ServiceId } from '@muster/core/vocabulary.ts'
import type { Row, Tx } from './db.ts'

export type StoredAlert = Alert & {
  integrationId: IntegrationId
  serviceId: ServiceId
  signal: Signal
  silenceId: string | null
  closedWhy: string | null
}

export type AlertRow = {
  id: StoredAlert['id']
  service_id: ServiceId
  integration_id: IntegrationId
  incident_id: IncidentId | null
  dedup_key: string
  status: Alert['status']
  severity: Alert['severity']
  summary: string
  source: string
  sender: string
  event_at: Instant | null
  ends_at: Instant | null
  opened_at: Instant
  last_at: Instant
  closed_at: Instant | null
  closed_why: string | null
  silent_at: Instant | null
  silence_id: string | null
  count: number
  labels: Record<string, string>
  details: Signal['details']
  links: Signal['links']
}

export type AlertKey = { integrationId: IntegrationId; key: string }

export const keyText = ({ integrationId, key }: AlertKey): string => `${integrationId} ${key}`

/** The youngest alert of each key, open or closed; one index probe a key, however long the history. */
export async function latestAlerts(tx: Tx, keys: readonly AlertKey[]): Promise<Map<string, StoredAlert>> {
  const { rows } = await tx.query<AlertRow>({
    name: 'latest-alerts',
    text: `select a.* from unnest($1::text[], $2::text[]) as k(integration_id, dedup_key)
      cross join lateral (select * from alerts a where a.integration_id = k.integration_id and a.dedup_key = k.dedup_key order by opened_at desc, (status = 'open') desc limit 1) a`,
    values: [keys.map((key) => key.integrationId), keys.map((key) => key.key)],
  })
  return new Map(rows.map((row) => [keyText({ integrationId: row.integration_id, key: row.dedup_key }), alertOf(row)]))
}

export async function earlyResolves(tx: Tx, keys: readonly AlertKey[]): Promise<Map<string, EarlyResolve>> {
  const { rows } = await tx.query<{
    integration_id: IntegrationId
    dedup_key: string
    sender: string
    event_at: Instant | null
    received_at: Instant
  }>({
    name: 'early-resolves',
    text: `select e.* from unnest($1::text[], $2::text[]) as k(integration_id, dedup_key)
      cross join lateral (select * from early_resolves e where e.integration_id = k.integration_id and e.dedup_key = k.dedup_key limit 1) e`,
    values: [keys.map((key) => key.integrationId), keys.map((key) => key.key)],
  })
  return new Map(
    rows.map((row) => [
      keyText({ integrationId: row.integration_id, key: row.dedup_key }),
      { sender: row.sender, eventAt: row.event_at, receivedAt: row.received_at },
    ]),
  )
}

export type Silence = { id: string; serviceId: ServiceId | null; labels: Record<string, string>; endsAt: Instant }

export async function liveSilences(tx: Tx, orgId: OrgId, now: Instant): Promise<Silence[]> {
  const { rows } = await tx.query<{ id: string; service_id: ServiceId | null; labels: Record<string, string>; ends_at: Instant }>({
    name: 'live-silences',
    text: 'select id, service_id, labels, ends_at from silences where org_id = $1 and ended_at is null and ends_at > $2 order by id for share',
    values: [orgId, now],
  })
  return rows.map((row) => ({ id: row.id, serviceId: row.service_id, labels: row.labels, endsAt: row.ends_at }))
}

export function alertOf(row: AlertRow): StoredAlert {
  const { id, status, severity, summary, source, sender, count, labels, details, links } = row
  const eventAt = row.event_at
  const endsAt = row.ends_at
  return {
    id,
    key: row.dedup_key,
    status,
    severity,
    sender,
    eventAt,
    openedAt: row.opened_at,
    lastAt: row.last_at,
    closedAt: row.closed_at,
    endsAt,
    count,
    silentAt: row.silent_at,
    incidentId: row.incident_id,
    integrationId: row.integration_id,
    serviceId: row.service_id,
    silenceId: row.silence_id,
    closedWhy: row.closed_why,
    signal: { action: 'trigger', key: row.dedup_key, severity, summary, source, sender, eventAt, endsAt, labels, details, links },
  }
}

export function alertRow(orgId: OrgId, alert: StoredAlert): Row {
  const { signal } = alert
  return {
    org_id: orgId,
    id: alert.id,
    service_id: alert.serviceId,
    integration_id: alert.integrationId,
    incident_id: alert.incidentId,
    dedup_key: alert.key,
    status: alert.status,
    severity: alert.severity,
    summary: signal.summary,
    source: signal.source,
    sender: alert.sender,
    event_at: alert.eventAt,
    ends_at: alert.endsAt,
    opened_at: alert.openedAt,
    last_at: alert.lastAt,
    closed_at: alert.closedAt,
    closed_why: alert.closedWhy,
    silent_at: alert.silentAt,
    silence_id: alert.silenceId,
    count: alert.count,
    labels: signal.labels,
    details: signal.details,
    links: signal.links,
  }
}
