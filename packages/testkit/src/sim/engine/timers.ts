// What is due on a page or an alert: looked at again in the transaction that acts on it.
import type { PageTimer } from '@muster/core/page/open.ts'
import type { Page, PageCommand } from '@muster/core/page/page.ts'
import type { AlertId, Instant, PageId } from '@muster/core/vocabulary.ts'
import type { Cause, Commit } from '../record.ts'
import { flush, hold, momentAt, putPage, record, settle } from './held.ts'
import type { LateTimer, Store } from './store.ts'

type At = { now: Instant; by: string }

export type Due = { pages: PageId[]; silent: AlertId[] }

export function dueTimers(store: Store, now: Instant): Due {
  const pages = [...store.pageTimers].filter(([, timer]) => timer.dueAt <= now)
  const silent = [...store.silentTimers].filter(([, timer]) => timer.dueAt <= now)
  return { pages: pages.map(([id]) => id), silent: silent.map(([id]) => id) }
}

export function firePageTimer(store: Store, pageId: PageId, { now, by }: At): Commit | null {
  const timer = store.pageTimers.get(pageId)
  // Somebody else was faster, or an answer was.
  if (timer === undefined || timer.dueAt > now) return null
  const page = store.pages.get(pageId)
  const command = page === undefined ? null : commandFor(page, timer.epoch)
  if (command === null) {
    store.pageTimers.delete(pageId)
    return null
  }
  return act(store, { pageId, timer, command, late: false }, { now, by })
}

type Act = { pageId: PageId; timer: PageTimer; command: PageCommand; late: boolean }

/** A worker that slept since it read its timers fires one whose page has moved on: the rules must know. */
export function fireLateTimer(store: Store, timer: LateTimer, at: At): Commit | null {
  return act(store, { pageId: timer.pageId, timer, command: { type: timer.kind, epoch: timer.epoch }, late: true }, at)
}

function act(store: Store, { pageId, timer, command, late }: Act, { now, by }: At): Commit | null {
  const page = store.pages.get(pageId)
  const held = page === undefined ? undefined : hold(store, page.incidentId)
  if (page === undefined || held === undefined) return null
  const cause: Cause = { type: 'timer', pageId, incidentId: page.incidentId, kind: timer.kind, epoch: timer.epoch, late }
  const decision = store.rules.pageDecide.decide(page, command, momentAt(store, now))
  if (!decision.ok) {
    if (!late) store.pageTimers.delete(pageId)
    return { ...flush(store, [], { at: now, by, cause }), refused: decision.reason }
  }
  putPage(held, decision)
  settle(store, held, now)
  return flush(store, [held], { at: now, by, cause })
}

function commandFor(page: Page, epoch: number): PageCommand | null {
  switch (page.state) {
    case 'climbing':
      return { type: 'rung-elapsed', epoch }
    case 'acknowledged':
      return { type: 'acknowledgement-elapsed', epoch }
    case 'snoozed':
      return { type: 'snooze-elapsed', epoch }
    case 'waiting':
    case 'exhausted':
    case 'ended':
      return null
  }
}

/** A monitor promised to speak again by now and did not: that is silence, not recovery. */
export function fireSourceSilent(store: Store, alertId: AlertId, { now, by }: At): Commit | null {
  const timer = store.silentTimers.get(alertId)
  if (timer === undefined || timer.dueAt > now) return null
  const alert = store.alerts.get(timer.key)
  if (alert?.id === alertId && alert.status === 'open' && alert.endsAt !== null && alert.endsAt > now) {
    timer.dueAt = alert.endsAt
    return null
  }
  store.silentTimers.delete(alertId)
  const held = hold(store, timer.incidentId)
  if (alert?.id !== alertId || alert.status !== 'open' || alert.endsAt === null || alert.silentAt !== null || held === undefined)
    return null
  store.alerts.set(timer.key, { ...alert, silentAt: now })
  record(held, 'alert.source-silent', now, { alertId })
  held.notices.push({ reason: 'source-silent', text: `No word from the monitor about ${alert.signal.source}. This is not recovery` })
  return flush(store, [held], { at: now, by, cause: { type: 'source-silent', alertId, incidentId: timer.incidentId } })
}
