// What an incident has cost so far. It is asked for, never shown unasked: a figure that grows is no help to whoever works on the fix.
import type { ContractRouterClient } from '@orpc/contract'
import type { communicationRoutes } from '@muster/contract/communication.ts'
import { lossOf, moneyWords, type Loss } from '@muster/core/comms/loss.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { see, type Seen } from '../protocol/show-protocol.ts'
import { findIncident } from '../read/find.ts'

type Shown = Awaited<ReturnType<ContractRouterClient<typeof communicationRoutes>['loss']>>

export async function showLoss(world: World, caller: Caller, id: string): Promise<Shown> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const loss = lossSoFar(await see(world, tx, caller, await findIncident(tx, id)))
    return { loss }
  })
}

/** Null until somebody has estimated what an hour costs. */
export function lossSoFar({ facts, incident, now }: Pick<Seen, 'facts' | 'incident' | 'now'>): Shown['loss'] {
  const loss = lossOf(facts, { from: incident.openedAt, until: incident.resolvedAt ?? now })
  if (loss === null) return null
  const { currency, perHour, soFar, restoredPercent } = loss
  return { currency, perHour, soFar, restoredPercent, says: sentence(loss, incident.resolvedAt !== null) }
}

function sentence({ currency, perHour, soFar, restoredPercent }: Loss, isOver: boolean): string {
  const restored = restoredPercent === null ? '' : ` ${restoredPercent} % are restored.`
  const cost = isOver ? `About ${moneyWords(soFar, currency)} in all` : `About ${moneyWords(soFar, currency)} so far`
  return `${cost}, estimated at ${moneyWords(perHour, currency)} an hour.${restored}`
}
