// One page as an onlooker keeps it: who is being called, until when, and what the next thing must be.
import type { Actor, Call, Page } from '@muster/core/page/page.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import { MINUTE, type IncidentId, type Instant, type PageId, type UserId } from '@muster/core/vocabulary.ts'
import type { Org } from '../plot/organisation.ts'
import { peopleOf, waysTo } from './people.ts'

export type Climb = {
  id: PageId
  incidentId: IncidentId
  role: Page['role']
  policy: Policy
  startedAt: Instant
  mood: 'new' | 'ringing' | 'answered' | 'asleep' | 'spent' | 'over'
  round: number
  pass: number
  rung: number
  due: Instant | null
  people: Map<UserId, Call['state']>
  unowned: boolean
  by: Actor | null
  since: Instant | null
}

export type Row = { key: string; pageId: PageId; userId: UserId; contactId: string; channel: string; dueAt: Instant; first: boolean }

/** What one transaction must have written. */
export type Expected = {
  now: Instant
  org: Org
  lines: { incidentId: IncidentId; type: string; body: Record<string, unknown> }[]
  rows: Row[]
  /** Calls to take back, from everybody or from one. */
  stops: { pageId: PageId; userId: UserId | null; why: string }[]
  touched: Set<Climb>
}

export function newClimb(of: Pick<Climb, 'id' | 'incidentId' | 'role' | 'policy' | 'startedAt'>): Climb {
  return { ...of, mood: 'new', round: 0, pass: 0, rung: 0, due: null, people: new Map(), unowned: false, by: null, since: null }
}

export function say(out: Expected, climb: Climb, type: string, body: Record<string, unknown> = {}): void {
  out.touched.add(climb)
  out.lines.push({ incidentId: climb.incidentId, type: `page.${type}`, body: { pageId: climb.id, ...body } })
}

/** Takes back calls: those of this very transaction are never written. */
export function stop(out: Expected, climb: Climb, userId: UserId | null, why: string): void {
  out.rows = out.rows.filter((row) => row.pageId !== climb.id || (userId !== null && row.userId !== userId))
  out.stops.push({ pageId: climb.id, userId, why })
}

export const ringing = (climb: Climb): UserId[] => [...climb.people].filter(([, state]) => state === 'paging').map(([userId]) => userId)

/** A ladder unrolled: stair 0 is the first rung of the first pass, and after the last stair of the last pass comes nothing. */
export const stairs = (policy: Policy): number => policy.rungs.length * (policy.repeat + 1)

export const stairAfter = ({ policy, pass, rung }: Climb): number => {
  const wide = policy.rungs.length
  // Nobody could be called yet: the first rung is still to come.
  if (pass === 0) return 0
  return rung + 1 < wide ? (pass - 1) * wide + rung + 1 : pass * wide
}

/** The stairs to try from one on: to the end of the pass, and when it is begun in its middle, to the end of the next. */
export function upwards(policy: Policy, from: number): number[] {
  const wide = policy.rungs.length
  const enough = from % wide === 0 ? from + wide : (Math.floor(from / wide) + 2) * wide
  return Array.from({ length: Math.max(0, Math.min(enough, stairs(policy)) - from) }, (_, index) => from + index)
}

export type Going = { round: number; tries: number[]; from: number; begins?: boolean }

/** Wakes the first of these stairs on which somebody can be reached, or says that there is none. */
export function ring(out: Expected, climb: Climb, { round, tries, from, begins = false }: Going): void {
  const wide = climb.policy.rungs.length
  for (const stair of tries) {
    const [pass, rung] = [Math.floor(stair / wide) + 1, stair % wide]
    const place = { climb: round, pass, rung }
    const step = climb.policy.rungs[rung]
    const named = step === undefined ? [] : peopleOf(out.org, step.targets, out.now)
    const people = named.filter((userId) => waysTo(out.org, userId).length > 0)
    if (step === undefined || people.length === 0) {
      say(out, climb, 'rung-empty', { ...place, why: named.length === 0 ? 'no-one-on-call' : 'no-contact-method' })
      continue
    }
    const due = out.now + step.delayMinutes * MINUTE
    say(out, climb, 'rung-entered', { ...place, people, nextAt: due })
    callAll(out, climb, people, { place: `${round}.${pass}.${rung}`, begins })
    Object.assign(climb, { mood: 'ringing', round, pass, rung, due, unowned: false, by: null, since: null })
    return
  }
  const passes = Math.min(Math.floor(from / wide) + 1, climb.policy.repeat + 1)
  spend(out, climb, { round, passes, begins, why: begins || from === 0 ? 'nobody-reachable' : 'exhausted' })
}

type Spending = { round: number; passes: number; begins: boolean; why: string }

function spend(out: Expected, climb: Climb, { round, passes, begins, why }: Spending): void {
  say(out, climb, 'exhausted', { climb: round, passes })
  Object.assign(climb, { mood: 'spent', round, due: null, by: null, since: null })
  if (climb.policy.onExhausted === 'note') return
  const people = peopleOf(out.org, out.org.catchAll, out.now).filter((userId) => waysTo(out.org, userId).length > 0)
  say(out, climb, 'unowned', { climb: round, people, why })
  callAll(out, climb, people, { place: `${round}.catch-all`, begins })
  climb.unowned = true
}

function callAll(out: Expected, climb: Climb, people: readonly UserId[], { place, begins }: { place: string; begins: boolean }): void {
  climb.people = new Map(people.map((userId) => [userId, 'paging']))
  for (const userId of people) {
    for (const [index, { contactId, channel, delayMinutes }] of waysTo(out.org, userId).entries()) {
      const key = [climb.id, place, index, contactId].join(':')
      const first = begins && delayMinutes === 0
      out.rows.push({ key, pageId: climb.id, userId, contactId, channel, dueAt: out.now + delayMinutes * MINUTE, first })
    }
  }
}
