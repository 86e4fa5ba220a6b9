// Which incident comes first on a screen: the worst, then what nobody is left for, then what nobody has answered, then the oldest.
import type { Incident } from './incident.ts'
import { SEVERITIES, type Instant, type Severity } from '../vocabulary.ts'

export type Weighed = { severity: Severity; status: Incident['status']; unowned: boolean; openedAt: Instant; number: number }

export function byImpact(a: Weighed, b: Weighed): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(b.unowned) - Number(a.unowned) ||
    Number(a.status !== 'triggered') - Number(b.status !== 'triggered') ||
    a.openedAt - b.openedAt ||
    a.number - b.number
  )
}
