// What stands for the providers: some ring, some are busy, some ring and never say so, some are gone.
import { SECOND, type ContactId, type Millis } from '@muster/core/vocabulary.ts'
import type { Dice } from '../plot/dice.ts'
import type { Faults } from '../plot/faults.ts'
import type { Answer } from '../record.ts'

/** The caller hangs up then: shorter than a lease, so that no call outlives it. */
export const CALL_TIMEOUT_MS = 5 * SECOND

export type Reply = {
  did: 'rang' | 'refused' | 'failed' | 'dropped'
  /** When the provider did it, and when the caller hears of it. */
  didAfterMs: Millis
  answerAfterMs: Millis
  answer: Answer
}

const hungUp: Answer = { type: 'retry', afterMs: null, why: 'no answer within 5 s' }

export function reply(dice: Dice, faults: Faults['provider'], dead: ReadonlySet<ContactId>, contactId: ContactId): Reply {
  const took = dice.chance(faults.slow) ? dice.int(500, 4900) : dice.int(20, 300)
  const half = Math.floor(took / 2)
  if (dead.has(contactId))
    return { did: 'refused', didAfterMs: half, answerAfterMs: took, answer: { type: 'never', why: 'no such address' } }
  if (dice.chance(faults.busy)) {
    const afterMs = dice.chance(0.5) ? null : dice.int(1, 40) * SECOND
    return { did: 'failed', didAfterMs: half, answerAfterMs: took, answer: { type: 'retry', afterMs, why: 'busy' } }
  }
  if (dice.chance(faults.dropped)) return { did: 'dropped', didAfterMs: half, answerAfterMs: CALL_TIMEOUT_MS, answer: hungUp }
  if (dice.chance(faults.mute)) return { did: 'rang', didAfterMs: half, answerAfterMs: CALL_TIMEOUT_MS, answer: hungUp }
  return { did: 'rang', didAfterMs: half, answerAfterMs: took, answer: { type: 'delivered' } }
}
