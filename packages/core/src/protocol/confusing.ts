// A step of a runbook that looks confusing, by what the log shows of it: suggested to whoever is at it, and flagged by nobody but them.
import { MINUTE, type Instant, type Millis } from '../vocabulary.ts'
import { all, firstAfter, last, lastAfter } from './ask.ts'
import type { Fact, Facts } from './facts.ts'
import { isOver } from './standing.ts'

/** `because`: the entries it rests on. */
export type Suspect = { step: string; why: string; because: readonly number[] }

/** So often a step has to have failed. */
const OFTEN = 2
/** So much longer than its neighbours a step has to take; and this long at least, because the first steps of a runbook take seconds. */
const TIMES_LONGER = 4
const LONG: Millis = 10 * MINUTE
/** After this long nobody is at it any more, whatever the log says. */
const ABANDONED: Millis = 60 * MINUTE

/** Of the run that is under way; null: no step of it stands out, or somebody has flagged one since. */
export function suspectStep(facts: Facts, now: Instant): Suspect | null {
  const start = last(facts, { logged: 'run.started' })
  if (start === undefined || isOver(facts)) return null
  if (['run.stopped', 'run.completed'].some((logged) => lastAfter(facts, { logged }, start) !== undefined)) return null
  const steps = all(facts, { logged: 'run.step' }).filter(({ observedAt, seq }) => observedAt > start.observedAt || seq > start.seq)
  const found = failedAgain(steps) ?? tooLong([start, ...steps], now)
  const newest = steps.at(-1)
  if (found === null || newest === undefined) return null
  const isFlagged =
    firstAfter(facts, { logged: 'document.flagged' }, newest) !== undefined || steps.some((one) => isConfusing(one, found.step))
  return isFlagged ? null : found
}

const stepOf = ({ body }: Fact): string => String(body['step']).trim()
const isConfusing = (fact: Fact, step: string): boolean => fact.body['outcome'] === 'confusing' && same(stepOf(fact)) === same(step)
const same = (step: string): string => step.toLowerCase()

/** It failed again and again, and was not done since. */
function failedAgain(steps: readonly Fact[]): Suspect | null {
  const newest = steps.at(-1)
  if (newest === undefined || newest.body['outcome'] !== 'failed') return null
  const step = stepOf(newest)
  const failed = steps.filter((one) => one.body['outcome'] === 'failed' && same(stepOf(one)) === same(step))
  if (failed.length < OFTEN) return null
  return { step, why: `It failed ${failed.length} times in this run.`, because: failed.map(({ seq }) => seq) }
}

/** What is being done since the newest entry takes far longer than the steps before it did. */
function tooLong(marks: readonly Fact[], now: Instant): Suspect | null {
  const newest = marks.at(-1)
  const took = marks.slice(1).map(({ observedAt }, place) => observedAt - (marks[place]?.observedAt ?? observedAt))
  // One step alone says nothing of how long the next one takes.
  if (newest === undefined || took.length < 2) return null
  const usual = took.toSorted((a, b) => a - b)[took.length >> 1] ?? 0
  const present = now - newest.observedAt
  if (present <= Math.max(LONG, usual * TIMES_LONGER) || present > ABANDONED) return null
  const why = `It has taken ${minutesOf(present)} so far; the steps before it took about ${minutesOf(usual)} each.`
  return { step: nextAfter(newest), why, because: [newest.seq] }
}

/** One that was not done is still being done. */
function nextAfter(fact: Fact): string {
  const step = stepOf(fact)
  if (fact.body['outcome'] === 'failed') return step
  return /^\d+$/.test(step) ? String(Number(step) + 1) : `after ${step}`
}

const minutesOf = (length: Millis): string => (length < MINUTE ? 'less than a minute' : `${Math.round(length / MINUTE)} min`)
