// What people do to an incident, and what a change of the configuration does to pages under way: as the server's verbs do.
import type { IncidentCommand } from '@muster/core/incident/handle.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import type { IncidentId, Instant, ServiceId, UserId } from '@muster/core/vocabulary.ts'
import type { Org } from '../plot/organisation.ts'
import type { Cause, Commit, Said } from '../record.ts'
import { carryOut, flush, hold, momentAt, putPage, record, settle, startLadder, type Held } from './held.ts'
import { serviceOf, type Store } from './store.ts'

type Acting = { store: Store; held: Held; moment: Moment; by: Actor }

export function say(
  store: Store,
  { incidentId, by, said, now }: { incidentId: IncidentId; by: Actor; said: Said; now: Instant },
): Commit | null {
  const held = hold(store, incidentId)
  if (held === undefined) return null
  const refused = work({ store, held, moment: momentAt(store, now), by }, said)
  const cause: Cause = { type: 'said', by, incidentId, said }
  if (refused !== null) return { ...flush(store, [], { at: now, by: 'api', cause }), refused }
  return flush(store, [held], { at: now, by: 'api', cause })
}

/** The reason nothing was done, or null. */
function work(acting: Acting, said: Said): string | null {
  const { store, held, moment, by } = acting
  switch (said.type) {
    case 'reassign':
      return changeLadder(acting, policyFor(store, said.to), 'first-rung')
    case 'apply-policy':
      return changeLadder(acting, policyOf(store, held), 'same-rung')
    case 'add-responder':
      return addResponder(acting, said.userId)
    case 'acknowledge':
    case 'escalate':
    case 'ask-for-help':
    case 'decline':
    case 'snooze':
    case 'resolve': {
      const command: IncidentCommand = said.type === 'resolve' ? { type: 'resolve', by, why: 'by-hand' } : { ...said, by }
      const decision = carryOut(store, held, command, moment)
      if (!decision.ok) return decision.reason
      if (said.type === 'resolve') closeAlerts(acting)
      return null
    }
  }
}

function policyFor(store: Store, to: { policyIndex: number } | { userId: UserId }): Policy {
  if ('userId' in to) return { ...store.rules.policies.policyForResponder(to.userId), onExhausted: 'catch-all' }
  const policy = store.org.policies[to.policyIndex]
  if (policy === undefined) throw new Error('no such ladder')
  return policy
}

function policyOf(store: Store, held: Held): Policy {
  return policyFor(store, { policyIndex: serviceOf(store, held.incident).policyIndex })
}

function changeLadder({ store, held, moment, by }: Acting, policy: Policy, from: 'first-rung' | 'same-rung'): string | null {
  if (held.incident.status === 'resolved') return 'already-resolved'
  const page = held.pages.find((one) => one.role === 'ladder' && one.state !== 'ended')
  if (page === undefined) {
    startLadder(store, held, { policy, skipRungs: 0 }, moment)
    return null
  }
  const decision = store.rules.pageDecide.decide(page, { type: 'change-policy', policy, by, from }, moment)
  if (!decision.ok) return decision.reason
  putPage(held, decision)
  settle(store, held, moment.now)
  return null
}

function addResponder({ store, held, moment, by }: Acting, userId: UserId): string | null {
  if (held.incident.status === 'resolved') return 'already-resolved'
  const asked = held.pages.some(
    (page) => page.state === 'climbing' && page.calls.some((call) => call.userId === userId && call.state === 'paging'),
  )
  if (asked) return 'already-being-called'
  record(held, 'incident.responder-asked', moment.now, { userId, by })
  startLadder(store, held, { policy: store.rules.policies.policyForResponder(userId), skipRungs: 0, role: 'responder' }, moment)
  return null
}

/** A monitor that goes on sending opens a new alert, and with it the incident again. */
function closeAlerts({ store, held, moment }: Acting): void {
  for (const [key, alert] of store.alerts) {
    if (alert.incidentId !== held.incident.id || alert.status !== 'open') continue
    store.alerts.set(key, { ...alert, status: 'closed', closedAt: moment.now })
    store.silentTimers.delete(alert.id)
  }
  held.incident = { ...held.incident, openAlerts: 0 }
}

export type Change = { what: string; org: Org; gone: UserId[]; moved: ServiceId[] }

/** Somebody switched off is called no longer, a moved service climbs its new ladder. */
export function configure(store: Store, change: Change, now: Instant): Commit {
  store.org = change.org
  const moment = momentAt(store, now)
  const touched: Held[] = []
  for (const incident of store.incidents.values()) {
    const held = hold(store, incident.id)
    if (held === undefined || !isTouched(store, held, change)) continue
    const acting: Acting = { store, held, moment, by: { type: 'token', name: 'config' } }
    for (const userId of change.gone) remove(acting, userId)
    const climbs = held.pages.some((page) => page.role === 'ladder' && (page.state === 'climbing' || page.state === 'exhausted'))
    if (climbs && change.moved.includes(incident.serviceId)) changeLadder(acting, policyOf(store, held), 'first-rung')
    if (held.effects.length > 0 || held.changed.size > 0) touched.push(held)
  }
  return flush(store, touched, { at: now, by: 'api', cause: { type: 'configured', ...change } })
}

/** Called for it, about to be called for it, or of a service that moved. */
function isTouched(store: Store, { incident, pages }: Held, { gone, moved }: Change): boolean {
  const live = pages.filter((page) => page.state !== 'ended')
  if (live.length === 0) return false
  const waits = () => [...store.live].some((row) => gone.includes(row.userId) && live.some((page) => page.id === row.pageId))
  return moved.includes(incident.serviceId) || live.some((page) => page.calls.some((call) => gone.includes(call.userId))) || waits()
}

function remove({ store, held, moment }: Acting, userId: UserId): void {
  for (const page of held.pages) {
    const decision = store.rules.pageDecide.decide(page, { type: 'remove-person', userId }, moment)
    if (decision.ok) putPage(held, decision)
    // Called on a rung left behind: what still waits for them there goes too.
    else if (page.state !== 'ended') held.effects.push({ page, effect: { type: 'cancel', userId, why: 'removed' } })
  }
  settle(store, held, moment.now)
}
