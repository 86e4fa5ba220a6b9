// The smallest ladder, roster and page a test can ask for, and a night that remembers what was decided.
import { MINUTE, type Instant, type ScheduleId, type UserId } from '../vocabulary.ts'
import { decide } from './decide.ts'
import { openPage } from './open.ts'
import type { Actor, Page, PageCommand, PageDecision, PageEffect, PageEvent } from './page.ts'
import type { Policy, Rung, Target } from './policy.ts'
import type { ContactRule, Roster } from './roster.ts'

export const [ann, ben, cyd, dan]: [UserId, UserId, UserId, UserId] = ['user_ann', 'user_ben', 'user_cyd', 'user_dan']
/** 2026-03-10T03:00Z. */
export const T0: Instant = 1_773_111_600_000

export const user = (id: UserId): Actor => ({ type: 'user', id, name: id.slice('user_'.length) })
export const monitor: Actor = { type: 'monitor', name: 'prometheus' }

export function person(userId: UserId): Target {
  return { type: 'person', userId }
}

export function rung(targets: (UserId | Target)[], of: Partial<Rung> = {}): Rung {
  return { delayMinutes: 5, require: 'any', ...of, targets: targets.map((one) => (typeof one === 'string' ? person(one) : one)) }
}

/** Ann, then Ben, five minutes apart, once. */
export function policy(of: Partial<Policy> = {}): Policy {
  const rungs = [rung([ann]), rung([ben])]
  return { id: 'policy_checkout', version: 1, name: 'Checkout', rungs, repeat: 0, ackTimeoutMinutes: 30, onExhausted: 'catch-all', ...of }
}

export type People = {
  rules?: Partial<Record<UserId, ContactRule[]>>
  schedules?: Partial<Record<ScheduleId, UserId[]>>
  disabled?: UserId[]
  catchAll?: UserId[]
}

/** Push at once and voice two minutes later, for everybody who is not given other rules. */
export function rules(userId: UserId): ContactRule[] {
  const name = userId.slice('user_'.length)
  return [
    { contactId: `contact_${name}-push`, channel: 'ntfy', delayMinutes: 0 },
    { contactId: `contact_${name}-voice`, channel: 'webhook', delayMinutes: 2 },
  ]
}

export function roster(of: People = {}): Roster {
  const active = (userId: UserId) => of.disabled?.includes(userId) !== true
  return {
    people: (target) => (target.type === 'person' ? [target.userId] : (of.schedules?.[target.scheduleId] ?? [])).filter(active),
    rules: (userId) => of.rules?.[userId] ?? rules(userId),
    catchAll: () => (of.catchAll ?? [dan]).filter(active),
  }
}

export function openedPage(of: Policy = policy(), role: Page['role'] = 'ladder'): Page {
  return openPage({ id: 'page_1', orgId: 'org_1', incidentId: 'incident_1', role, policy: of, startedAt: T0 })
}

export type Night = {
  page: () => Page
  events: PageEvent[]
  effects: PageEffect[]
  /** Minutes after the start; the page and the memory change when the command is accepted. */
  at: (minutes: number, command: PageCommand, people?: People) => PageDecision
  /** The page's own timer fires when it is due. */
  elapse: (people?: People) => PageDecision
}

/** A page that has started, unless `start` is null. */
export function night(of: Policy = policy(), start: { skipRungs: number } | null = { skipRungs: 0 }, people: People = {}): Night {
  let page = openedPage(of)
  const events: PageEvent[] = []
  const effects: PageEffect[] = []
  const at = (minutes: number, command: PageCommand, then: People = people): PageDecision => {
    const decision = decide(page, command, { now: T0 + minutes * MINUTE, roster: roster(then) })
    if (!decision.ok) return decision
    page = decision.page
    events.push(...decision.events)
    effects.push(...decision.effects)
    return decision
  }
  const elapse = (then: People = people) => at(((page.nextAt ?? T0) - T0) / MINUTE, timerCommand(page), then)
  if (start !== null) at(0, { type: 'start', ...start })
  return { page: () => page, events, effects, at, elapse }
}

export function timerCommand({ state, epoch }: Pick<Page, 'state' | 'epoch'>): PageCommand {
  if (state === 'acknowledged') return { type: 'acknowledgement-elapsed', epoch }
  return { type: state === 'snoozed' ? 'snooze-elapsed' : 'rung-elapsed', epoch }
}

/** Who is called by these effects, and in how many minutes after the start. */
export function calls(effects: readonly PageEffect[]): string[] {
  return effects.flatMap((effect) =>
    effect.type === 'deliver' ? [`${effect.userId.slice('user_'.length)} ${effect.rule.channel} +${(effect.dueAt - T0) / MINUTE}`] : [],
  )
}

export function cancelled(effects: readonly PageEffect[]): string[] {
  return effects.flatMap((effect) => (effect.type === 'cancel' ? [`${effect.userId}: ${effect.why}`] : []))
}

/** The types of events, without their prefix. */
export function told(events: readonly PageEvent[]): string[] {
  return events.map((event) => event.type.slice('page.'.length))
}
