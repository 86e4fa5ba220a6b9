// Words that reach a page they may not concern: the rules are asked all the same, and what they allow is done.
import type { Page, PageCommand } from '@muster/core/page/page.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Cause, Commit } from '../record.ts'
import { flush, hold, momentAt, plannedOf, putPage, settle } from './held.ts'
import type { Store } from './store.ts'

type At = { now: Instant; by: string }

export function hearStray(store: Store, page: Page, command: PageCommand, { now, by }: At): Commit | null {
  const held = hold(store, page.incidentId)
  if (held === undefined) return null
  const cause: Cause = { type: 'stray', pageId: page.id, incidentId: page.incidentId, command }
  const decision = store.rules.pageDecide.decide(page, command, momentAt(store, now))
  if (!decision.ok) return { ...flush(store, [], { at: now, by, cause }), refused: decision.reason }
  putPage(held, decision)
  settle(store, held, now)
  return flush(store, [held], { at: now, by, cause })
}

/** A page that nobody sees: made, told one thing, and thrown away. */
export function rehearse(store: Store, { policyIndex, command }: { policyIndex: number; command: PageCommand }, { now, by }: At): Commit {
  const policy = store.org.policies[policyIndex]
  if (policy === undefined) throw new Error('no such ladder')
  const fresh = store.rules.opening.openPage({
    id: 'page_0',
    orgId: 'org_1',
    incidentId: 'incident_0',
    role: 'ladder',
    policy,
    startedAt: now,
  })
  const commit = flush(store, [], { at: now, by, cause: { type: 'rehearsal', fresh, command } })
  const decision = store.rules.pageDecide.decide(fresh, command, momentAt(store, now))
  if (!decision.ok) return { ...commit, refused: decision.reason }
  const lines = decision.events.map(({ type, at, ...body }) => ({
    incidentId: fresh.incidentId,
    type,
    at,
    body: { pageId: fresh.id, ...body },
  }))
  const effects = decision.effects.map((effect) => ({ page: decision.page, effect }))
  return { ...commit, lines, pages: [decision.page], planned: plannedOf({ effects }) }
}
