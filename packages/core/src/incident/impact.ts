// Which incident comes first on a screen: the worst, then what nobody has, then the oldest.
import { SEVERITIES, type Instant, type Severity } from '../vocabulary.ts'

export type Weighed = { severity: Severity; unowned: boolean; openedAt: Instant; number: number }

export function byImpact(a: Weighed, b: Weighed): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(b.unowned) - Number(a.unowned) ||
    a.openedAt - b.openedAt ||
    a.number - b.number
  )
}
