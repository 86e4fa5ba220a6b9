// What an alert does to incidents: opens one, joins one, brings one back, raises one, or clears one.
import { endsWithItsAlerts } from '@muster/core/incident/incident.ts'
import { groupKeyOf, route } from '@muster/core/incident/route.ts'
import { pages, proposeSeverity, worse } from '@muster/core/incident/severity.ts'
import { standingFor } from '@muster/core/several/merge.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import { change, record, type Held } from '../../store/held.ts'
import type { StoredAlert } from '../../store/alerts.ts'
import type { Arrival } from '../../store/inbox.ts'
import { callBridge } from '../../store/bridge.ts'
import { carryOut } from '../../store/ladder.ts'
import { newIncident, recordOpening } from '../../store/opening.ts'
import { hoursOf } from '../../store/org-config.ts'
import { callAtOnce } from '../../store/roles.ts'
import { wake } from '../../store/waking.ts'
import type { Batch } from './batch.ts'

/** Gives an open alert its incident. `latest` is the alert of the same key before this one. */
export function place(batch: Batch, alert: StoredAlert, latest: StoredAlert | null, arrival: Arrival): StoredAlert {
  const groupKey = groupKeyOf(batch.service.id, batch.service.grouping, alert.signal, alert.key)
  const before = latest?.incidentId == null ? null : (batch.held.get(latest.incidentId)?.incident ?? null)
  const gone = { into: batch.mergedInto, known: (id: IncidentId) => batch.held.get(id)?.incident ?? null }
  const candidates = { previous: standingFor(before, gone), group: standingFor(batch.groups.get(groupKey)?.incident ?? null, gone) }
  const found = route(candidates, batch.service.grouping, batch.now)
  const target = found.type === 'open' ? null : (batch.held.get(found.incidentId) ?? null)
  const held = target ?? open(batch, alert, groupKey, arrival)
  if (target !== null && found.type === 'join') join(batch, target, alert)
  if (target !== null && found.type === 'reopen') reopen(batch, target, alert)
  const placed = { ...alert, incidentId: held.incident.id }
  armSilentTimer(batch, placed)
  return placed
}

function open(batch: Batch, alert: StoredAlert, groupKey: string, arrival: Arrival): Held {
  const { orgId, now, service } = batch
  const id = batch.ids('incident')
  const severity = proposeSeverity(alert.severity, service)
  const title = alert.signal.summary
  const held = newIncident({ id, orgId, serviceId: service.id, groupKey, severity, title, origin: 'alert' }, batch)
  batch.held.set(id, held)
  batch.groups.set(groupKey, held)
  const { summary, source, labels } = alert.signal
  record(held, 'signal.committed', arrival.receivedAt, { signalId: arrival.signalId, integrationId: arrival.integrationId })
  recordOpening(
    held,
    { pack: batch.pack, service, hours: hoursOf(batch.config, service), now },
    { alertId: alert.id, key: alert.key, summary, source, labels },
  )
  callBridge(held, batch.config, batch.pack)
  page(batch, held, 0)
  callBeside(batch, held)
  return held
}

function join(batch: Batch, held: Held, alert: StoredAlert): void {
  const { incident } = held
  change(held, { ...incident, lastAlertAt: batch.now, alertCount: incident.alertCount + 1, openAlerts: incident.openAlerts + 1 })
  add(batch.joined, incident.id, alert)
  raiseTo(batch, held, alert)
}

function reopen(batch: Batch, held: Held, alert: StoredAlert): void {
  const { incident } = held
  change(held, {
    ...incident,
    status: 'triggered',
    resolvedAt: null,
    watchedUntil: null,
    acknowledgedAt: null,
    lastAlertAt: batch.now,
    alertCount: incident.alertCount + 1,
    openAlerts: incident.openAlerts + 1,
  })
  record(held, 'incident.reopened', batch.now, {
    alertId: alert.id,
    key: alert.key,
    why: incident.watchedUntil === null ? 'the same alert came back within 30 minutes' : 'the same alert came back while it was watched',
  })
  makeGraver(batch, held, alert)
  callBridge(held, batch.config, packOf(batch, held))
  page(batch, held, 1)
  // It was watched by the protocol; so it goes on by it.
  if (incident.watchedUntil !== null) held.readAgainAt = batch.now
  readProtocol(batch, held)
}

