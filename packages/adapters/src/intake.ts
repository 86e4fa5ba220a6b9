// The port every monitor's intake implements: bytes in, signals or the vendor's own documented refusal out.
import type { ChangeEvent, Signal } from '@muster/core/alert/signal.ts'
import type { Instant, SignalSeverity } from '@muster/core/vocabulary.ts'

/** An HTTP answer exactly as the vendor's clients expect it; `body` null means an empty body. */
export type Answer = { status: number; body: unknown }

export type IntakeContext = {
  now: Instant
  /** Severity of a signal whose source names none; unknown must be able to wake somebody. */
  defaultSeverity: SignalSeverity
  /** The generic webhook's mapping (see generic/mapping.ts); null for sources with a fixed format. */
  mapping: unknown
  /** Makes a deduplication key where the vendor's contract has the server make one. */
  newKey: () => string
}

export type Parsed = { ok: true; signals: Signal[]; changes: ChangeEvent[]; answer: Answer } | { ok: false; answer: Answer }

export type Intake = {
  /** `routingKey` is found here when the vendor puts it in the body rather than in the URL. */
  parse: (json: unknown, context: IntakeContext) => Parsed
  /** The vendor's answer to a body that is not JSON, is too deep, or is too large. */
  unreadable: (why: 'not-json' | 'too-deep' | 'too-large') => Answer
}
