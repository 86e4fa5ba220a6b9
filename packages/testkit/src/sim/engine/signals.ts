// Signals decided a batch of one service at a time: what each means for its alert, and what that means for an incident.
import type { AlertEvent } from '@muster/core/alert/alert.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import type { IncidentId, Instant } from '@muster/core/vocabulary.ts'
import type { Service } from '../plot/organisation.ts'
import type { Commit, SentSignal } from '../record.ts'
import { carryOut, flush, hold, holdNew, momentAt, record, startLadder, type Held } from './held.ts'
import { newId, type Store, type StoredAlert } from './store.ts'

type Batch = {
  store: Store
  service: Service
  now: Instant
  moment: Moment
  held: Map<IncidentId, Held>
  changed: Map<string, StoredAlert>
}

export function decideSignals(store: Store, service: Service, { now, by }: { now: Instant; by: string }): Commit | null {
  const arrivals = store.inbox.filter((one) => one.serviceId === service.id)
  if (arrivals.length === 0) return null
  const batch: Batch = { store, service, now, moment: momentAt(store, now), held: new Map(), changed: new Map() }
  const signals = arrivals.map((arrival) => ({ id: arrival.id, ...fold(batch, arrival) }))
  store.inbox = store.inbox.filter((one) => one.serviceId !== service.id)
  const commit = flush(store, batch.held.values(), { at: now, by, cause: { type: 'signals', serviceId: service.id, signals } })
  for (const alert of batch.changed.values()) {
    if (alert.status === 'closed') store.silentTimers.delete(alert.id)
    const { service: _, signal: __, ...shown } = alert
    commit.alerts.push(shown)
  }
  return commit
}

const keyOf = (arrival: SentSignal) => `${arrival.integrationId} ${arrival.signal.key ?? arrival.id}`

type Outcome = { outcome: string; alertId: StoredAlert['id'] | null; at: Instant | null }

function fold(batch: Batch, arrival: SentSignal): Outcome {
  const { store, now } = batch
  const key = keyOf(arrival)
  const latest = store.alerts.get(key) ?? null
  const decision = store.rules.alertDecide.decide(latest, store.early.get(key) ?? null, arrival.signal, now)
  if (!decision.ok) return { outcome: decision.reason, alertId: latest?.id ?? null, at: null }
  const { event } = decision
  const { at } = event
  switch (event.type) {
    case 'alert.opened':
    case 'alert.opened-closed':
      return opened(batch, arrival, latest, event)
    case 'alert.repeated':
      return latest === null ? { outcome: 'lost', alertId: null, at } : repeated(batch, arrival, latest, event)
    case 'alert.acknowledged':
      return latest === null ? { outcome: 'lost', alertId: null, at } : acknowledged(batch, arrival, latest, event)
    case 'alert.resolved':
      return latest === null ? { outcome: 'lost', alertId: null, at } : resolved(batch, arrival, latest, event)
    case 'alert.resolve-remembered':
      store.early.set(key, { sender: arrival.signal.sender, eventAt: arrival.signal.eventAt, receivedAt: arrival.receivedAt })
      return { outcome: 'no-open-alert', alertId: latest?.id ?? null, at }
  }
}

function save(batch: Batch, arrival: SentSignal, alert: StoredAlert): void {
  batch.store.alerts.set(keyOf(arrival), alert)
  batch.changed.set(alert.id, alert)
}

function opened(batch: Batch, arrival: SentSignal, latest: StoredAlert | null, event: AlertEvent): Outcome {
  const { store, service } = batch
  const { signal } = arrival
  const alert = { ...store.rules.alertEvolve.newAlert(newId(store, 'alert'), signal.key ?? arrival.id, event, signal), service, signal }
  save(batch, arrival, alert.status === 'closed' ? alert : place(batch, alert, latest, arrival))
  return { outcome: alert.status === 'closed' ? 'closed-before-open' : 'opened', alertId: alert.id, at: event.at }
}

function repeated(batch: Batch, arrival: SentSignal, latest: StoredAlert, event: AlertEvent): Outcome {
  const alert = { ...batch.store.rules.alertEvolve.evolve(latest, event, arrival.signal), service: batch.service, signal: arrival.signal }
  if (alert.endsAt !== null && (latest.endsAt === null || latest.silentAt !== null)) arm(batch, alert, arrival)
  save(batch, arrival, alert)
  const raised = event.type === 'alert.repeated' ? event.raisedTo : null
  const held = raised !== null && alert.incidentId !== null ? holdIn(batch, alert.incidentId) : undefined
  if (held !== undefined) raise(batch, held, alert)
  return { outcome: raised === null ? 'counted' : `counted, ${raised}`, alertId: alert.id, at: event.at }
}

function resolved(batch: Batch, arrival: SentSignal, latest: StoredAlert, event: AlertEvent): Outcome {
  const alert = { ...batch.store.rules.alertEvolve.evolve(latest, event, arrival.signal), service: batch.service, signal: latest.signal }
  save(batch, arrival, alert)
  const held = alert.incidentId === null ? undefined : holdIn(batch, alert.incidentId)
  if (held !== undefined && held.incident.status !== 'resolved') clear(batch, held, alert)
  return { outcome: 'resolved', alertId: alert.id, at: event.at }
}

function acknowledged(batch: Batch, arrival: SentSignal, latest: StoredAlert, event: AlertEvent): Outcome {
  const alert = { ...batch.store.rules.alertEvolve.evolve(latest, event, arrival.signal), service: batch.service, signal: latest.signal }
  save(batch, arrival, alert)
  const held = alert.incidentId === null ? undefined : holdIn(batch, alert.incidentId)
  const by = { type: 'monitor', name: latest.signal.sender } as const
  if (held !== undefined) carryOut(batch.store, held, { type: 'acknowledge', by, pageId: null }, batch.moment)
  return { outcome: 'acknowledged', alertId: alert.id, at: event.at }
}

