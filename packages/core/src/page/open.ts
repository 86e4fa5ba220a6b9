// A page before its first rung.
import type { IncidentId, Instant, OrgId, PageId } from '../vocabulary.ts'
import type { Asked, Page } from './page.ts'
import type { Policy } from './policy.ts'

type Opening = { id: PageId; orgId: OrgId; incidentId: IncidentId; role: Page['role']; asked?: Asked; policy: Policy; startedAt: Instant }

export function openPage(of: Opening): Page {
  return { ...of, state: 'waiting', nextAt: null, climb: 0, pass: 0, rung: 0, epoch: 0, calls: [], unowned: false }
}

export type PageTimer = { kind: 'rung-elapsed' | 'acknowledgement-elapsed' | 'snooze-elapsed'; dueAt: Instant; epoch: number }

/** What the page's timer means when it fires, by the state that set it; null when nothing is to come. */
export function timerOf(page: Page): PageTimer | null {
  switch (page.state) {
    case 'climbing':
      return { kind: 'rung-elapsed', dueAt: page.nextAt, epoch: page.epoch }
    case 'acknowledged':
      return page.nextAt === null ? null : { kind: 'acknowledgement-elapsed', dueAt: page.nextAt, epoch: page.epoch }
    case 'snoozed':
      return { kind: 'snooze-elapsed', dueAt: page.nextAt, epoch: page.epoch }
    case 'waiting':
    case 'exhausted':
    case 'ended':
      return null
  }
}
