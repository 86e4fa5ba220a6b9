// The port every source of readings implements: asked for one number, it answers one of five things and never throws across the port.
import type { Instant, Millis } from '@muster/core/vocabulary.ts'

/** `value` is null where there was something that is no number. */
export type Point = { at: Instant; value: number | null }

export type NoValue =
  /** It answered, and found nothing. */
  | { type: 'none' }
  /** It answered, but not with one number: the question has to be mended. */
  | { type: 'invalid'; why: string }
  | { type: 'retry'; afterMs: Millis | null; why: string }
  /** It does not answer us, and will not until somebody mends that. */
  | { type: 'never'; why: string }

export type MetricAnswer = { type: 'value'; value: number; at: Instant } | NoValue
export type RangeAnswer = { type: 'values'; values: readonly Point[] } | NoValue

export type Span = { from: Instant; to: Instant; stepSeconds: number }

/** Stops at `signal`; a call is always shorter than the time between two readings. */
export type MetricSource = {
  read: (query: string, at: Instant, signal: AbortSignal) => Promise<MetricAnswer>
  range: (query: string, span: Span, signal: AbortSignal) => Promise<RangeAnswer>
}

/** What is written down of a source; the token is as it was given, and never logged. */
export type SourceAddress = { name: string; url: string; token: string | null }
