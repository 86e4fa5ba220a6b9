// The ladder a page climbs. A running page keeps its own copy, so editing a policy can never silence a page under way.
import type { Hours } from '../hours/hours.ts'
import type { PolicyId, ScheduleId, UserId } from '../vocabulary.ts'

export type Target = { type: 'person'; userId: UserId } | { type: 'schedule'; scheduleId: ScheduleId }

export type Rung = {
  /** How long this rung has to answer before the next one is woken. */
  delayMinutes: number
  targets: Target[]
  /** `any`: one answer stops the ladder. `all`: everyone on the rung must answer. */
  require: 'any' | 'all'
}

export type Policy = {
  id: PolicyId
  version: number
  name: string
  rungs: Rung[]
  /** Further passes over the whole ladder after the first. */
  repeat: number
  /** How long an answer holds while the alert still fires; null: for ever. */
  ackTimeoutMinutes: number | null
  /** What an unanswered ladder ends in: the organisation's catch-all, or only a note (a responder somebody asked for). */
  onExhausted: 'catch-all' | 'note'
  /** Its minutes are working time by this calendar; absent: plain time. */
  hours?: Hours
}

export const MAX_RUNGS = 20
export const MAX_REPEAT = 9

/** The ladder for a role that is called: its targets one after the other, twice over, then a note on the log. */
export function policyForRole(name: string, targets: readonly Target[], delayMinutes: number): Policy {
  return {
    id: 'policy_role',
    version: 1,
    name: `Called as ${name}`,
    rungs: targets.map((target) => ({ delayMinutes, targets: [target], require: 'any' })),
    repeat: 1,
    ackTimeoutMinutes: null,
    onExhausted: 'note',
  }
}

/** The ladder for one person somebody asked to join: three calls, five minutes apart, then a note on the log. */
export function policyForResponder(userId: UserId): Policy {
  return {
    id: 'policy_responder',
    version: 1,
    name: 'Asked to join',
    rungs: [{ delayMinutes: 5, targets: [{ type: 'person', userId }], require: 'any' }],
    repeat: 2,
    ackTimeoutMinutes: null,
    onExhausted: 'note',
  }
}
