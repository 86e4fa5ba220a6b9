// What was left to be done afterwards: each with an owner and a date, until somebody says how it was proven.
import type { Instant } from '../vocabulary.ts'
import { all, last } from './ask.ts'
import type { Fact, Facts } from './facts.ts'

export type FollowUp = {
  seq: number
  text: string
  /** Who owns it, as it was written: a person or a team. */
  owner: string
  /** A date such as 2026-04-01, in nobody's zone: it is late when that day is over everywhere. */
  due: string
  createdAt: Instant
  /** How often its date was moved. */
  moved: number
  done: { at: Instant; text: string; by: unknown } | null
}

/** Oldest first. */
export function followUps(facts: Facts): FollowUp[] {
  return all(facts, { logged: 'followup.created' }).map((one) => followUp(facts, one))
}

function followUp(facts: Facts, { seq, observedAt, body }: Fact): FollowUp {
  const moves = all(facts, { logged: 'followup.moved', where: { followup: seq } })
  const done = last(facts, { logged: 'followup.done', where: { followup: seq } })
  const now = Object.assign({}, body, ...moves.map((move) => move.body)) as Readonly<Record<string, unknown>>
  return {
    seq,
    text: plain(body['text']),
    owner: plain(now['owner']),
    due: plain(now['due']),
    createdAt: observedAt,
    moved: moves.length,
    done: done === undefined ? null : { at: done.observedAt, text: plain(done.body['text']), by: done.body['by'] },
  }
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Somewhere it is still that day for twelve hours after it has ended at Greenwich. */
const LAST_ZONE_MS = 12 * 3_600_000
const DAY_MS = 86_400_000

/** `dayStart`: when its due date begins in UTC. */
export const isLate = (dayStart: Instant, now: Instant): boolean => now >= dayStart + DAY_MS + LAST_ZONE_MS
