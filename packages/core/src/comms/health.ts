// How the communication of an incident stands, as one reading: who heard what how long ago, which promises were kept, who waits for an answer.
import { last } from '../protocol/ask.ts'
import type { Facts } from '../protocol/facts.ts'
import type { AudienceRule, Pack } from '../protocol/pack.ts'
import type { Reading } from '../protocol/read.ts'
import { standingOf } from '../protocol/standing.ts'
import { MINUTE, SECOND, type Instant, type Millis } from '../vocabulary.ts'
import { inSentence } from './audience-words.ts'
import { countsOf, promisesOf, type Counts, type Promised } from './promises.ts'
import { isOpen, questionsOf, type Question } from './questions.ts'

/** `soon`: word is promised within the next two minutes. */
export const COMMS_STANDINGS = ['well', 'soon', 'late'] as const
export type CommsStanding = (typeof COMMS_STANDINGS)[number]

type Waiting = { open: number; oldestAt: Instant | null }

export type AudienceHealth = {
  id: string
  name: string
  standing: CommsStanding
  says: string
  lastAt: Instant | null
  promisedAt: Instant | null
  promises: Counts
  questions: Waiting
}

export type CommsHealth = { standing: CommsStanding; says: string; promises: Counts; questions: Waiting; audiences: AudienceHealth[] }

export type Looking = { reading: Reading; now: Instant }

const SOON = 2 * MINUTE

export function commsHealth(pack: Pack, facts: Facts, { reading, now }: Looking): CommsHealth {
  const promises = promisesOf(facts, now)
  const open = questionsOf(facts).filter(isOpen)
  const late = overdueOf(pack, reading)
  const beganAt = standingOf(pack, facts)?.openedAt ?? now
  const verdicts = pack.audiences.map((one) => ({
    one,
    verdict: verdictOf(one, {
      promises: promises.filter(({ audience }) => audience === one.id),
      open: open.filter(({ audience }) => audience === one.id),
      lastAt: last(facts, { logged: 'update.sent', where: { audience: one.id } })?.observedAt ?? null,
      late,
      beganAt,
      now,
    }),
  }))
  const [worst] = verdicts.toSorted((a, b) => b.verdict.weight - a.verdict.weight)
  return {
    standing: worst?.verdict.standing ?? 'well',
    says: worst === undefined || worst.verdict.weight <= 0 ? atRest(promises, open, now) : worst.verdict.says,
    promises: countsOf(promises),
    questions: waiting(open),
    audiences: verdicts.map(({ one: { id, name }, verdict: { weight: _weight, ...rest } }) => ({ id, name, ...rest })),
  }
}

type Late = { silent: ReadonlySet<string>; questions: ReadonlySet<number> }

/** By the protocol's own clocks, so that this reading and what is owed never disagree. */
function overdueOf({ duties }: Pack, { obligations }: Reading): Late {
  const late = obligations.filter(({ state }) => state === 'overdue')
  const ends = late.flatMap(({ duty, because: [start = 0] }) =>
    (duties.find(({ id }) => id === duty)?.done ?? []).map((match) => ({ ...match, start })),
  )
  return {
    silent: new Set(ends.flatMap(({ logged, where }) => (logged === 'update.sent' ? [String(where?.['audience'])] : []))),
    questions: new Set(ends.flatMap(({ logged, start }) => (logged === 'question.answered' ? [start] : []))),
  }
}

type Told = {
  promises: readonly Promised[]
  open: readonly Question[]
  lastAt: Instant | null
  late: Late
  beganAt: Instant
  now: Instant
}
/** The graver, the heavier; what is not heavier than zero is said by nobody. */
type Verdict = Omit<AudienceHealth, 'id' | 'name'> & { weight: number }

function verdictOf(audience: AudienceRule, told: Told): Verdict {
  const { promises, open, lastAt } = told
  const owed = promises.filter(({ state }) => state === 'open' || state === 'overdue').map(({ dueAt }) => dueAt)
  return {
    ...sentenceOf(audience, told),
    lastAt,
    promisedAt: owed.length === 0 ? null : Math.min(...owed),
    promises: countsOf(promises),
    questions: waiting(open),
  }
}

function sentenceOf({ id, name }: AudienceRule, told: Told): Pick<Verdict, 'standing' | 'says' | 'weight'> {
  const { promises, open, lastAt, late, beganAt, now } = told
  const whom = inSentence(name)
  const broken = promises.find(({ state }) => state === 'overdue')
  if (broken !== undefined) {
    const by = now - broken.dueAt
    return { standing: 'late', says: `The word promised to ${whom} is ${lengthWords(by)} late.`, weight: 3 * HEAVIEST + by }
  }
  if (late.silent.has(id)) {
    const by = now - (lastAt ?? beganAt)
    const says = `Nothing was said to ${whom} for ${lengthWords(by)}.`
    return {
      standing: 'late',
      says: lastAt === null ? `Nothing was said to ${whom} yet, ${lengthWords(by)} in.` : says,
      weight: 2 * HEAVIEST + by,
    }
  }
  const waits = open.find(({ seq }) => late.questions.has(seq))
  if (waits !== undefined) {
    const by = now - waits.askedAt
    return { standing: 'late', says: `A question from ${whom} has waited ${lengthWords(by)}.`, weight: HEAVIEST + by }
  }
  const next = promises.find(({ state }) => state === 'open')
  if (next !== undefined) {
    const left = next.dueAt - now
    const standing = left <= SOON ? 'soon' : 'well'
    return { standing, says: `Next word to ${whom} in ${lengthWords(left)}.`, weight: HEAVIEST - left }
  }
  const says = lastAt === null ? `Nothing was said to ${whom} yet.` : `Last word to ${whom} ${lengthWords(now - lastAt)} ago.`
  return { standing: 'well', says, weight: 0 }
}

/** Longer than any incident is open. */
const HEAVIEST: Millis = 1e12

function atRest(promises: readonly Promised[], [oldest, ...others]: readonly Question[], now: Instant): string {
  if (oldest !== undefined) {
    const waits = lengthWords(now - oldest.askedAt)
    return others.length === 0 ? `A question waits, for ${waits}.` : `${others.length + 1} questions wait, the oldest for ${waits}.`
  }
  return promises.length === 0 ? 'Nothing was promised to anybody yet.' : 'Nobody waits for word now.'
}

const waiting = (open: readonly Question[]): Waiting => ({ open: open.length, oldestAt: open[0]?.askedAt ?? null })

export function lengthWords(length: Millis): string {
  const ms = Math.max(0, length)
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`
  return ms < 120 * MINUTE ? `${Math.floor(ms / MINUTE)} min` : `${Math.floor(ms / (60 * MINUTE))} h`
}
