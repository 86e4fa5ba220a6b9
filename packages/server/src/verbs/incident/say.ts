// Somebody tells the log what they did, saw, decided or asked.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import type { SaidKind } from '@muster/core/vocabulary.ts'
import { record } from '../../store/held.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'
import { changeIncident } from './change-incident.ts'

type Saying = { id: string; as?: string | undefined; kind: SaidKind; text: string }

/** Also after the end: what was learned too late to help is learned. The audit has that something was said, the log has the words. */
export function say(world: World, caller: Caller, { id, as, kind, text }: Saying): Promise<IncidentDetail> {
  return changeIncident(world, caller, { id, as, action: 'incident.say', detail: { kind } }, ({ held, moment, by }) => {
    record(held, 'incident.said', moment.now, { by, kind, text })
  })
}
