// An entry that cannot be taken: at which field, and what to do about it.
import { Refused } from '../actor.ts'

export const invalid = (at: string, says: string): Refused =>
  new Refused('INVALID', { reason: 'invalid-entry', hint: says, faults: [{ at, says }] })
