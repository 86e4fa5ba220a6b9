// What there is to choose from, by slug and name: all that a list of ten thousand people needs of them.
import type { Names } from '@muster/contract/names.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'

type Named = { slug: string; name: string; disabled?: boolean }

export async function listNames(world: World, caller: Caller): Promise<Names> {
  permit(caller, 'config.read')
  const { config, schedules } = await world.db.app(caller, async (tx) => ({
    config: await world.configs.of(tx, caller.orgId),
    schedules: (await tx.query<Named>('select slug, name from schedules where org_id = $1', [caller.orgId])).rows,
  }))
  const { directory, policies, policyIds, services } = config
  return {
    people: [...directory.people.values()].map(({ slug, name, disabled }) => ({ slug, name, disabled })).toSorted(bySlug),
    schedules: named(schedules),
    policies: named([...policyIds].map(([slug, id]) => ({ slug, name: policies.get(id)?.name ?? slug }))),
    services: named(services.values()),
  }
}

const named = (things: Iterable<Named>): Names['services'] =>
  [...things]
    .filter(({ disabled }) => disabled !== true)
    .map(({ slug, name }) => ({ slug, name }))
    .toSorted(bySlug)

const bySlug = (a: Named, b: Named): number => (a.slug < b.slug ? -1 : 1)
