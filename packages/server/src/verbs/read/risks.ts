// Before it hurts: what of the configuration hangs on one person or one thing.
import type { RiskView } from '@muster/contract/risks.ts'
import type { Place } from '@muster/core/catalogue/estate.ts'
import { singlePoints } from '@muster/core/catalogue/single-points.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { rotasOf, type Rota } from '../person/watch.ts'
import { isInUse } from './dependencies.ts'
import { sharedInSight } from './shared.ts'

const MOST = 200

export async function listRisks(world: World, caller: Caller): Promise<{ items: RiskView[]; more: number }> {
  permit(caller, 'service.read')
  return sharedInSight(world, caller, ['risks'], async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const pack = world.packs.chosenBy(config)
    const { policies, roles, directory } = config
    const services = [...config.services.values()].filter(isInUse)
    const found = singlePoints({ services, policies, roles, directory, pack }, world.clock.now())
    const rotas = await rotasOf(tx, config)
    const titleOf = (role: string) => pack.roles.find(({ id }) => id === role)?.name ?? role
    const placed = (place: Place) => (place.kind === 'role' ? { slug: place.id, name: titleOf(place.id) } : namedAt(place, config, rotas))
    const items = found.slice(0, MOST).map(({ place, ...risk }) => ({ ...risk, place: { kind: place.kind, ...placed(place) } }))
    return { items, more: found.length - items.length }
  })
}

function namedAt(place: Exclude<Place, { kind: 'role' }>, config: OrgConfig, rotas: readonly Rota[]): { slug: string; name: string } {
  switch (place.kind) {
    case 'service':
      return found(config.services.get(place.id))
    case 'policy':
      return found({ slug: [...config.policyIds].find(([, id]) => id === place.id)?.[0], name: config.policies.get(place.id)?.name })
    case 'schedule':
      return found(rotas.find(({ schedule }) => schedule.id === place.id)?.named)
  }
}

const found = (one: { slug?: string | undefined; name?: string | undefined } | undefined) => ({
  slug: one?.slug ?? 'removed',
  name: one?.name ?? 'Removed',
})
