// A key indicator of a service: a number with a target, which tells whether it is over, and how it is written.
import { MINUTE, SECOND, type Instant, type Millis } from '../vocabulary.ts'

/** What indicators can be read from. */
export const SOURCE_KINDS = ['prometheus'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/** How far a source is believed before anybody says otherwise. */
export const TRUSTS = ['high', 'medium', 'low'] as const
export type Trusted = (typeof TRUSTS)[number]

/** What is known of a source beforehand; `lagMinutes` null: nobody has said how far behind it is. */
export type Expected = { slug: string; name: string; lagMinutes: number | null; trust: Trusted }

export type Target = { atLeast: number } | { atMost: number }

export type Indicator = {
  slug: string
  name: string
  unit: string
  target: Target
  /** What is ordinary, and over which window that was found; a value farther away is an anomaly, on either side. */
  baseline: { value: number; tolerancePercent: number; window: string } | null
  /** How long it has to stay within before that counts. */
  holdMinutes: number
  /** Where it is read by itself; null: a person reads it. */
  from: { source: string; query: string } | null
}

/** Where a sample comes from: a connected source, or a person and what they looked at. */
export type Origin = { type: 'source'; slug: string; name: string } | { type: 'person'; name: string; saw: string | null }

/** `value` is null when there was an answer, but not one number; `why` says what it was. */
export type Sample = { at: Instant; value: number | null; why: string | null; from: Origin }

/** How often a connected source is asked. */
export const READ_EVERY: Millis = 30 * SECOND

/** After so long a sample tells nothing of now: three readings of a source, or a while since somebody looked. */
export const STALE_AFTER: Readonly<Record<Origin['type'], Millis>> = { source: 3 * READ_EVERY, person: 15 * MINUTE }

/** How far a value is from its target; 0 where the target is met. */
export function shortOf(target: Target, value: number): number {
  return Math.max(0, 'atLeast' in target ? target.atLeast - value : value - target.atMost)
}

export function isInBand({ baseline }: Pick<Indicator, 'baseline'>, value: number): boolean {
  return baseline === null || Math.abs(value - baseline.value) <= (Math.abs(baseline.value) * baseline.tolerancePercent) / 100
}

export const isWithin = (indicator: Pick<Indicator, 'target' | 'baseline'>, value: number): boolean =>
  Number.isFinite(value) && shortOf(indicator.target, value) === 0 && isInBand(indicator, value)

/** Exact enough that a value just short of its target is not written as the target. */
export function valueWords(value: number, unit: string): string {
  const figures = String(Number(value.toPrecision(6)))
  return unit === '' ? figures : `${figures} ${unit}`
}

export const targetWords = ({ target, unit }: Pick<Indicator, 'target' | 'unit'>): string =>
  'atLeast' in target ? `≥ ${valueWords(target.atLeast, unit)}` : `≤ ${valueWords(target.atMost, unit)}`

export const baselineWords = ({ value, tolerancePercent, window }: NonNullable<Indicator['baseline']>, unit: string): string =>
  `${valueWords(value, unit)} ± ${tolerancePercent} % (${window})`

/** A source is known by its name or its slug, however it is written. */
export function isNamed(origin: Origin, names: readonly string[]): boolean {
  const known = origin.type === 'source' ? [origin.slug, origin.name] : origin.saw === null ? [] : [origin.saw]
  return known.some((name) => names.some((other) => other.trim().toLowerCase() === name.trim().toLowerCase()))
}
