// When the ladder of an incident begins: at once, when work begins, or never. What is minor is called for in working time.
import type { Hours } from './hours.ts'
import { workingFrom } from './working.ts'
import type { Policy } from '../page/policy.ts'
import type { Instant, Severity } from '../vocabulary.ts'
import { pages } from '../incident/severity.ts'

export type Waking =
  | { type: 'now' }
  /** In working hours, and by them. */
  | { type: 'by-hours'; hours: Hours }
  | { type: 'waits'; hours: Hours; until: Instant }
  /** It is on the screen: nobody has said when the team works. */
  | { type: 'never' }

export function wakingOf(severity: Severity, hours: Hours | null, now: Instant): Waking {
  if (pages(severity)) return { type: 'now' }
  if (hours === null) return { type: 'never' }
  const until = workingFrom(hours, now)
  return until > now ? { type: 'waits', hours, until } : { type: 'by-hours', hours }
}

/** When something minor may be said to somebody: what waited for work, or would have, is said at work too. Null hours: at once. */
export const sayableFrom = (hours: Hours | null | undefined, now: Instant): Instant => (hours == null ? now : workingFrom(hours, now))

/** How long somebody at work has to answer for what is minor; a policy may give longer. */
const MINOR_MINUTES = 15

/** The same ladder in working time: nobody is called when work has ended, and nobody's silence counts then. */
export function byHours(policy: Policy, hours: Hours): Policy {
  return { ...policy, hours, rungs: policy.rungs.map((rung) => ({ ...rung, delayMinutes: Math.max(rung.delayMinutes, MINOR_MINUTES) })) }
}
