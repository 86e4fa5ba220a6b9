// What a person does to an incident with one word: acknowledge, escalate, ask for help, decline, snooze, resolve.
import type { IncidentCommand } from '@muster/core/incident/handle.ts'
import { record } from '../../store/held.ts'
import { carryOut } from '../../store/ladder.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import type { Action, Caller } from '../actor.ts'
import { changeIncident, refusal } from './change-incident.ts'

export const actionFor = {
  acknowledge: 'incident.acknowledge',
  escalate: 'incident.escalate',
  'ask-for-help': 'incident.escalate',
  decline: 'incident.escalate',
  snooze: 'incident.snooze',
  resolve: 'incident.resolve',
} as const satisfies Record<IncidentCommand['type'], Action>

export function respond(world: World, caller: Caller, input: { id: string; command: IncidentCommand }): Promise<IncidentId> {
  const { id, command } = input
  return changeIncident(world, caller, { id, action: actionFor[command.type] }, async ({ tx, held, moment }) => {
    const decision = carryOut(held, command, moment)
    if (!decision.ok) throw refusal(decision.reason)
    if (command.type !== 'resolve') return
    const { rowCount } = await tx.query(
      `with closed as (update alerts set status = 'closed', closed_at = $2, closed_why = 'by-hand' where incident_id = $1 and status = 'open' returning id)
       delete from timers where subject_id in (select id from closed)`,
      [held.incident.id, moment.now],
    )
    held.incident = { ...held.incident, openAlerts: 0 }
    record(held, 'alert.closed-by-hand', moment.now, { timers: rowCount ?? 0 })
  })
}
