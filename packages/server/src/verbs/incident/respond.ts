// What a person does to an incident with one word: acknowledge, escalate, ask for help, decline, snooze, resolve.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import type { IncidentCommand } from '@muster/core/incident/handle.ts'
import type { Actor } from '@muster/core/page/page.ts'
import { MINUTE, type Instant } from '@muster/core/vocabulary.ts'
import { record } from '../../store/held.ts'
import { carryOut } from '../../store/ladder.ts'
import type { World } from '../../world.ts'
import type { Action, Caller } from '../actor.ts'
import { changeIncident, refusal, type Acting } from './change-incident.ts'

export const actionFor = {
  acknowledge: 'incident.acknowledge',
  escalate: 'incident.escalate',
  'ask-for-help': 'incident.escalate',
  decline: 'incident.escalate',
  snooze: 'incident.snooze',
  resolve: 'incident.resolve',
} as const satisfies Record<IncidentCommand['type'], Action>

export type Said = { type: 'acknowledge' | 'resolve' } | { type: 'escalate'; step: number | null } | { type: 'snooze'; minutes: number }

export function respond(world: World, caller: Caller, input: { id: string; as?: string | undefined; said: Said }): Promise<IncidentDetail> {
  const { id, as, said } = input
  return changeIncident(world, caller, { id, as, action: actionFor[said.type], detail: said }, async (acting) => {
    const decision = carryOut(acting.held, commandFor(said, acting.by, acting.moment.now), acting.moment)
    if (!decision.ok) throw refusal(decision.reason)
    if (said.type === 'resolve') await closeAlerts(acting)
  })
}

function commandFor(said: Said, by: Actor, now: Instant): IncidentCommand {
  if (said.type === 'resolve') return { type: 'resolve', by, why: 'by-hand' }
  if (said.type === 'snooze') return { type: 'snooze', by, until: now + said.minutes * MINUTE, pageId: null }
  return said.type === 'escalate' ? { ...said, by, pageId: null } : { type: said.type, by, pageId: null }
}

/** A monitor that goes on sending opens a new alert, and with it the incident again: resolving by hand ends what was, not what is to come. */
async function closeAlerts({ tx, held, moment }: Acting): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `update alerts set status = 'closed', closed_at = $2, closed_why = 'by-hand' where incident_id = $1 and status = 'open' returning id`,
    [held.incident.id, moment.now],
  )
  await tx.query('delete from timers where subject_id = any($1)', [rows.map((row) => row.id)])
  held.incident = { ...held.incident, openAlerts: 0 }
  record(held, 'alert.closed-by-hand', moment.now, { count: rows.length })
}
