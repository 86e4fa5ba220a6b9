// Where a newly opened alert goes: into the incident it came back to, into one it belongs with, or into a new one.
import { MINUTE, type IncidentId, type Instant, type ServiceId } from '../vocabulary.ts'
import { TEST_KEY, type Signal } from '../alert/signal.ts'
import type { Grouping, Incident } from './incident.ts'

/** Within this time after recovery the same alert is the same incident: the fix did not hold. Longer while it is watched. */
export const REOPEN_WINDOW = 30 * MINUTE

/** Ten labels of this length and a key still fit an index row. */
const LABEL_HEAD = 100

export type Route = { type: 'open' } | { type: 'join'; incidentId: IncidentId } | { type: 'reopen'; incidentId: IncidentId }

export type Candidates = {
  /** The incident of this key's alert before this one, if any. */
  previous: Incident | null
  /** The youngest incident of the same service and group key, if any. */
  group: Incident | null
}

export function route(candidates: Candidates, grouping: Grouping, now: Instant): Route {
  const { previous, group } = candidates
  if (previous !== null && previous.status !== 'resolved') return { type: 'join', incidentId: previous.id }
  if (group !== null && group.status !== 'resolved' && withinWindow(group, grouping, now)) return { type: 'join', incidentId: group.id }
  if (previous !== null && previous.resolvedAt !== null && now <= comesBackUntil(previous.resolvedAt, previous.watchedUntil))
    return { type: 'reopen', incidentId: previous.id }
  return { type: 'open' }
}

/** Until when the same alert brings it back. */
export const comesBackUntil = (resolvedAt: Instant, watchedUntil: Instant | null): Instant =>
  Math.max(resolvedAt + REOPEN_WINDOW, watchedUntil ?? 0)

export function groupKeyOf(serviceId: ServiceId, grouping: Grouping, signal: Signal, key: string): string {
  if (key.startsWith(TEST_KEY)) return `key:${key}`
  switch (grouping.by) {
    case 'key':
      return `key:${key}`
    case 'service':
      return `service:${serviceId}`
    case 'labels':
      // Label values can be long, and the key is part of an index: its head is enough to tell groups apart in practice.
      return `labels:${JSON.stringify(grouping.labels.map((label) => signal.labels[label]?.slice(0, LABEL_HEAD) ?? null))}`
  }
}

function withinWindow(group: Incident, grouping: Grouping, now: Instant): boolean {
  return grouping.by === 'key' || now - group.lastAlertAt <= grouping.windowMinutes * MINUTE
}
