// What every act on several incidents at once shares: find them, lock them in one order, let the rules decide, write once.
import { rosterAt } from '@muster/core/page/directory.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import { flush } from '../../store/flush.ts'
import { holdIncidents, type Held } from '../../store/held.ts'
import type { World } from '../../world.ts'
import { permit, type Action, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { findIncident, noSuchIncident } from '../read/find.ts'
import { actorFor, type Acting } from './change-incident.ts'

export type ActingOnSeveral = Omit<Acting, 'held'> & { /** In the order they were named. */ held: readonly [Held, ...Held[]] }

type Change = { ids: readonly [string, ...string[]]; as?: string | undefined; action: Action; detail?: object }

export async function changeSeveral(
  world: World,
  caller: Caller,
  { ids, as, action, detail }: Change,
  work: (acting: ActingOnSeveral) => Promise<void> | void,
): Promise<void> {
  permit(caller, action)
  await world.db.app(caller, async (tx) => {
    const found: IncidentId[] = []
    for (const id of ids) found.push(await findIncident(tx, id))
    const all = await holdIncidents(tx, found, 'wait')
    const held = found.flatMap((id) => all.get(id) ?? [])
    const [first, ...others] = held
    if (first === undefined || held.length < found.length) throw noSuchIncident(ids[found.findIndex((one) => !all.has(one))] ?? '')
    const config = await world.configs.of(tx, caller.orgId)
    const now = world.clock.now()
    const by = as === undefined ? caller.actor : actorFor(config, caller, as)
    await work({ tx, held: [first, ...others], config, moment: { now, roster: rosterAt(config.directory, now) }, by })
    await flush(tx, new Set(held), now)
    await audit(world, tx, caller, { action, subject: first.incident.id, detail: { ...detail, ...(as === undefined ? {} : { as }) } })
  })
  world.wake.touch('deliveries')
  world.wake.touch('timers')
}
