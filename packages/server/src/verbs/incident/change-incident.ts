// What every verb on an incident shares: find it, lock it, let the rules decide, write once, wake the senders.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { Tx } from '../../store/db.ts'
import { flush } from '../../store/flush.ts'
import { holdIncidents, type Held } from '../../store/held.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, permitSpeakingFor, Refused, type Action, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { findIncident, noSuchIncident, personNamed } from '../read/find.ts'
import { detailOf } from '../read/incident-detail.ts'
import { hintOf } from './hints.ts'

/** `by` stands on the log: the caller, or the person a token speaks for. */
export type Acting = { tx: Tx; held: Held; config: OrgConfig; moment: Moment; by: Actor }
export type Change = { id: string; as?: string | undefined; action: Action; detail?: object }

/** Runs `work` on the locked incident; throws a Refused that names the reason when the rules say no. */
export async function changeIncident(
  world: World,
  caller: Caller,
  { id, as, action, detail }: Change,
  work: (acting: Acting) => Promise<void> | void,
): Promise<IncidentDetail> {
  permit(caller, action)
  const changed = await world.db.app(caller, async (tx) => {
    const found = await findIncident(tx, id)
    const held = (await holdIncidents(tx, [found], 'wait')).get(found)
    if (held === undefined) throw noSuchIncident(id)
    const config = await world.configs.of(tx, caller.orgId)
    const now = world.clock.now()
    const by = as === undefined ? caller.actor : actorFor(config, caller, as)
    await work({ tx, held, config, moment: { now, roster: rosterAt(config.directory, now) }, by })
    await flush(tx, [held], now)
    await audit(world, tx, caller, { action, subject: found, detail: { ...detail, ...(as === undefined ? {} : { as }) } })
    return detailOf({ tx, config, packs: world.packs, caller, now }, found)
  })
  world.wake.touch('deliveries')
  world.wake.touch('timers')
  return changed
}

/** The person a token speaks for. */
export function actorFor(config: OrgConfig, caller: Caller, slug: string): Actor {
  const person = personNamed(config, slug)
  permitSpeakingFor(caller, person)
  return { type: 'user', id: person.id, name: person.name }
}

export function refusal(reason: string): Refused {
  return new Refused('CONFLICT', { reason, hint: hintOf(reason) })
}
