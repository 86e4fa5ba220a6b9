// How each event changes an alert.
import type { AlertId } from '../vocabulary.ts'
import type { Alert, AlertEvent } from './alert.ts'
import type { Signal } from './signal.ts'

export function evolve(alert: Alert, event: AlertEvent, signal: Signal): Alert {
  switch (event.type) {
    case 'alert.repeated':
      return {
        ...alert,
        count: alert.count + 1,
        lastAt: event.at,
        endsAt: signal.endsAt,
        silentAt: null,
        severity: event.raisedTo ?? alert.severity,
      }
    case 'alert.resolved':
      return { ...alert, status: 'closed', closedAt: event.at }
    case 'alert.opened':
    case 'alert.opened-closed':
    case 'alert.acknowledged':
    case 'alert.resolve-remembered':
      return alert
  }
}

export function newAlert(id: AlertId, key: string, event: AlertEvent, signal: Signal): Alert {
  const closed = event.type === 'alert.opened-closed'
  return {
    id,
    key,
    status: closed ? 'closed' : 'open',
    severity: signal.severity,
    sender: signal.sender,
    eventAt: signal.eventAt,
    openedAt: event.at,
    lastAt: event.at,
    closedAt: closed ? event.at : null,
    endsAt: signal.endsAt,
    count: 1,
    silentAt: null,
    incidentId: null,
  }
}
