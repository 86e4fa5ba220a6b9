// One signal after another, in memory: what it means for its alert, and what that means for an incident.
import { newAlert, evolve } from '@muster/core/alert/evolve.ts'
import { decide } from '@muster/core/alert/decide.ts'
import type { AlertEvent } from '@muster/core/alert/alert.ts'
import type { Signal } from '@muster/core/alert/signal.ts'
import { isHeldBack } from '@muster/core/alert/silence.ts'
import { keyText, type Silence, type StoredAlert } from '../../store/alerts.ts'
import type { Arrival } from '../../store/inbox.ts'
import type { Batch } from './batch.ts'
import { acknowledgeFromMonitor, armSilentTimer, clear, place, raise } from './place.ts'

export function fold(batch: Batch, arrival: Arrival): void {
  const { signal } = arrival
  const name = keyText({ integrationId: arrival.integrationId, key: signal.key ?? arrival.signalId })
  const latest = batch.alerts.get(name) ?? null
  const decision = decide(latest, batch.early.get(name) ?? null, signal, batch.now)
  if (!decision.ok) {
    settle(batch, arrival, decision.reason, latest)
    return
  }
  const { event } = decision
  switch (event.type) {
    case 'alert.opened':
    case 'alert.opened-closed':
      opened(batch, arrival, { name, latest, event })
      return
    case 'alert.repeated':
      if (latest !== null) repeated(batch, arrival, { name, latest, event })
      return
    case 'alert.acknowledged':
      if (latest !== null) acknowledgeFromMonitor(batch, latest)
      settle(batch, arrival, 'acknowledged', latest)
      return
    case 'alert.resolved':
      if (latest !== null) resolved(batch, arrival, { name, latest, event })
      return
    case 'alert.resolve-remembered':
      remember(batch, arrival, name)
      settle(batch, arrival, 'no-open-alert', latest)
  }
}

type Known = { name: string; latest: StoredAlert; event: AlertEvent }

function opened(batch: Batch, arrival: Arrival, { name, latest, event }: Omit<Known, 'latest'> & { latest: StoredAlert | null }): void {
  const { signal, integrationId } = arrival
  const fresh = newAlert(batch.ids('alert'), signal.key ?? arrival.signalId, event, signal)
  const closed = fresh.status === 'closed'
  const silence = closed ? null : silenceFor(batch, signal)
  const alert: StoredAlert = {
    ...fresh,
    integrationId,
    serviceId: batch.service.id,
    signal,
    silenceId: silence?.id ?? null,
    closedWhy: closed ? 'resolved-before-trigger' : null,
  }
  save(batch, name, alert)
  if (!closed && silence === null) save(batch, name, place(batch, alert, latest, arrival))
  settle(batch, arrival, closed ? 'closed-before-open' : silence === null ? 'opened' : 'silenced', alert)
}

function repeated(batch: Batch, arrival: Arrival, { name, latest, event }: Known): void {
  const { signal } = arrival
  let alert: StoredAlert = { ...latest, ...evolve(latest, event, signal), signal }
  const rearm = signal.endsAt !== null && (latest.endsAt === null || latest.silentAt !== null)
  if (rearm && alert.incidentId !== null) armSilentTimer(batch, alert)
  if (latest.silentAt !== null) batch.spokenFor.push(alert.id)
  // A silence that has ended left this alert without an incident: now it is placed like a new one.
  if (alert.incidentId === null) {
    const silence = silenceFor(batch, signal)
    alert = { ...alert, silenceId: silence?.id ?? null }
    if (silence === null) alert = place(batch, alert, null, arrival)
  }
  save(batch, name, alert)
  if (event.type === 'alert.repeated' && event.raisedTo !== null) raise(batch, alert)
  settle(batch, arrival, 'counted', alert)
}

function resolved(batch: Batch, arrival: Arrival, { name, latest, event }: Known): void {
  const alert: StoredAlert = { ...latest, ...evolve(latest, event, arrival.signal), closedWhy: 'resolved' }
  save(batch, name, alert)
  clear(batch, alert)
  settle(batch, arrival, 'resolved', alert)
}

function remember(batch: Batch, arrival: Arrival, name: string): void {
  const { signal, integrationId, receivedAt } = arrival
  batch.early.set(name, { sender: signal.sender, eventAt: signal.eventAt, receivedAt })
  batch.newEarly.set(name, {
    org_id: batch.orgId,
    integration_id: integrationId,
    dedup_key: signal.key ?? arrival.signalId,
    sender: signal.sender,
    event_at: signal.eventAt,
    received_at: receivedAt,
  })
}

function silenceFor(batch: Batch, signal: Signal): Silence | null {
  const alert = { service: batch.service.id, labels: signal.labels }
  return batch.silences.find(({ serviceId, labels }) => isHeldBack({ service: serviceId, labels }, alert)) ?? null
}

function save(batch: Batch, name: string, alert: StoredAlert): void {
  batch.alerts.set(name, alert)
  // By id: an alert that closes and is followed by another of the same key within one batch is written too.
  batch.changedAlerts.set(alert.id, alert)
}

function settle(batch: Batch, arrival: Arrival, outcome: string, alert: StoredAlert | null): void {
  batch.outcomes.push({ id: arrival.id, outcome, alertId: alert?.id ?? null, keep: outcome !== 'counted' })
}
