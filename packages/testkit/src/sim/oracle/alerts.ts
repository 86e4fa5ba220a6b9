// What each accepted signal must become: an alert, one more count, an end, or a named reason for nothing.
import type { Grouping } from '@muster/core/incident/incident.ts'
import type { Actor } from '@muster/core/page/page.ts'
import { MINUTE, type Severity, type SignalSeverity } from '@muster/core/vocabulary.ts'
import type { Service } from '../plot/organisation.ts'
import type { SentSignal } from '../record.ts'
import type { Book, Case, Known } from './book.ts'
import { openLadder, policyOf, resolve, sceneOf, toldTo } from './cases.ts'
import type { Expected } from './climb.ts'

export type Batch = { book: Book; out: Expected; service: Service }

const grave: SignalSeverity[] = ['info', 'warning', 'error', 'critical']
const keyOf = ({ integrationId, signal, id }: SentSignal) => JSON.stringify([integrationId, signal.key ?? id])

/** What must stand as the outcome. */
export function receive(batch: Batch, sent: SentSignal): string {
  const { book, out } = batch
  const { signal } = sent
  const key = keyOf(sent)
  const latest = book.alerts.get(key)
  const open = latest?.status === 'open' ? latest : undefined
  if (signal.action === 'trigger') return open === undefined ? trigger(batch, sent, latest) : again(batch, open, sent)
  if (signal.action === 'acknowledge') {
    if (open === undefined) return 'no-open-alert'
    if (open.incidentId !== null) toldTo(sceneOf(book, out, open.incidentId), speakerOf(book, open), { type: 'acknowledge', pageId: null })
    return 'acknowledged'
  }
  if (open === undefined) {
    book.early.set(key, { sender: signal.sender, eventAt: signal.eventAt, receivedAt: sent.receivedAt })
    return 'no-open-alert'
  }
  const comparable = open.sender === signal.sender && open.eventAt !== null && signal.eventAt !== null
  if (comparable && Number(signal.eventAt) < Number(open.eventAt) && out.now <= open.openedAt + 5 * MINUTE) return 'stale-resolve'
  Object.assign(open, { status: 'closed', closedAt: out.now })
  cleared(batch, open)
  return 'resolved'
}

/** The monitor that last said the alert is there speaks for it. */
function speakerOf(book: Book, alert: Known): Actor {
  return { type: 'monitor', name: book.speakers.get(alert.id) ?? '' }
}

function again(batch: Batch, open: Known, { signal }: SentSignal): string {
  const graver = grave.indexOf(signal.severity) > grave.indexOf(open.severity)
  batch.book.speakers.set(open.id, signal.sender)
  Object.assign(open, { count: open.count + 1, lastAt: batch.out.now, endsAt: signal.endsAt, silentAt: null })
  if (!graver) return 'counted'
  open.severity = signal.severity
  if (open.incidentId !== null) raised(batch, sceneOf(batch.book, batch.out, open.incidentId).one, open)
  return `counted, ${signal.severity}`
}

function trigger(batch: Batch, sent: SentSignal, latest: Known | undefined): string {
  const { book, out } = batch
  const { signal } = sent
  const key = keyOf(sent)
  const early = book.early.get(key)
  const overtaken =
    early !== undefined &&
    early.sender === signal.sender &&
    early.eventAt !== null &&
    signal.eventAt !== null &&
    early.eventAt >= signal.eventAt &&
    out.now <= early.receivedAt + 5 * MINUTE
  book.made.alert += 1
  const alert: Known = {
    id: `alert_${book.made.alert}`,
    key: signal.key ?? sent.id,
    status: overtaken ? 'closed' : 'open',
    severity: signal.severity,
    sender: signal.sender,
    eventAt: signal.eventAt,
    openedAt: out.now,
    lastAt: out.now,
    closedAt: overtaken ? out.now : null,
    endsAt: signal.endsAt,
    count: 1,
    silentAt: null,
    incidentId: null,
  }
  book.alerts.set(key, alert)
  book.speakers.set(alert.id, signal.sender)
  if (overtaken) return 'closed-before-open'
  alert.incidentId = placed(batch, alert, { sent, latest })
  return 'opened'
}

/** Its own incident while that is open, one of its group, its own again within half an hour, or a new one. */
function placed(batch: Batch, alert: Known, { sent, latest }: { sent: SentSignal; latest: Known | undefined }): Case['id'] {
  const { book, out, service } = batch
  const own = latest?.incidentId == null ? undefined : book.cases.get(latest.incidentId)
  const group = groupOf(service, sent)
  const near = [...book.cases.values()].findLast((one) => one.group === group)
  const grouping = groupingOf(service)
  const inTime = near !== undefined && (grouping.by === 'key' || out.now - near.lastAlertAt <= grouping.windowMinutes * MINUTE)
  if (own !== undefined && own.status !== 'resolved') return joined(batch, own, alert)
  if (near !== undefined && near.status !== 'resolved' && inTime) return joined(batch, near, alert)
  if (own !== undefined && own.resolvedAt !== null && out.now <= own.resolvedAt + 30 * MINUTE) return reopened(batch, own, alert)
  return opened(batch, alert, { group, sent })
}

