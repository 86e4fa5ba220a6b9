// Fills an empty organisation with the demonstration's; one that has services is left as it is.
import { configDocument } from '@muster/contract/config-document.ts'
import { SCOPES } from '@muster/contract/api.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { Caller } from '../verbs/actor.ts'
import { apply, exportConfig } from '../verbs/config/apply.ts'
import { makeDemoAccounts } from '../verbs/account/demo-accounts.ts'
import type { World } from '../world.ts'
import { shop } from './shop.ts'

/** True when it was filled. */
export async function fillWithDemo(world: World, orgId: OrgId): Promise<boolean> {
  const caller: Caller = { orgId, actor: { type: 'system' }, scopes: SCOPES, sees: 'all' }
  const present = await exportConfig(world, caller)
  const isEmpty = present.services.length === 0
  if (isEmpty) await apply(world, caller, configDocument.parse(shop))
  await makeDemoAccounts(world, orgId)
  return isEmpty
}
