// What goes wrong in a night: how often a worker dies or sleeps at a step, and what the world outside does.
import { MINUTE, SECOND, type ContactId, type Millis } from '@muster/core/vocabulary.ts'
import type { Dice } from './dice.ts'

export type Faults = {
  crash: number
  pause: number
  lateTimer: number
  lostWake: number
  provider: { slow: number; busy: number; mute: number; dropped: number }
  jumps: { afterMs: Millis; byMs: Millis }[]
  away: { afterMs: Millis; forMs: Millis }[]
}

const none = { crash: 0, pause: 0, lateTimer: 0, lostWake: 0, jumps: [], away: [] }

export function randomFaults(dice: Dice): Faults {
  const slow = dice.pick([0.02, 0.2])
  if (dice.chance(0.4)) return { ...none, provider: { slow, busy: 0, mute: 0, dropped: 0 } }
  const some = (most: number) => (dice.chance(0.5) ? 0 : dice.next() * most)
  return {
    crash: some(0.05),
    pause: some(0.03),
    lateTimer: dice.chance(0.5) ? 0.3 : 0,
    lostWake: some(0.2),
    provider: { slow, busy: some(0.3), mute: some(0.2), dropped: some(0.2) },
    jumps: dice.chance(0.25)
      ? [{ afterMs: dice.int(0, 60 * 60) * SECOND, byMs: dice.pick([dice.int(1, 60), dice.int(60, 3000)]) * SECOND }]
      : [],
    away: dice.chance(0.25) ? [{ afterMs: dice.int(0, 60) * MINUTE, forMs: dice.int(5, 120) * SECOND }] : [],
  }
}

/** The same contact is dead all night, or never. */
export function deadContacts(dice: Dice, contacts: readonly ContactId[]): Set<ContactId> {
  return new Set(contacts.filter(() => dice.chance(0.12)))
}
