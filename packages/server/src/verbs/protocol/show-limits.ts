// What the caller may do to the system, and for the rest the way out: who may, the words to ask them with, what to try meanwhile.
import type { ContractRouterClient } from '@orpc/contract'
import type { protocolRoutes } from '@muster/contract/protocol.ts'
import { mayDo } from '@muster/core/protocol/may.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'
import { fillIn, see, type Seen } from './show-protocol.ts'
import { nameOf, onCallOf } from './show-roles.ts'

type Limits = Awaited<ReturnType<ContractRouterClient<typeof protocolRoutes>['limits']>>

/** How long somebody is waited for before the next way is tried. */
const ASK_MINUTES = 10

export async function showLimits(world: World, caller: Caller, id: string): Promise<Limits> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const seen = await see(world, tx, caller, await findIncident(tx, id))
    const held = rolesOf(seen, seen.me)
    return {
      items: seen.pack.capabilities.map((one) => ({
        id: one.id,
        name: one.name,
        class: one.class,
        may: mayDo(one, held),
        holder: holderOf(seen, one.holder),
        message:
          fillIn(seen, one.template, { given: { action: one.name, group: roleName(seen, one.holder), minutes: ASK_MINUTES } }) ?? one.name,
        instead: [...one.instead],
      })),
    }
  })
}

/** The roles a person has in the incident. */
export const rolesOf = ({ reading }: Pick<Seen, 'reading'>, who: string | null): string[] =>
  who === null ? [] : Object.entries(reading.roles).flatMap(([role, holder]) => (holder === who ? [role] : []))

export const roleName = ({ pack }: Pick<Seen, 'pack'>, role: string): string => pack.roles.find(({ id }) => id === role)?.name ?? role

/** Whoever has the role; else whoever is on call for it. */
export function holderOf(seen: Seen, role: string): Limits['items'][number]['holder'] {
  const held = nameOf(seen, seen.reading.roles[role] ?? null)
  return { role, name: roleName(seen, role), people: (held === null ? onCallOf(seen)(role) : [held]).map(({ name }) => name) }
}
