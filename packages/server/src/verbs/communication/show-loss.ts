// What an incident has cost so far. It is asked for, by whoever may, and never shown unasked: a figure that grows is no help to whoever works on the fix.
import type { ContractRouterClient } from '@orpc/contract'
import type { communicationRoutes } from '@muster/contract/communication.ts'
import { answerersOf } from '@muster/core/comms/questions.ts'
import { lossOf, moneyWords, type Loss } from '@muster/core/comms/loss.ts'
import { IN_COMMAND } from '@muster/core/several/umbrella.ts'
import type { World } from '../../world.ts'
import { mayDo, permit, Refused, type Caller } from '../actor.ts'
import { see, type Seen } from '../protocol/show-protocol.ts'
import { findIncident } from '../read/find.ts'

type Shown = Awaited<ReturnType<ContractRouterClient<typeof communicationRoutes>['loss']>>

export async function showLoss(world: World, caller: Caller, id: string): Promise<Shown> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const seen = await see(world, tx, caller, await findIncident(tx, id))
    if (!mayAskLoss(caller, seen))
      throw new Refused('FORBIDDEN', {
        reason: 'loss-not-yours',
        hint: 'What it costs is told to whoever commands the incident or speaks for it, and to leads. Ask the liaison.',
      })
    return { loss: lossSoFar(seen) }
  })
}

/** Whoever commands it, whoever speaks for it, and whoever may configure what it costs. */
export function mayAskLoss(caller: Caller, { pack, reading }: Pick<Seen, 'pack' | 'reading'>): boolean {
  if (mayDo(caller, 'config.apply')) return true
  const { actor } = caller
  const who = [reading.roles[IN_COMMAND], ...answerersOf(pack, reading.roles)]
  return actor.type === 'user' && who.includes(actor.id)
}

/** Null until somebody has said what an hour costs. */
function lossSoFar({ facts, incident, config, now }: Seen): Shown['loss'] {
  const perMinute = config.services.get(incident.serviceId)?.lossPerMinute ?? null
  const loss = lossOf(facts, { from: incident.openedAt, until: incident.resolvedAt ?? now, perMinute })
  if (loss === null) return null
  const { currency, perHour, by, soFar, restoredPercent } = loss
  return { currency, perHour, by, soFar, restoredPercent, says: sentence(loss, incident.resolvedAt !== null) }
}

function sentence({ currency, perHour, by, soFar, restoredPercent }: Loss, isOver: boolean): string {
  const restored = restoredPercent === null ? '' : ` ${restoredPercent} % are restored.`
  const cost = isOver ? `About ${moneyWords(soFar, currency)} in all` : `About ${moneyWords(soFar, currency)} so far`
  const rests = by === 'estimate' ? 'estimated at' : 'set for this service at'
  return `${cost}, ${rests} ${moneyWords(perHour, currency)} an hour.${restored}`
}
