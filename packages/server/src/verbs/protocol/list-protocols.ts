// The protocols to choose from, and what each calls grave: the difference is seen before it is chosen.
import type { ProtocolSummary } from '@muster/contract/protocol.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { SEVERITIES } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'

export async function listProtocols({ packs }: Pick<World, 'packs'>, caller: Caller): Promise<{ items: ProtocolSummary[] }> {
  permit(caller, 'config.read')
  return {
    items: packs.names.map((name) => {
      const pack = packs.of(name)
      return { name: pack.name, version: pack.version, about: pack.about, severities: severitiesOf(pack) }
    }),
  }
}

export function severitiesOf({ classes, labels }: Pack): ProtocolSummary['severities'] {
  return SEVERITIES.map((severity) => ({ severity, class: classes[severity], ...labels[severity] }))
}
