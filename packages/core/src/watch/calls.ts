// The calls an outage needs: planned per round, tried until somebody's device has them, and never twice with one key.
import { MINUTE, SECOND, type ContactId, type Instant, type Millis, type OrgId, type UserId } from '../vocabulary.ts'
import { ROUND_MS } from './watch.ts'
import type { WatchedOrg } from './whom.ts'

export type Call = {
  /** The same key means the same call, whoever makes it. */
  key: string
  kind: 'page' | 'notice'
  orgId: OrgId
  userId: UserId
  contactId: ContactId
  round: number
  dueAt: Instant
  /** Tries that were begun. */
  attempt: number
  state: 'waiting' | 'delivered' | 'failed'
}

/** What a channel answered. */
export type CallAnswer = { type: 'delivered' } | { type: 'retry'; afterMs: Millis | null } | { type: 'never' }

const BACKOFF_MS = [1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND)

/** A round that has reached nobody after this long goes to more people. */
export const UNREACHED_MS: Millis = MINUTE

/** Good news is not worth calling for ever. */
const NOTICE_TRIES = 20

export type Round = { startedAt: Instant; round: number; at: Instant }

/** Every contact of these people once, at the soonest of its rules. */
export function callsFor(org: WatchedOrg, people: readonly UserId[], { startedAt, round, at }: Round): Call[] {
  return people.flatMap((userId) => {
    const rules = org.directory.people.get(userId)?.rules ?? []
    const soonest = rules.filter((rule, place) => rules.findIndex((other) => other.contactId === rule.contactId) === place)
    return soonest.map(({ contactId, delayMinutes }): Call => {
      const key = `watchdog:${org.id}:${startedAt}:${userId}:${contactId}:${round}`
      const dueAt = at + delayMinutes * MINUTE
      return { key, kind: 'page', orgId: org.id, userId, contactId, round, dueAt, attempt: 0, state: 'waiting' }
    })
  })
}

/** Calls that are new; one whose key is known is already made or under way. */
export function added(calls: readonly Call[], more: readonly Call[]): Call[] {
  const known = new Set(calls.map((call) => call.key))
  return [...calls, ...more.filter((call) => !known.has(call.key))]
}

/**
 * What the next round takes over: later rules still to come, and who was reached (they are told when it is over). A call that is
 * still being tried ends here, because the new round calls the same contact.
 */
export function carriedOver(calls: readonly Call[]): Call[] {
  const pages = calls.filter((call) => call.kind === 'page')
  const reached = new Map(pages.filter((call) => call.state === 'delivered').map((call) => [call.contactId, call]))
  return [...reached.values(), ...pages.filter((call) => call.state === 'waiting' && call.attempt === 0)]
}

export function dueCalls(calls: readonly Call[], kinds: readonly Call['kind'][], now: Instant): Call[] {
  return calls.filter((call) => call.state === 'waiting' && call.dueAt <= now && kinds.includes(call.kind))
}

/** Written down before the call is made: after a crash the next try knows that it may be a repeat. */
export function begun(calls: readonly Call[], keys: ReadonlySet<string>): Call[] {
  return calls.map((call) => (keys.has(call.key) ? { ...call, attempt: call.attempt + 1 } : call))
}

export function settled(calls: readonly Call[], key: string, answer: CallAnswer, now: Instant): Call[] {
  const ended = calls.map((call) => (call.key === key ? end(call, answer, now) : call))
  const failed = ended.find((call) => call.key === key && call.state === 'failed')
  return failed === undefined ? ended : hastened(ended, failed, now)
}

function end(call: Call, answer: CallAnswer, now: Instant): Call {
  if (answer.type === 'delivered') return { ...call, state: 'delivered' }
  if (answer.type === 'never' || (call.kind === 'notice' && call.attempt >= NOTICE_TRIES)) return { ...call, state: 'failed' }
  const wait = answer.afterMs ?? BACKOFF_MS[Math.min(call.attempt, BACKOFF_MS.length) - 1] ?? SECOND
  return { ...call, dueAt: now + Math.min(wait, ROUND_MS) }
}

/** A person whose way has failed for good is called on their next one now, unless another has reached them. */
function hastened(calls: readonly Call[], failed: Call, now: Instant): Call[] {
  const theirs = calls.filter((call) => call.kind === failed.kind && call.round === failed.round && call.userId === failed.userId)
  if (theirs.some((call) => call.state === 'delivered')) return [...calls]
  const next = theirs.filter((call) => call.state === 'waiting').toSorted((a, b) => a.dueAt - b.dueAt)[0]
  return calls.map((call) => (call === next ? { ...call, dueAt: Math.min(call.dueAt, now) } : call))
}

/** The round's calls for an organisation have all failed, or have been tried for a minute and reached nobody. */
export function hasReachedNobody(calls: readonly Call[], { orgId, round }: Pick<Call, 'orgId' | 'round'>, now: Instant): boolean {
  const pages = calls.filter((call) => call.kind === 'page' && call.orgId === orgId && call.round === round)
  if (pages.some((call) => call.state === 'delivered')) return false
  const firstAt = Math.min(...pages.map((call) => call.dueAt))
  return pages.every((call) => call.state === 'failed') || now - firstAt >= UNREACHED_MS
}

/** It is over: one word to every contact that was called, also where the answer got lost. */
export function backCalls(calls: readonly Call[], startedAt: Instant, now: Instant): Call[] {
  const called = calls.filter((call) => call.kind === 'page' && call.attempt > 0 && call.state !== 'failed')
  const each = new Map(called.map((call) => [call.contactId, call]))
  return [...each.values()].map((call) => ({
    ...call,
    key: `watchdog:${call.orgId}:${startedAt}:${call.userId}:${call.contactId}:back`,
    kind: 'notice',
    dueAt: now,
    attempt: 0,
    state: 'waiting',
  }))
}
