// The severity a signal proposes. Impact decides it in the end, and a human may change it; unsure means the higher.
import type { Severity, SignalSeverity } from '../vocabulary.ts'
import { SEVERITIES } from '../vocabulary.ts'

const proposals: Record<SignalSeverity, Severity> = { critical: 'SEV1', error: 'SEV2', warning: 'SEV3', info: 'SEV3' }

export function proposeSeverity(signal: SignalSeverity, service: { criticalPath: boolean }): Severity {
  const proposed = proposals[signal]
  if (!service.criticalPath) return proposed
  // On the critical path (payments, login, production database) a failure is the business standing still.
  return proposed === 'SEV1' || proposed === 'SEV2' ? 'SEV0' : proposed
}

/** SEV3 waits for business hours: it is on the screen and wakes nobody. */
export function pages(severity: Severity): boolean {
  return severity !== 'SEV3'
}

export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b
}
