// Whom a packet can be sent to: those the log points to first, with what they need to know and what of it is known already.
import type { ContractRouterClient } from '@orpc/contract'
import type { protocolRoutes } from '@muster/contract/protocol.ts'
import { last } from '@muster/core/protocol/ask.ts'
import type { Pack, Specialist } from '@muster/core/protocol/pack.ts'
import { pointedTo } from '@muster/core/protocol/packet.ts'
import { lengthOf, minutesOf } from '@muster/core/protocol/length.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'
import { holderOf } from './show-limits.ts'
import { see, type Seen } from './show-protocol.ts'

type Specialists = Awaited<ReturnType<ContractRouterClient<typeof protocolRoutes>['specialists']>>

export async function showSpecialists(world: World, caller: Caller, id: string): Promise<Specialists> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const seen = await see(world, tx, caller, await findIncident(tx, id))
    const pointed = pointedTo(seen.pack, seen.facts)
    const placeOf = (one: Specialist) => {
      const place = pointed.findIndex((to) => to.id === one.id)
      return place === -1 ? pointed.length : place
    }
    return {
      items: seen.pack.specialists
        .toSorted((a, b) => placeOf(a) - placeOf(b))
        .map((one) => ({
          id: one.id,
          name: one.name,
          signs: pointed.find((to) => to.id === one.id)?.signs ?? [],
          because: pointed.find((to) => to.id === one.id)?.because ?? [],
          holder: holderOf(seen, one.role),
          minutes: minutesFor(seen, one),
          needs: one.needs.map(({ field, asks }) => ({ field, asks, before: known(seen, one, field) })),
        })),
    }
  })
}

/** Null: this class of severity has no such clock. */
export function minutesFor({ pack, reading }: { pack: Pack; reading: Seen['reading'] }, { responds }: Specialist): number | null {
  if (typeof responds === 'object' && 'field' in responds) return null
  const length = lengthOf(pack, responds, reading.class)
  return length === null ? null : minutesOf(length)
}

/** Without what it costs: whoever works on the fix is not pressed by a figure. */
function urgency({ pack, reading }: Seen): string {
  const { label, means } = pack.labels[reading.severity]
  return `${label}. ${means}`
}

function known(seen: Seen, one: Specialist, field: string): string {
  const { incident, facts, config, now } = seen
  const text = (logged: string, where?: Record<string, string>) => {
    const said = last(facts, where === undefined ? { logged } : { logged, where })?.body['text']
    return typeof said === 'string' ? said : ''
  }
  switch (field) {
    case 'problem':
      return text('finding.noted') || `${config.services.get(incident.serviceId)?.name ?? ''}: ${incident.title}`
    case 'context':
      return text('impact.noted')
    case 'evidence':
      return text('run.step', { outcome: 'failed' })
    case 'urgency':
      return urgency(seen)
    case 'respond-by': {
      const minutes = minutesFor(seen, one)
      return minutes === null ? '' : `${new Date(now + minutes * MINUTE).toISOString().slice(11, 16)} UTC`
    }
    default:
      return ''
  }
}