export function raise(batch: Batch, alert: StoredAlert): void {
  const held = alert.incidentId === null ? undefined : batch.held.get(alert.incidentId)
  if (held !== undefined) raiseTo(batch, held, alert)
}

function raiseTo(batch: Batch, held: Held, alert: StoredAlert): void {
  const from = held.incident.severity
  makeGraver(batch, held, alert)
  if (held.incident.severity === from) return
  callBridge(held, batch.config, packOf(batch, held))
  if (!pages(from)) page(batch, held, 0)
  readProtocol(batch, held)
}

/** Where the alert is graver than what the incident is. */
function makeGraver(batch: Batch, held: Held, alert: StoredAlert): void {
  const from = held.incident.severity
  const to = worse(from, proposeSeverity(alert.severity, batch.service))
  if (to === from) return
  change(held, { ...held.incident, severity: to })
  const { labels } = packOf(batch, held)
  record(held, 'incident.severity-raised', batch.now, {
    from,
    to,
    fromLabel: labels[from].label,
    toLabel: labels[to].label,
    alertId: alert.id,
  })
}

function page(batch: Batch, held: Held, skipRungs: number): void {
  const { config, service, ids } = batch
  const policy = config.policies.get(service.policyId)
  if (policy === undefined) throw new Error(`Service ${service.id} has no policy`)
  const { label } = packOf(batch, held).labels[held.incident.severity]
  wake(held, { config, service, policy, label, skipRungs, newPageId: () => ids('page') }, batch.moment)
}

/** An incident keeps the protocol it opened with. */
const packOf = ({ packs, config }: Batch, { incident }: Held) => packs.of(config, incident)

/** Nobody has a role yet: there is nothing to be asked of the log. */
function callBeside(batch: Batch, held: Held): void {
  const { config, moment, ids, service } = batch
  if (pages(held.incident.severity)) callAtOnce(held, { config, pack: packOf(batch, held), moment, ids }, { service })
}

/** Whom it calls besides depends on who has which role, which the log knows: it is read at once, where roles are in use. */
function readProtocol({ config, now }: Batch, held: Held): void {
  if (Object.keys(config.roles).length > 0) held.readAgainAt = now
}

/** One alert fewer; when it was the last, the incident resolves. */
export function clear(batch: Batch, alert: StoredAlert): void {
  const held = alert.incidentId === null ? undefined : batch.held.get(alert.incidentId)
  if (held === undefined || held.incident.status === 'resolved') return
  change(held, { ...held.incident, openAlerts: Math.max(0, held.incident.openAlerts - 1) })
  add(batch.cleared, held.incident.id, alert)
  if (held.incident.openAlerts > 0 || !endsWithItsAlerts(held.incident)) return
  carryOut(held, { type: 'resolve', by: { type: 'monitor', name: alert.signal.sender }, why: 'alerts-cleared' }, batch.moment)
}

export function acknowledgeFromMonitor(batch: Batch, alert: StoredAlert): void {
  const held = alert.incidentId === null ? undefined : batch.held.get(alert.incidentId)
  if (held === undefined) return
  carryOut(held, { type: 'acknowledge', by: { type: 'monitor', name: alert.signal.sender }, pageId: null }, batch.moment)
}

export function armSilentTimer(batch: Batch, alert: StoredAlert): void {
  if (alert.endsAt === null) return
  batch.silentTimers.set(alert.id, {
    subject_id: alert.id,
    kind: 'source-silent',
    org_id: batch.orgId,
    incident_id: alert.incidentId,
    due_at: alert.endsAt,
    epoch: 0,
  })
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
