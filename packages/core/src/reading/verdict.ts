// How an indicator stands: recorded, pending, not applicable or invalid. What is unknown, old or distrusted never passes.
import { MINUTE, SECOND, type Instant, type Millis } from '../vocabulary.ts'
import { isNamed, isWithin, STALE_AFTER, type Indicator, type Origin, type Sample } from './indicator.ts'

export const READING_STATES = ['recorded', 'pending', 'not-applicable', 'invalid'] as const

export type Verdict = {
  state: (typeof READING_STATES)[number]
  /** The newest there is, also where it no longer counts; null when there is none. */
  value: number | null
  at: Instant | null
  /** Only what is recorded can be within. */
  isWithin: boolean
  /** How long it has been within, without a sample outside and without a gap. */
  heldMs: Millis
  isHeld: boolean
  source: Origin | null
  /** Why it is not recorded. */
  why: string | null
}

/** What the incident's log says about where readings come from, and whether this one matters here. */
export type Trust = { distrusted: readonly string[]; setAside: string | null }

export const TRUSTED: Trust = { distrusted: [], setAside: null }

const UNKNOWN = { isWithin: false, heldMs: 0, isHeld: false } as const

/** `samples` oldest first. */
export function verdictOf(indicator: Indicator, samples: readonly Sample[], { now, trust }: { now: Instant; trust: Trust }): Verdict {
  const past = samples.filter(({ at }) => at <= now)
  const trusted = past.filter(({ from }) => !isNamed(from, trust.distrusted))
  const newest = trusted.at(-1)
  const shown = newest ?? past.at(-1)
  const known = { value: shown?.value ?? null, at: shown?.at ?? null, source: shown?.from ?? null }
  if (trust.setAside !== null) return { ...UNKNOWN, ...known, state: 'not-applicable', why: trust.setAside }
  if (shown === undefined) return { ...UNKNOWN, ...known, state: 'pending', why: awaited(indicator) }
  if (newest === undefined)
    return { ...UNKNOWN, ...known, state: 'invalid', why: `${originWords(shown.from)} was marked as unreliable for this incident.` }
  const fault = faultOf(newest, now)
  if (fault !== null) return { ...UNKNOWN, ...known, state: 'invalid', why: fault }
  const heldMs = held(indicator, trusted)
  const within = heldMs !== null
  return {
    ...known,
    state: 'recorded',
    isWithin: within,
    heldMs: heldMs ?? 0,
    isHeld: within && heldMs >= indicator.holdMinutes * MINUTE,
    why: null,
  }
}

const awaited = ({ from }: Indicator): string =>
  from === null ? 'Nobody has written down what it shows yet.' : 'Its source has not been read yet.'

function faultOf({ at, value, why, from }: Sample, now: Instant): string | null {
  if (now - at > STALE_AFTER[from.type]) return `The last reading is ${ageWords(now - at)} old, which says nothing of now.`
  if (value === null) return why ?? 'The answer was not a number.'
  return Number.isFinite(value) ? null : 'The answer was not a number that can be compared.'
}

/** Whole minutes beyond two of them. */
export const ageWords = (ms: Millis): string =>
  ms < 2 * MINUTE
    ? `${Math.floor(ms / SECOND)} s`
    : ms < 120 * MINUTE
      ? `${Math.floor(ms / MINUTE)} min`
      : `${Math.floor(ms / (60 * MINUTE))} h`

export const originWords = (from: Origin): string => (from.type === 'source' ? from.name : (from.saw ?? from.name))

/** From the first of the unbroken run within up to the newest sample; nothing is assumed since. Null when the newest is outside. */
function held(indicator: Indicator, samples: readonly Sample[]): Millis | null {
  const newest = samples.at(-1)
  if (newest === undefined || !counts(indicator, newest)) return null
  let first = newest
  for (let place = samples.length - 2; place >= 0; place -= 1) {
    const earlier = samples[place]
    if (earlier === undefined || !counts(indicator, earlier) || first.at - earlier.at > longestGap(earlier, first)) break
    first = earlier
  }
  return newest.at - first.at
}

/** Somebody's glance holds until the next glance of somebody; it does not stand in for a source that was not read. */
const longestGap = (one: Sample, next: Sample): Millis => Math.min(STALE_AFTER[one.from.type], STALE_AFTER[next.from.type])

const counts = (indicator: Indicator, { value }: Sample): boolean => value !== null && isWithin(indicator, value)
