// Who a target means at this moment, and how to reach them: the outside facts a page's rules are given as data.
import type { ChannelName, ContactId, UserId } from '../vocabulary.ts'
import type { Target } from './policy.ts'

export type ContactRule = { contactId: ContactId; channel: ChannelName; delayMinutes: number }

export type Roster = {
  /** People behind a target now; empty when nobody is on call. Disabled people are never in it. */
  people: (target: Target) => UserId[]
  /** How to reach one person, soonest rule first; empty when they have no contact method. */
  rules: (userId: UserId) => ContactRule[]
  /** The organisation's last resort. */
  catchAll: () => UserId[]
}

/** Everybody behind several targets, each person once: being named twice must not ring twice. */
export function peopleBehind(roster: Roster, targets: readonly Target[]): UserId[] {
  return [...new Set(targets.flatMap((target) => roster.people(target)))]
}
