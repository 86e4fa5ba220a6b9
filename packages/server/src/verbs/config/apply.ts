// The organisation as one document: what it is, what applying another would change, and making it so.
import type { Applied, ConfigDocument } from '@muster/contract/config-document.ts'
import type { World } from '../../world.ts'
import { mayDo, permit, type Caller } from '../actor.ts'
import { changeConfig, checked } from './change-config.ts'
import { warningsFor } from './check-references.ts'
import { readCurrent } from './current.ts'
import { keepBrowsers } from './keep-browsers.ts'
import { complete, planSteps } from './plan.ts'
import { leaveOutUnchanged } from './unchanged-secrets.ts'

export async function plan(world: World, caller: Caller, input: ConfigDocument): Promise<Applied> {
  permit(caller, 'config.apply')
  return world.db.app(caller, async (tx) => {
    const current = await readCurrent(tx, caller.orgId)
    const document = checked(input, { world, current: current.document, config: await world.configs.of(tx, caller.orgId) })
    const wanted = leaveOutUnchanged(keepBrowsers(document, current), current, { orgId: caller.orgId, secrets: world.secrets })
    return { steps: planSteps(complete(current.document), wanted), newKeys: [], warnings: warningsFor(document, current) }
  })
}

export async function apply(world: World, caller: Caller, input: ConfigDocument): Promise<Applied> {
  permit(caller, 'config.apply')
  return changeConfig(world, caller, {
    action: 'config.apply',
    wanted: ({ document }, config) => checked(input, { world, current: document, config }),
  })
}

/** An address is enough to send somebody a page, so whoever may not change contacts is not told them; nor what an outage costs. */
export async function exportConfig(world: World, caller: Caller): Promise<ConfigDocument> {
  permit(caller, 'config.read')
  const { document } = await world.db.app(caller, (tx) => readCurrent(tx, caller.orgId))
  if (mayDo(caller, 'config.apply')) return document
  return {
    ...document,
    people: document.people.map(({ contacts: _contacts, rules: _rules, ...person }) => person),
    services: document.services.map(({ lossPerMinute: _loss, ...service }) => service),
  }
}