function holdIn(batch: Batch, id: IncidentId): Held | undefined {
  const held = batch.held.get(id) ?? hold(batch.store, id)
  if (held !== undefined) batch.held.set(id, held)
  return held
}

function place(batch: Batch, alert: StoredAlert, latest: StoredAlert | null, arrival: SentSignal): StoredAlert {
  const { store, service, now } = batch
  const grouping = service.grouping === 'default' ? store.rules.incidents.DEFAULT_GROUPING : service.grouping
  const groupKey = store.rules.routing.groupKeyOf(service.id, grouping, alert.signal, alert.key)
  if (typeof groupKey !== 'string') throw new Error('the store takes no incident without a group')
  const previous = latest?.incidentId == null ? undefined : holdIn(batch, latest.incidentId)
  const group = youngest(batch, groupKey)
  const route = store.rules.routing.route({ previous: previous?.incident ?? null, group: group?.incident ?? null }, grouping, now)
  const held = route.type === 'open' ? open(batch, alert, groupKey) : holdIn(batch, route.incidentId)
  if (held === undefined || !['open', 'join', 'reopen'].includes(route.type)) throw new Error('the store knows no such place')
  if (route.type !== 'open') joinOrReopen(batch, held, { alert, how: route.type })
  const placed = { ...alert, incidentId: held.incident.id }
  if (placed.endsAt !== null) arm(batch, placed, arrival)
  return placed
}

function youngest(batch: Batch, groupKey: string): Held | undefined {
  const inStore = [...batch.store.incidents.values()].filter((one) => one.groupKey === groupKey && one.serviceId === batch.service.id)
  const opened = [...batch.held.values()]
    .map((one) => one.incident)
    .filter((one) => !batch.store.incidents.has(one.id) && one.groupKey === groupKey)
  const last = [...inStore, ...opened].at(-1)
  return last === undefined ? undefined : holdIn(batch, last.id)
}

function arm(batch: Batch, alert: StoredAlert, arrival: SentSignal): void {
  if (alert.endsAt === null || alert.incidentId === null) return
  batch.store.silentTimers.set(alert.id, { dueAt: alert.endsAt, key: keyOf(arrival), incidentId: alert.incidentId })
}

function open(batch: Batch, alert: StoredAlert, groupKey: string): Held {
  const { store, service, now } = batch
  const id = newId(store, 'incident')
  const incident: Incident = {
    id,
    orgId: 'org_1',
    number: store.made['incident'] ?? 0,
    serviceId: service.id,
    groupKey,
    status: 'triggered',
    severity: store.rules.severity.proposeSeverity(alert.severity, service),
    protocol: 'handbook',
    protocolVersion: 1,
    title: alert.signal.summary,
    origin: 'alert',
    openedAt: now,
    lastAlertAt: now,
    acknowledgedAt: null,
    resolvedAt: null,
    watchedUntil: null,
    alertCount: 1,
    openAlerts: 1,
    private: false,
  }
  const held = holdNew(incident)
  batch.held.set(id, held)
  record(held, 'incident.opened', now, { alertId: alert.id, severity: incident.severity })
  page(batch, held, 0)
  return held
}

function joinOrReopen(batch: Batch, held: Held, { alert, how }: { alert: StoredAlert; how: 'join' | 'reopen' }): void {
  const { alertCount, openAlerts } = held.incident
  held.incident = { ...held.incident, lastAlertAt: batch.now, alertCount: alertCount + 1, openAlerts: openAlerts + 1 }
  if (how === 'join') {
    record(held, 'alert.joined', batch.now, { alertId: alert.id })
    return raise(batch, held, alert)
  }
  const { severity } = batch.store.rules
  const graver = severity.worse(held.incident.severity, severity.proposeSeverity(alert.severity, batch.service))
  held.incident = { ...held.incident, severity: graver, status: 'triggered', resolvedAt: null, acknowledgedAt: null }
  record(held, 'incident.reopened', batch.now, { alertId: alert.id })
  page(batch, held, 1)
}

function raise(batch: Batch, held: Held, alert: StoredAlert): void {
  const { severity } = batch.store.rules
  const from = held.incident.severity
  const to = severity.worse(from, severity.proposeSeverity(alert.severity, batch.service))
  if (to === from) return
  held.incident = { ...held.incident, severity: to }
  record(held, 'incident.severity-raised', batch.now, { from, to })
  const climbs = held.pages.some((one) => one.role === 'ladder' && one.state !== 'ended')
  if (!severity.pages(from) && !climbs) page(batch, held, 0)
}

function page(batch: Batch, held: Held, skipRungs: number): void {
  const { store, service, now, moment } = batch
  const policy = store.org.policies[store.org.services.find((one) => one.id === service.id)?.policyIndex ?? 0]
  if (policy === undefined) throw new Error('a service without a ladder')
  if (store.rules.severity.pages(held.incident.severity)) startLadder(store, held, { policy, skipRungs }, moment)
  else record(held, 'incident.not-paged', now, { why: 'SEV3 waits for business hours' })
}

/** One alert fewer; when it was the last, the incident resolves. */
function clear(batch: Batch, held: Held, alert: StoredAlert): void {
  held.incident = { ...held.incident, openAlerts: Math.max(0, held.incident.openAlerts - 1) }
  record(held, 'alert.cleared', batch.now, { alertId: alert.id })
  if (held.incident.openAlerts > 0) return
  carryOut(batch.store, held, { type: 'resolve', by: { type: 'monitor', name: alert.signal.sender }, why: 'alerts-cleared' }, batch.moment)
}
