// The rules of an alert: what one more signal about the same key means.
import { MINUTE, refuse, SIGNAL_SEVERITIES, type Instant, type SignalSeverity } from '../vocabulary.ts'
import type { Alert, AlertDecision, EarlyResolve } from './alert.ts'
import type { Signal } from './signal.ts'

/** Longest gap between a resolve and the trigger it overtook. Beyond it, event times are a skewed clock, and a skewed monitor must still page. */
export const OVERTAKING_WINDOW = 5 * MINUTE

export function decide(latest: Alert | null, early: EarlyResolve | null, signal: Signal, now: Instant): AlertDecision {
  const open = latest?.status === 'open' ? latest : null
  switch (signal.action) {
    case 'trigger':
      return trigger(open, early, signal, now)
    case 'acknowledge':
      return open === null ? refuse('no-open-alert') : { ok: true, event: { type: 'alert.acknowledged', at: now } }
    case 'resolve':
      return resolve(open, signal, now)
  }
}

function trigger(open: Alert | null, early: EarlyResolve | null, signal: Signal, now: Instant): AlertDecision {
  if (open !== null) {
    const raisedTo = isWorse(signal.severity, open.severity) ? signal.severity : null
    return { ok: true, event: { type: 'alert.repeated', at: now, raisedTo } }
  }
  return { ok: true, event: { type: wasOvertaken(early, signal, now) ? 'alert.opened-closed' : 'alert.opened', at: now } }
}

function resolve(open: Alert | null, signal: Signal, now: Instant): AlertDecision {
  if (open === null) return { ok: true, event: { type: 'alert.resolve-remembered', at: now } }
  const older = open.sender === signal.sender && open.eventAt !== null && signal.eventAt !== null && signal.eventAt < open.eventAt
  // An older resolve that comes late belongs to the alert before this one.
  if (older && now - open.openedAt <= OVERTAKING_WINDOW) return refuse('stale-resolve')
  return { ok: true, event: { type: 'alert.resolved', at: now } }
}

function wasOvertaken(early: EarlyResolve | null, signal: Signal, now: Instant): boolean {
  if (early === null || early.eventAt === null || signal.eventAt === null) return false
  return early.sender === signal.sender && signal.eventAt <= early.eventAt && now - early.receivedAt <= OVERTAKING_WINDOW
}

export function isWorse(a: SignalSeverity, b: SignalSeverity): boolean {
  return SIGNAL_SEVERITIES.indexOf(a) < SIGNAL_SEVERITIES.indexOf(b)
}
