// A source that does not answer for a while is silent, and back when it answers: each stands on the log once.
import { MINUTE, type Instant, type Millis } from '../vocabulary.ts'

/** So long a source may miss its readings before people are told. */
export const SILENT_AFTER: Millis = 2 * MINUTE

/** `failingSince`: null while it answers. `isSilent`: whether the log says so already. */
export function silenceChange(
  { failingSince, isSilent }: { failingSince: Instant | null; isSilent: boolean },
  now: Instant,
): 'source.silent' | 'source.back' | null {
  if (failingSince === null) return isSilent ? 'source.back' : null
  return !isSilent && now - failingSince >= SILENT_AFTER ? 'source.silent' : null
}
