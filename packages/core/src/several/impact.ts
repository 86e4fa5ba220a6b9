// The order of several incidents: by what they do to the business, never by how hard they are to mend.
import {
  RESPONSE_CLASSES,
  SEVERITIES,
  type IncidentId,
  type Instant,
  type ResponseClass,
  type ServiceId,
  type Severity,
} from '../vocabulary.ts'

/** One open incident, as far as it is weighed against others. */
export type Failing = {
  id: IncidentId
  number: number
  serviceId: ServiceId
  /** By the pack it goes by. */
  class: ResponseClass
  severity: Severity
  /** The business stands still without its service. */
  criticalPath: boolean
  openedAt: Instant
}

/** How gravely it is answered; then what the business lives by; then severity, and who has waited longest. */
export function byBusinessImpact(a: Failing, b: Failing): number {
  return (
    RESPONSE_CLASSES.indexOf(a.class) - RESPONSE_CLASSES.indexOf(b.class) ||
    Number(b.criticalPath) - Number(a.criticalPath) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    a.openedAt - b.openedAt ||
    a.number - b.number
  )
}
