// Incidents held under lock for one transaction, with their live pages, and everything that is about to be written for them.
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Page, PageEffect, PageEvent } from '@muster/core/page/page.ts'
import { heard } from '@muster/core/protocol/calls.ts'
import type { ChannelName, ContactId, IncidentId, Instant, OrgId, PageId, ServiceId, UserId } from '@muster/core/vocabulary.ts'
import type { Row, Tx } from './db.ts'
import type { Draft, Head } from './log.ts'

export type Held = {
  incident: Incident
  isNew: boolean
  changed: boolean
  head: Head
  pages: Page[]
  changedPages: Set<PageId>
  drafts: Draft[]
  effects: { page: Page; effect: PageEffect }[]
  notices: Notice[]
  reminders: Reminder[]
  /** When the protocol is to be asked again; null leaves it as it is. */
  readAgainAt: Instant | null
  /** The timer row that the protocol is being asked for; null while it is not. */
  readAs: { epoch: number } | null
  /** When its ladder begins by itself, because it waits for working hours; null leaves it as it is. */
  wait: { until: Instant } | 'none' | null
  /** Who may see it beside those its new entries draw in; only of a private one. */
  joins: string[]
  /** The address of the bridge that is to be open; null leaves it as it is. */
  bridge: string | null
}

/** Something to tell those who were paged, beside the page itself. */
export type Notice = { reason: 'resolved' | 'source-silent' | 'merged'; text: string }

/** Something to tell one person, paged or not: what they owe, or an update they are meant to read. */
export type Reminder = { reason: 'owed' | 'update'; userId: UserId; contactId: ContactId; channel: ChannelName; text: string }

type IncidentRow = {
  org_id: OrgId
  id: IncidentId
  number: number
  service_id: ServiceId
  group_key: string
  status: Incident['status']
  severity: Incident['severity']
  protocol: string
  protocol_version: number | null
  title: string
  origin: Incident['origin']
  opened_at: Instant
  last_alert_at: Instant
  acknowledged_at: Instant | null
  resolved_at: Instant | null
  watched_until: Instant | null
  alert_count: number
  open_alerts: number
  private: boolean
  log_seq: number
  log_hash: Buffer
}

const columns =
  'org_id, id, number, service_id, group_key, status, severity, protocol, protocol_version, title, origin, opened_at, last_alert_at, acknowledged_at, resolved_at, watched_until, alert_count, open_alerts, private, log_seq, log_hash'

/**
 * Locks incidents in id order, so that two transactions cannot wait for each other.
 * With `skipLocked` an incident somebody else holds is left out: its timer is still there the next time.
 */
export async function holdIncidents(tx: Tx, ids: readonly IncidentId[], mode: 'wait' | 'skip-locked'): Promise<Map<IncidentId, Held>> {
  const held = new Map<IncidentId, Held>()
  if (ids.length === 0) return held
  const skip = mode === 'skip-locked' ? 'skip locked' : ''
  const { rows } = await tx.query<IncidentRow>({
    name: `hold-incidents-${mode}`,
    text: `select ${columns} from incidents where id = any($1) order by id for no key update ${skip}`,
    values: [[...new Set(ids)]],
  })
  const hidden = await hiddenSince(tx, rows)
  for (const row of rows) if (!hidden.has(row.id)) held.set(row.id, fresh(incidentOf(row), { seq: row.log_seq, hash: row.log_hash }, false))
  // A second statement: it sees what the holder before us committed while we waited.
  const pages = await tx.query<{ page: Page }>({
    name: 'pages-of-held',
    text: `select page from pages where incident_id = any($1) and state <> 'ended' order by id`,
    values: [[...held.keys()]],
  })
  for (const { page } of pages.rows) held.get(page.incidentId)?.pages.push(page)
  return held
}

