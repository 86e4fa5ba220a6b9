// An alert: everything one monitor says about one thing, from its first trigger to its end.
import type { AlertId, IncidentId, Instant, SignalSeverity } from '../vocabulary.ts'

export type Alert = {
  id: AlertId
  key: string
  status: 'open' | 'closed'
  severity: SignalSeverity
  sender: string
  eventAt: Instant | null
  openedAt: Instant
  lastAt: Instant
  closedAt: Instant | null
  endsAt: Instant | null
  /** How many triggers this alert has taken in: re-sends count here instead of making rows. */
  count: number
  /** Since when the source has been silent past its own promise; null while it speaks. */
  silentAt: Instant | null
  incidentId: IncidentId | null
}

/** A resolve that came before its trigger, remembered for five minutes. */
export type EarlyResolve = { sender: string; eventAt: Instant | null; receivedAt: Instant }

export type AlertEvent =
  | { type: 'alert.opened'; at: Instant }
  /** Opened and closed at once: its resolve overtook it on the way. */
  | { type: 'alert.opened-closed'; at: Instant }
  | { type: 'alert.repeated'; at: Instant; raisedTo: SignalSeverity | null }
  | { type: 'alert.acknowledged'; at: Instant }
  | { type: 'alert.resolved'; at: Instant }
  | { type: 'alert.resolve-remembered'; at: Instant }

export type AlertRefusal = 'no-open-alert' | 'stale-resolve'
export type AlertDecision = { ok: true; event: AlertEvent } | { ok: false; reason: AlertRefusal }
