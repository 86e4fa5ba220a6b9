// What of all that is read goes on the log: only that the verdict has changed, or that half of the way to the target is done.
import { MINUTE, type Instant } from '../vocabulary.ts'
import { baselineWords, isInBand, isWithin, shortOf, targetWords, valueWords, type Indicator } from './indicator.ts'
import type { Verdict } from './verdict.ts'

export type Level = 'outside' | 'within' | 'held'

/** What the log said last. */
export type Told = { level: Level; value: number; at: Instant }

export type Change = { level: Level; value: number; isWithin: boolean; isTowardTarget: boolean; text: string }

/** Closer to each other than this, steps towards the target are one step. */
const STEPS_APART = 2 * MINUTE

export function changeOf(indicator: Indicator, verdict: Verdict, told: Told | null): Change | null {
  const { state, value, at } = verdict
  if (state !== 'recorded' || value === null || at === null) return null
  const level = levelOf(verdict)
  const change = (isTowardTarget: boolean, text: string): Change => ({
    level,
    value,
    isWithin: verdict.isWithin,
    isTowardTarget,
    text: `${indicator.name} ${text}`,
  })
  // What was in order when somebody first looked is no news.
  if (told === null) return level === 'outside' ? change(false, `is at ${aim(indicator, value)}`) : null
  if (level === 'outside') {
    if (told.level !== 'outside') return change(false, `${value < told.value ? 'fell' : 'rose'} to ${aim(indicator, value)}`)
    return isHalfway(indicator, { value, at }, told) ? change(true, `came closer, to ${aim(indicator, value)}`) : null
  }
  if (told.level === 'held' || told.level === level) return null
  if (level === 'held') return change(true, `has held for ${indicator.holdMinutes} min, at ${aim(indicator, value)}`)
  // One good sample among bad ones is noise: the second tells that it is back.
  return verdict.heldMs > 0 ? change(true, `is back at ${aim(indicator, value)}`) : null
}

const levelOf = ({ isWithin: within, isHeld }: Verdict): Level => (within ? (isHeld ? 'held' : 'within') : 'outside')

function isHalfway({ target }: Indicator, { value, at }: { value: number; at: Instant }, told: Told): boolean {
  const before = shortOf(target, told.value)
  return before > 0 && shortOf(target, value) <= before / 2 && at - told.at >= STEPS_APART
}

/** A value beside what it is measured by. */
export function aim(indicator: Indicator, value: number): string {
  const { baseline, unit, target } = indicator
  const figure = valueWords(value, unit)
  if (baseline !== null && shortOf(target, value) === 0 && !isInBand(indicator, value))
    return `${figure}, outside its baseline ${baselineWords(baseline, unit)}`
  return `${figure}, target ${targetWords(indicator)}`
}

/** Whether what a person read is progress, beside what stood on the log before; without anything before, being within is. */
export function movesToward(indicator: Indicator, value: number, before: number | null): boolean {
  if (before === null) return isWithin(indicator, value)
  return (
    shortOf(indicator.target, value) < shortOf(indicator.target, before) || (isWithin(indicator, value) && !isWithin(indicator, before))
  )
}
