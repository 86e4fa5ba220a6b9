// What somebody can do to an incident now: the same rules the verbs ask, asked beforehand, so that a screen can say why not.
import { MINUTE } from '../vocabulary.ts'
import type { Moment } from '../page/climb.ts'
import type { Actor, Page } from '../page/page.ts'
import { handle, type IncidentCommand, type IncidentDecision } from './handle.ts'
import type { Incident } from './incident.ts'

export const INCIDENT_ACTIONS = ['acknowledge', 'escalate', 'resolve', 'snooze', 'reassign', 'add-responder'] as const
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number]
export type WhyNot = Extract<IncidentDecision, { ok: false }>['reason'] | null

export type Standing = { incident: Incident; pages: readonly Page[]; by: Actor }

/** For each action null, or the reason it is not possible. */
export function possible({ incident, pages, by }: Standing, moment: Moment): Record<IncidentAction, WhyNot> {
  const ask = (command: IncidentCommand): WhyNot => {
    const decision = handle(incident, pages, command, moment)
    return decision.ok ? null : decision.reason
  }
  const over = whyNotLadder(incident)
  return {
    acknowledge: ask({ type: 'acknowledge', by, pageId: null }),
    escalate: ask({ type: 'escalate', by, pageId: null }),
    resolve: ask({ type: 'resolve', by, why: 'by-hand' }),
    snooze: ask({ type: 'snooze', by, until: moment.now + MINUTE, pageId: null }),
    reassign: over,
    'add-responder': over,
  }
}

/** A ladder, or one person more, is only for what is not over. */
export function whyNotLadder(incident: Pick<Incident, 'status'>): 'already-resolved' | null {
  return incident.status === 'resolved' ? 'already-resolved' : null
}
