// How each event changes a page. Total, and ignorant of time and of rules: replaying the log rebuilds the page.
import type { Call, Page, PageEvent } from './page.ts'
import type { UserId } from '../vocabulary.ts'

export function evolve(page: Page, event: PageEvent): Page {
  switch (event.type) {
    case 'page.rung-entered':
      return {
        ...common(page),
        state: 'climbing',
        nextAt: event.nextAt,
        climb: event.climb,
        pass: event.pass,
        rung: event.rung,
        epoch: page.epoch + 1,
        calls: event.people.map((userId) => ({ userId, state: 'paging' })),
        unowned: false,
      }
    case 'page.acknowledged':
      return {
        ...common(page),
        state: 'acknowledged',
        by: event.by,
        acknowledgedAt: event.at,
        nextAt: event.nextAt,
        epoch: page.epoch + 1,
        unowned: false,
        calls: event.by.type === 'user' ? mark(page.calls, event.by.id, 'acknowledged') : page.calls,
      }
    case 'page.snoozed':
      return { ...common(page), state: 'snoozed', by: event.by, nextAt: event.until, epoch: page.epoch + 1, unowned: false }
    case 'page.exhausted':
      return { ...common(page), state: 'exhausted', nextAt: null, climb: event.climb, epoch: page.epoch + 1 }
    case 'page.unowned':
      return {
        ...common(page),
        state: 'exhausted',
        nextAt: null,
        unowned: true,
        calls: event.people.map((userId) => ({ userId, state: 'paging' })),
      }
    case 'page.ended':
      return { ...common(page), state: 'ended', nextAt: null, epoch: page.epoch + 1 }
    case 'page.partly-acknowledged':
      return { ...page, calls: mark(page.calls, event.userId, 'acknowledged') }
    case 'page.declined':
      return event.by.type === 'user' ? { ...page, calls: mark(page.calls, event.by.id, 'declined') } : page
    case 'page.undeliverable':
      return { ...page, calls: mark(page.calls, event.userId, 'undeliverable') }
    case 'page.person-removed':
      return { ...page, calls: mark(page.calls, event.userId, 'removed') }
    case 'page.policy-changed':
      if (page.state !== 'acknowledged' || event.nextAt === undefined) return { ...page, policy: event.policy }
      return { ...page, policy: event.policy, nextAt: event.nextAt, epoch: page.epoch + 1 }
    case 'page.rung-empty':
    case 'page.escalated':
    case 'page.help-asked':
    case 'page.acknowledgement-elapsed':
    case 'page.snooze-ended':
      return page
  }
}

/** The fields every state shares, so that a field of the state left behind cannot linger. */
function common(page: Page) {
  const { id, orgId, incidentId, role, asked, policy, startedAt, climb, pass, rung, epoch, calls, unowned } = page
  return { id, orgId, incidentId, role, ...(asked !== undefined && { asked }), policy, startedAt, climb, pass, rung, epoch, calls, unowned }
}

function mark(calls: readonly Call[], userId: UserId, state: Call['state']): Call[] {
  return calls.map((call) => (call.userId === userId ? { ...call, state } : call))
}