/** Unless somebody says otherwise: the alerts of a service that come within five minutes of each other. */
function groupingOf({ grouping }: Service): Grouping {
  return grouping === 'default' ? { by: 'service', windowMinutes: 5 } : grouping
}

/** Labels agree when their first hundred characters do. */
function headOf(label: string | undefined): string {
  return label === undefined ? '(none)' : label.substring(0, 100)
}

function groupOf(service: Service, { signal, id: signalId }: SentSignal): string {
  const { id } = service
  const grouping = groupingOf(service)
  if (grouping.by === 'key') return JSON.stringify([id, signal.key ?? signalId])
  return JSON.stringify(grouping.by === 'service' ? [id] : [id, grouping.labels.map((label) => headOf(signal.labels[label]))])
}

function proposed(severity: SignalSeverity, { criticalPath }: Service): Severity {
  if (severity === 'info' || severity === 'warning') return 'SEV3'
  if (criticalPath) return 'SEV0'
  return severity === 'critical' ? 'SEV1' : 'SEV2'
}

function opened(batch: Batch, alert: Known, { group, sent }: { group: string; sent: SentSignal }): Case['id'] {
  const { book, out, service } = batch
  book.made.incident += 1
  const one: Case = {
    id: `incident_${book.made.incident}`,
    serviceId: service.id,
    group,
    status: 'triggered',
    severity: proposed(alert.severity, service),
    protocol: 'handbook',
    protocolVersion: 1,
    title: sent.signal.summary,
    origin: 'alert',
    openedAt: out.now,
    lastAlertAt: out.now,
    acknowledgedAt: null,
    resolvedAt: null,
    watchedUntil: null,
    alertCount: 1,
    openAlerts: 1,
    private: false,
    climbs: [],
  }
  book.cases.set(one.id, one)
  out.lines.push({ incidentId: one.id, type: 'incident.opened', body: { alertId: alert.id, severity: one.severity } })
  wake(batch, one, 0)
  return one.id
}

/** SEV3 is on the screen and wakes nobody; everything else climbs its ladder. */
function wake({ book, out }: Batch, one: Case, skip: number): void {
  if (one.severity !== 'SEV3') openLadder({ book, out, one }, { policy: policyOf(book, one), skip })
  else out.lines.push({ incidentId: one.id, type: 'incident.not-paged', body: { why: 'SEV3 waits for business hours' } })
}

function joined(batch: Batch, one: Case, alert: Known): Case['id'] {
  Object.assign(one, { lastAlertAt: batch.out.now, alertCount: one.alertCount + 1, openAlerts: one.openAlerts + 1 })
  raised(batch, one, alert)
  return one.id
}

function reopened(batch: Batch, one: Case, alert: Known): Case['id'] {
  const { out, service } = batch
  const severity = graver(one.severity, proposed(alert.severity, service))
  Object.assign(one, {
    severity,
    status: 'triggered',
    resolvedAt: null,
    acknowledgedAt: null,
    lastAlertAt: out.now,
    alertCount: one.alertCount + 1,
    openAlerts: one.openAlerts + 1,
  })
  out.lines.push({ incidentId: one.id, type: 'incident.reopened', body: { alertId: alert.id } })
  wake(batch, one, 1)
  return one.id
}

// "SEV0" stands before "SEV3" in the alphabet as in gravity.
const graver = (a: Severity, b: Severity): Severity => (a < b ? a : b)

function raised(batch: Batch, one: Case, alert: Known): void {
  const from = one.severity
  const to = graver(from, proposed(alert.severity, batch.service))
  if (to === from) return
  one.severity = to
  batch.out.lines.push({ incidentId: one.id, type: 'incident.severity-raised', body: { from, to } })
  const climbs = one.climbs.some((climb) => climb.role === 'ladder' && climb.mood !== 'over')
  if (from === 'SEV3' && !climbs) wake(batch, one, 0)
}

function cleared({ book, out }: Batch, alert: Known): void {
  const one = alert.incidentId === null ? undefined : book.cases.get(alert.incidentId)
  if (one === undefined || one.status === 'resolved') return
  one.openAlerts = Math.max(0, one.openAlerts - 1)
  if (one.openAlerts === 0) resolve({ book, out, one }, speakerOf(book, alert), 'alerts-cleared')
}
