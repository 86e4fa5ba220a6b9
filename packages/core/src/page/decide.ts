// The rules of a page: given where it stands and what happened, what follows. Time and people come in as arguments.
import { afterMinutes } from '../hours/working.ts'
import { refuse, type Instant, type UserId } from '../vocabulary.ts'
import { whyNot } from './can.ts'
import { climbFrom, placeAfter, type Moment, type Place, type Steps } from './climb.ts'
import { evolve } from './evolve.ts'
import type { Actor, Page, PageCommand, PageDecision, PageEffect, PageEvent } from './page.ts'
import type { Policy } from './policy.ts'

export function decide(page: Page, command: PageCommand, moment: Moment): PageDecision {
  switch (command.type) {
    case 'start':
      return start(page, command.skipRungs, moment)
    case 'rung-elapsed':
      // A timer that fires after a manual escalation names a rung already left.
      if (page.state !== 'climbing' || command.epoch !== page.epoch) return refuse('stale-timer')
      return accept(page, climbFrom(page, placeAfter(page), moment))
    case 'acknowledge':
      return acknowledge(page, command.by, moment.now)
    case 'acknowledgement-elapsed':
      if (page.state !== 'acknowledged' || command.epoch !== page.epoch) return refuse('stale-timer')
      return climbAgain(page, [{ type: 'page.acknowledgement-elapsed', at: moment.now, by: page.by }], moment)
    case 'snooze-elapsed':
      if (page.state !== 'snoozed' || command.epoch !== page.epoch) return refuse('stale-timer')
      return climbAgain(page, [{ type: 'page.snooze-ended', at: moment.now }], moment)
    case 'escalate':
    case 'ask-for-help':
      return escalate(page, command, moment)
    case 'decline':
      return decline(page, command.by, moment)
    case 'snooze':
      return snooze(page, command, moment.now)
    case 'undeliverable':
      return undeliverable(page, command, moment)
    case 'remove-person':
      return removePerson(page, command.userId, moment)
    case 'call-away':
      return callAway(page, command, moment)
    case 'change-policy':
      return changePolicy(page, command, moment)
    case 'end':
      if (page.state === 'ended') return refuse('page-ended')
      return accept(page, {
        events: [{ type: 'page.ended', at: moment.now, by: command.by, reason: command.reason }],
        effects: [{ type: 'cancel', userId: 'everyone', why: 'ended' }],
      })
  }
}

function start(page: Page, skipRungs: number, moment: Moment): PageDecision {
  if (page.state !== 'waiting') return refuse('already-started')
  const rung = Math.max(0, Math.min(skipRungs, page.policy.rungs.length - 1))
  return accept(page, climbFrom(page, { climb: 1, pass: 1, rung }, moment))
}

function acknowledge(page: Page, by: Actor, now: Instant): PageDecision {
  const refusal = whyNot('acknowledge', page)
  if (refusal !== null) return refuse(refusal)
  const everyoneNeeded = page.state === 'climbing' && page.policy.rungs[page.rung]?.require === 'all'
  if (everyoneNeeded && by.type === 'user' && stillPaging(page).some((userId) => userId !== by.id)) {
    if (!stillPaging(page).includes(by.id)) return refuse('not-paged')
    return accept(page, {
      events: [{ type: 'page.partly-acknowledged', at: now, by, userId: by.id }],
      effects: [{ type: 'cancel', userId: by.id, why: 'acknowledged' }],
    })
  }
  return accept(page, {
    events: [{ type: 'page.acknowledged', at: now, by, nextAt: untilForgotten(page.policy, now) }],
    effects: [{ type: 'cancel', userId: 'everyone', why: 'acknowledged' }],
  })
}

/** "Next rung, now". Whoever asks for help keeps the page but is not rung again; the ladder goes on until somebody else answers. */
function escalate(page: Page, command: { type: 'escalate' | 'ask-for-help'; by: Actor }, moment: Moment): PageDecision {
  const refusal = whyNot(command.type, page)
  if (refusal !== null) return refuse(refusal)
  const said = command.type === 'escalate' ? 'page.escalated' : 'page.help-asked'
  const who = command.type === 'ask-for-help' && command.by.type === 'user' ? command.by.id : null
  const effects: PageEffect[] = who === null ? [] : [{ type: 'cancel', userId: who, why: 'escalated' }]
  return accept(page, { events: [{ type: said, at: moment.now, by: command.by }], effects }, (after) =>
    climbFrom(after, onward(page), moment),
  )
}

/** "I can't take this": the next rung is woken at once when nobody else on this one is still being called. */
function decline(page: Page, by: Actor, moment: Moment): PageDecision {
  const refusal = whyNot('decline', page)
  if (refusal !== null) return refuse(refusal)
  const who = by.type === 'user' ? by.id : null
  const steps: Steps = {
    events: [{ type: 'page.declined', at: moment.now, by }],
    effects: who === null ? [] : [{ type: 'cancel', userId: who, why: 'declined' }],
  }
  const heldByThem = page.state === 'acknowledged' && sameActor(page.by, by)
  return accept(page, steps, (after) => (heldByThem ? climbFrom(after, onward(page), moment) : climbIfAlone(after, moment)))
}

/** An answer given back begins a new climb: the catch-all's keys of this one may be spent, and a key made twice wakes nobody. */
function onward(page: Page): Place {
  const climb = page.climb + 1
  if (page.state === 'exhausted') return { climb, pass: 1, rung: 0 }
  return page.state === 'climbing' ? placeAfter(page) : { ...placeAfter(page), climb }
}

