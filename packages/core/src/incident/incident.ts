// An incident: what people answer for. Alerts open it, join it, and by clearing resolve it.
import type { IncidentId, Instant, OrgId, ServiceId, Severity } from '../vocabulary.ts'

export type Origin = 'alert' | 'person' | 'test'

export type Incident = {
  id: IncidentId
  orgId: OrgId
  number: number
  serviceId: ServiceId
  groupKey: string
  status: 'triggered' | 'acknowledged' | 'resolved'
  severity: Severity
  /** The protocol it opened with, by name and version; its for good. Null: from before versions were written down. */
  protocol: string
  protocolVersion: number | null
  title: string
  /** What brought it: a monitor, a person who declared it, or a test that touches nothing outside. */
  origin: Origin
  openedAt: Instant
  lastAlertAt: Instant
  acknowledgedAt: Instant | null
  resolvedAt: Instant | null
  /** While somebody watches whether it stays away: until then what comes back is the same incident. */
  watchedUntil: Instant | null
  alertCount: number
  openAlerts: number
  /** Only whom it has drawn in, and who administers the organisation, may see it. */
  private: boolean
}

/** What a person has declared is over when a person says so. */
export const endsWithItsAlerts = ({ origin }: Pick<Incident, 'origin'>): boolean => origin === 'alert'

/** Which alerts of one service belong together. */
export type Grouping =
  /** One incident for each deduplication key. */
  | { by: 'key' }
  /** All alerts of the service that come within the window of each other. */
  | { by: 'service'; windowMinutes: number }
  /** Alerts that agree on these labels and come within the window of each other. */
  | { by: 'labels'; labels: string[]; windowMinutes: number }

export const DEFAULT_GROUPING: Grouping = { by: 'service', windowMinutes: 5 }
