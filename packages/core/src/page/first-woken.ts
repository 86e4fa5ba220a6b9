// Who would be woken first if a ladder began at this moment: the rules themselves, asked without a page.
import type { UserId } from '../vocabulary.ts'
import { climbFrom, type Moment } from './climb.ts'
import { openPage } from './open.ts'
import type { Policy } from './policy.ts'

/** `isLastResort`: the ladder reaches nobody, and these are the catch-all. */
export type FirstWoken = { people: UserId[]; isLastResort: boolean }

export function firstWoken(policy: Policy, moment: Moment): FirstWoken {
  const page = openPage({ id: 'page_none', orgId: 'org_none', incidentId: 'incident_none', role: 'ladder', policy, startedAt: moment.now })
  const { events } = climbFrom(page, { climb: 1, pass: 1, rung: 0 }, moment)
  const woken = events.find((event) => event.type === 'page.rung-entered' || event.type === 'page.unowned')
  return { people: woken?.people ?? [], isLastResort: woken?.type !== 'page.rung-entered' }
}