/** Made private, or its circle left, while its lock was waited for: the row came all the same, and no later statement sees it. */
async function hiddenSince(tx: Tx, locked: readonly IncidentRow[]): Promise<ReadonlySet<IncidentId>> {
  const ids = locked.filter((row) => row.private).map(({ id }) => id)
  if (ids.length === 0) return new Set()
  const { rows } = await tx.query<{ id: IncidentId }>({
    name: 'held-in-sight',
    text: 'select id from incidents where id = any($1)',
    values: [ids],
  })
  return new Set(ids).difference(new Set(rows.map(({ id }) => id)))
}

export function holdNew(incident: Incident): Held {
  return fresh(incident, { seq: 0, hash: Buffer.alloc(0) }, true)
}

function fresh(incident: Incident, head: Head, isNew: boolean): Held {
  return {
    incident,
    isNew,
    changed: isNew,
    head,
    pages: [],
    changedPages: new Set(),
    drafts: [],
    effects: [],
    notices: [],
    reminders: [],
    readAgainAt: null,
    readAs: null,
    wait: null,
    joins: [],
    bridge: null,
  }
}

export function incidentOf(row: IncidentRow): Incident {
  return {
    id: row.id,
    orgId: row.org_id,
    number: row.number,
    serviceId: row.service_id,
    groupKey: row.group_key,
    status: row.status,
    severity: row.severity,
    protocol: row.protocol,
    protocolVersion: row.protocol_version,
    title: row.title,
    origin: row.origin,
    openedAt: row.opened_at,
    lastAlertAt: row.last_alert_at,
    acknowledgedAt: row.acknowledged_at,
    resolvedAt: row.resolved_at,
    watchedUntil: row.watched_until,
    alertCount: row.alert_count,
    openAlerts: row.open_alerts,
    private: row.private,
  }
}

export function incidentRow(held: Held): Row {
  const { incident, head } = held
  return {
    org_id: incident.orgId,
    id: incident.id,
    number: incident.number,
    service_id: incident.serviceId,
    group_key: incident.groupKey,
    status: incident.status,
    severity: incident.severity,
    protocol: incident.protocol,
    protocol_version: incident.protocolVersion,
    title: incident.title,
    origin: incident.origin,
    opened_at: incident.openedAt,
    last_alert_at: incident.lastAlertAt,
    acknowledged_at: incident.acknowledgedAt,
    resolved_at: incident.resolvedAt,
    watched_until: incident.watchedUntil,
    alert_count: incident.alertCount,
    open_alerts: incident.openAlerts,
    private: incident.private,
    log_seq: head.seq,
    log_hash: `\\x${head.hash.toString('hex')}`,
  }
}

export function record(held: Held, type: string, at: Instant, body: object): void {
  held.drafts.push({ type, at, body })
}

/** The place on the log of whatever is recorded next. */
export const nextSeq = ({ head, drafts }: Held): number => head.seq + drafts.length + 1

export function change(held: Held, incident: Incident): void {
  if (incident === held.incident) return
  held.incident = incident
  held.changed = true
}

/** Takes over what a page decided: its new state, its words for the log, its work for the outbox. */
export function putPage(held: Held, told: { page: Page; events: readonly PageEvent[]; effects: PageEffect[] }): void {
  const before = held.pages.find((page) => page.id === told.page.id)
  const index = held.pages.findIndex((page) => page.id === told.page.id)
  if (index === -1) held.pages.push(told.page)
  else held.pages[index] = told.page
  held.changedPages.add(told.page.id)
  const { asked } = told.page
  for (const event of told.events) {
    const { type, at, ...body } = event
    const isCall = type === 'page.rung-entered' || type === 'page.unowned'
    record(held, type, at, {
      pageId: told.page.id,
      ...body,
      ...(asked !== undefined && { asked: asked.name }),
      ...(isCall && held.incident.origin === 'test' && { isTest: true }),
    })
    for (const followed of heard(before, told.page, event)) record(held, followed.type, at, followed.body)
    // The protocol counts from here on.
    if (asked !== undefined) held.readAgainAt = at
  }
  for (const effect of told.effects) held.effects.push({ page: told.page, effect })
}
