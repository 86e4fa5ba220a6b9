// What each thing said to a page must lead to, told from what is known of the page.
import type { Actor } from '@muster/core/page/page.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import { MINUTE, type UserId } from '@muster/core/vocabulary.ts'
import type { Said } from '../record.ts'
import { ring, ringing, say, stairAfter, stop, upwards, type Climb, type Expected } from './climb.ts'

type Word = Extract<Said, { type: 'acknowledge' | 'escalate' | 'ask-for-help' | 'decline' | 'snooze' }>

/** The reason a page must refuse, or null when it must do it. */
export function hear(out: Expected, climb: Climb, said: Word, by: Actor): string | null {
  if (climb.mood === 'over') return 'page-ended'
  switch (said.type) {
    case 'acknowledge':
      return answer(out, climb, by)
    case 'snooze':
      if (said.until <= out.now) return 'snooze-in-the-past'
      say(out, climb, 'snoozed', { by, until: said.until })
      stop(out, climb, null, 'snoozed')
      Object.assign(climb, { mood: 'asleep', by, since: null, due: said.until, unowned: false })
      return null
    case 'escalate':
      say(out, climb, 'escalated', { by })
      goOn(out, climb)
      return null
    case 'ask-for-help':
      say(out, climb, 'help-asked', { by })
      if (by.type === 'user') stop(out, climb, by.id, 'escalated')
      goOn(out, climb)
      return null
    case 'decline':
      decline(out, climb, by)
      return null
  }
}

function answer(out: Expected, climb: Climb, by: Actor): string | null {
  if (climb.mood === 'answered') return 'already-acknowledged'
  const waitsFor = climb.mood === 'ringing' && climb.policy.rungs[climb.rung]?.require === 'all' ? ringing(climb) : []
  if (by.type === 'user' && waitsFor.some((userId) => userId !== by.id)) {
    if (!waitsFor.includes(by.id)) return 'not-paged'
    say(out, climb, 'partly-acknowledged', { by, userId: by.id })
    stop(out, climb, by.id, 'acknowledged')
    climb.people.set(by.id, 'acknowledged')
    return null
  }
  const holds = climb.policy.ackTimeoutMinutes
  const due = holds === null ? null : out.now + holds * MINUTE
  say(out, climb, 'acknowledged', { by, nextAt: due })
  stop(out, climb, null, 'acknowledged')
  if (by.type === 'user' && climb.people.has(by.id)) climb.people.set(by.id, 'acknowledged')
  Object.assign(climb, { mood: 'answered', by, since: out.now, due, unowned: false })
  return null
}

/** On from here: the next stair, under a new count when an answer is given back, and from the bottom when the ladder was used up. */
function goOn(out: Expected, climb: Climb): void {
  const round = climb.mood === 'ringing' ? climb.round : climb.round + 1
  const from = climb.mood === 'spent' ? 0 : stairAfter(climb)
  ring(out, climb, { round, tries: upwards(climb.policy, from), from })
}

export function startOver(out: Expected, climb: Climb): void {
  ring(out, climb, { round: climb.round + 1, tries: upwards(climb.policy, 0), from: 0 })
}

function decline(out: Expected, climb: Climb, by: Actor): void {
  const holds =
    climb.mood === 'answered' && climb.by?.type === by.type && (by.type !== 'user' || (climb.by.type === 'user' && climb.by.id === by.id))
  say(out, climb, 'declined', { by })
  if (by.type === 'user') {
    stop(out, climb, by.id, 'declined')
    if (climb.people.has(by.id)) climb.people.set(by.id, 'declined')
  }
  if (holds) goOn(out, climb)
  else ifNobodyRings(out, climb)
}

function ifNobodyRings(out: Expected, climb: Climb): void {
  if (climb.mood === 'ringing' && ringing(climb).length === 0) goOn(out, climb)
}

export function remove(out: Expected, climb: Climb, userId: UserId): void {
  if (climb.mood === 'over' || !climb.people.has(userId) || climb.people.get(userId) === 'removed') return
  const held = climb.mood === 'answered' && climb.by?.type === 'user' && climb.by.id === userId
  say(out, climb, 'person-removed', { userId })
  if (!held) stop(out, climb, userId, 'removed')
  climb.people.set(userId, 'removed')
  if (held) {
    stop(out, climb, null, 'escalated')
    startOver(out, climb)
  } else ifNobodyRings(out, climb)
}

export function unreachable(out: Expected, climb: Climb, userId: UserId): void {
  say(out, climb, 'undeliverable', { userId })
  climb.people.set(userId, 'undeliverable')
  ifNobodyRings(out, climb)
}

export function takePolicy(
  out: Expected,
  climb: Climb,
  { policy, by, from }: { policy: Policy; by: Actor; from: 'first-rung' | 'same-rung' },
): void {
  say(out, climb, 'policy-changed', { by, policy })
  const [round, rung] = [climb.round + 1, climb.rung]
  climb.policy = policy
  if (from === 'same-rung' && climb.mood !== 'ringing' && climb.mood !== 'spent') return
  stop(out, climb, null, 'policy-changed')
  const wide = policy.rungs.length
  const place = rung < wide ? (climb.pass - 1) * wide + rung : climb.pass * wide
  const stair = from === 'first-rung' ? 0 : Math.max(0, place)
  ring(out, climb, { round, tries: upwards(policy, stair), from: stair })
}

export function elapse(out: Expected, climb: Climb): void {
  if (climb.mood === 'ringing') return goOn(out, climb)
  if (climb.mood === 'answered') say(out, climb, 'acknowledgement-elapsed', { by: climb.by })
  else say(out, climb, 'snooze-ended')
  stop(out, climb, null, 'escalated')
  startOver(out, climb)
}

export function end(out: Expected, climb: Climb, by: Actor): void {
  if (climb.mood === 'over') return
  say(out, climb, 'ended', { by, reason: 'resolved' })
  stop(out, climb, null, 'ended')
  Object.assign(climb, { mood: 'over', due: null, by: null, since: null })
}

export function begin(out: Expected, climb: Climb, skip: number): void {
  const wide = climb.policy.rungs.length
  const from = Math.min(skip, wide - 1)
  const tries = Array.from({ length: wide }, (_, index) => (from + index) % wide)
  ring(out, climb, { round: 1, tries, from, begins: true })
}

/** Whether word that somebody cannot be reached still means the rung they are being called on. */
export function stands(climb: Climb, at: { userId: string; place: string }): boolean {
  const here = `${climb.round}.${climb.pass}.${climb.rung}` === at.place && climb.mood === 'ringing'
  return here && [...climb.people].some(([userId, state]) => userId === at.userId && state === 'paging')
}