function snooze(page: Page, command: { by: Actor; until: Instant }, now: Instant): PageDecision {
  const refusal = whyNot('snooze', page)
  if (refusal !== null) return refuse(refusal)
  if (command.until <= now) return refuse('snooze-in-the-past')
  return accept(page, {
    events: [{ type: 'page.snoozed', at: now, by: command.by, until: command.until }],
    effects: [{ type: 'cancel', userId: 'everyone', why: 'snoozed' }],
  })
}

function undeliverable(page: Page, command: Extract<PageCommand, { type: 'undeliverable' }>, moment: Moment): PageDecision {
  const { climb, pass, rung } = command
  if (page.state !== 'climbing' || climb !== page.climb || pass !== page.pass || rung !== page.rung) return refuse('stale-timer')
  if (!stillPaging(page).includes(command.userId)) return refuse('not-paged')
  const steps: Steps = { events: [{ type: 'page.undeliverable', at: moment.now, userId: command.userId }], effects: [] }
  return accept(page, steps, (after) => climbIfAlone(after, moment))
}

function removePerson(page: Page, userId: UserId, moment: Moment): PageDecision {
  if (page.state === 'ended') return refuse('page-ended')
  if (!page.calls.some((call) => call.userId === userId && call.state !== 'removed')) return refuse('not-paged')
  const steps: Steps = {
    events: [{ type: 'page.person-removed', at: moment.now, userId }],
    effects: [{ type: 'cancel', userId, why: 'removed' }],
  }
  const heldByThem = page.state === 'acknowledged' && page.by.type === 'user' && page.by.id === userId
  if (heldByThem) return climbAgain(page, steps.events, moment)
  return accept(page, steps, (after) => climbIfAlone(after, moment))
}

/** The answer goes with them: the next rung is woken, and they are not, unless there is nobody else. */
function callAway(page: Page, { userId, by, to }: Extract<PageCommand, { type: 'call-away' }>, moment: Moment): PageDecision {
  if (page.state === 'ended' || page.state === 'waiting') return refuse(page.state === 'ended' ? 'page-ended' : 'not-started')
  const steps: Steps = {
    events: [{ type: 'page.person-removed', at: moment.now, userId, by, to }],
    effects: [{ type: 'cancel', userId, why: 'removed' }],
  }
  const without = { ...moment, away: userId }
  const isAnswered = page.state === 'acknowledged' || page.state === 'snoozed'
  return accept(page, steps, (after) => (isAnswered ? climbFrom(after, onward(page), without) : climbIfAlone(after, without)))
}

function changePolicy(page: Page, command: { policy: Policy; by: Actor; from: 'first-rung' | 'same-rung' }, moment: Moment): PageDecision {
  if (page.state === 'ended') return refuse('page-ended')
  if (command.policy.rungs.length === 0) return refuse('empty-policy')
  const steps: Steps = {
    events: [
      { type: 'page.policy-changed', at: moment.now, by: command.by, policy: command.policy, ...recounted(page, command.policy, moment) },
    ],
    effects: [{ type: 'cancel', userId: 'everyone', why: 'policy-changed' }],
  }
  const running = page.state === 'climbing' || page.state === 'exhausted'
  if (!running && command.from === 'same-rung') return accept(page, { events: steps.events, effects: [] })
  const climb = page.climb + 1
  return accept(page, steps, (after) => {
    if (command.from === 'first-rung') return climbFrom(after, { climb, pass: 1, rung: 0 }, moment)
    const beyond = after.rung >= after.policy.rungs.length
    return climbFrom(after, { climb, pass: beyond ? after.pass + 1 : Math.max(1, after.pass), rung: beyond ? 0 : after.rung }, moment)
  })
}

/** An answer that held for so long in working time holds for so long in plain time, from now on. */
function recounted(page: Page, policy: Policy, { now }: Moment): { nextAt?: Instant | null } {
  if (page.state !== 'acknowledged' || page.policy.hours === undefined || policy.hours !== undefined) return {}
  return { nextAt: untilForgotten(policy, now) }
}

const untilForgotten = ({ ackTimeoutMinutes, hours }: Policy, now: Instant): Instant | null =>
  ackTimeoutMinutes === null ? null : afterMinutes(hours, now, ackTimeoutMinutes)

function climbAgain(page: Page, events: PageEvent[], moment: Moment): PageDecision {
  const effects: PageEffect[] = [{ type: 'cancel', userId: 'everyone', why: 'escalated' }]
  return accept(page, { events, effects }, (after) => climbFrom(after, { climb: after.climb + 1, pass: 1, rung: 0 }, moment))
}

function climbIfAlone(page: Page, moment: Moment): Steps {
  if (page.state !== 'climbing' || stillPaging(page).length > 0) return { events: [], effects: [] }
  return climbFrom(page, placeAfter(page), moment)
}

function stillPaging(page: Page): UserId[] {
  return page.calls.filter((call) => call.state === 'paging').map((call) => call.userId)
}

function sameActor(a: Actor, b: Actor): boolean {
  return identityOf(a) === identityOf(b)
}

/** People and accounts are known by their id; of the rest there is one of each kind. */
function identityOf(actor: Actor): string {
  return 'id' in actor ? actor.id : actor.type
}

function accept(page: Page, first: Steps, then: (page: Page) => Steps = () => ({ events: [], effects: [] })): PageDecision {
  const after = first.events.reduce(evolve, page)
  const second = then(after)
  const events = [...first.events, ...second.events]
  return { ok: true, page: second.events.reduce(evolve, after), events, effects: [...first.effects, ...second.effects] }
}
