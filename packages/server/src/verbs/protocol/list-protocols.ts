// The protocols to choose from, and what each calls grave: the difference is seen before it is chosen.
import type { ProtocolSummary } from '@muster/contract/protocol.ts'
import { ON_THE_LADDER } from '@muster/core/protocol/calls.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { SEVERITIES } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'

export async function listProtocols(
  { db, configs, packs }: Pick<World, 'db' | 'configs' | 'packs'>,
  caller: Caller,
): Promise<{ items: ProtocolSummary[]; chosen: string }> {
  permit(caller, 'config.read')
  const config = await db.app(caller, (tx) => configs.of(tx, caller.orgId))
  return {
    chosen: packs.chosenBy(config).name,
    items: [...packs.names, ...config.packs.keys()].toSorted().map((protocol) => {
      const pack = packs.chosenBy({ ...config, protocol })
      return {
        name: pack.name,
        version: pack.version,
        about: pack.about,
        severities: severitiesOf(pack),
        impact: impactOf(pack),
        roles: rolesOf(pack),
        audiences: pack.audiences.map(({ id, name: called }) => ({ id, name: called })),
        sets: setsOf(pack),
      }
    }),
  }
}

/** The first on call is found by the ladder. */
const rolesOf = ({ roles }: Pack): ProtocolSummary['roles'] =>
  roles.filter(({ id }) => id !== ON_THE_LADDER).map(({ id, name, does }) => ({ id, name, does }))

function setsOf({ sets, roles }: Pack): ProtocolSummary['sets'] {
  const nameOf = (role: string) => roles.find(({ id }) => id === role)?.name ?? role
  return Object.entries(sets).map(([id, { crisis }]) => ({ id, gravest: crisis.filter((role) => role !== ON_THE_LADDER).map(nameOf) }))
}

export const impactOf = ({ impact }: Pack): ProtocolSummary['impact'] =>
  impact.map(({ id, asks, answers }) => ({ id, asks, answers: [...answers] }))

export function severitiesOf({ classes, labels }: Pack): ProtocolSummary['severities'] {
  return SEVERITIES.map((severity) => ({ severity, class: classes[severity], ...labels[severity] }))
}
