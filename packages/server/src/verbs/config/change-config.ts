// The one way the configuration changes: what is wanted is checked whole, then written whole, in one transaction, with the pages it touches.
import { configDocument, type Applied, type ConfigDocument } from '@muster/contract/config-document.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { createIds } from '../../ids.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { carryHours } from './carry-hours.ts'
import { carryToPages } from './carry-to-pages.ts'
import { meaningFaults } from './check-meaning.ts'
import { referenceFaults, warningsFor } from './check-references.ts'
import { readCurrent, type Current } from './current.ts'
import { keepBrowsers } from './keep-browsers.ts'
import { assertKeysFree } from './keys-free.ts'
import { complete, planSteps } from './plan.ts'
import { unreachable } from './unreachable.ts'
import { leaveOutUnchanged } from './unchanged-secrets.ts'
import { writeConfig, writeOrganisation } from './write.ts'

export type Change = {
  action: 'config.apply' | 'config.edit'
  /** What the organisation is to be, given what it is; already checked. */
  wanted: (current: Current, config: OrgConfig) => ConfigDocument
}

export async function changeConfig(world: World, caller: Caller, { action, wanted: from }: Change): Promise<Applied> {
  // What it changes about who is called holds for incidents the caller may not see, too.
  const result = await world.db.app({ orgId: caller.orgId, sees: 'all' }, async (tx) => {
    await oneAtATime(tx, caller.orgId)
    const current = await readCurrent(tx, caller.orgId)
    const wanted = leaveOutUnchanged(keepBrowsers(from(current, await world.configs.of(tx, caller.orgId)), current), current, {
      orgId: caller.orgId,
      secrets: world.secrets,
    })
    const steps = planSteps(complete(current.document), wanted)
    if (steps.length === 0) return { steps, newKeys: [], warnings: warningsFor(wanted, current) }
    await assertKeysFree(tx, current, wanted)
    const ids = createIds(() => world.clock.now())
    const writing = { tx, orgId: caller.orgId, ids, secrets: world.secrets }
    const written = await writeConfig(writing, current, wanted)
    await carryToPages(world, tx, caller, { before: current, movedServices: written.movedServices, catchAll: written.catchAll })
    await carryHours(world, tx, caller, { before: current.document, wanted })
    await writeOrganisation(writing, wanted, written)
    await audit(world, tx, caller, { action, subject: caller.orgId, detail: { steps } })
    return { steps, newKeys: written.newKeys, warnings: warningsFor(wanted, current) }
  })
  world.wake.touch('deliveries')
  world.wake.touch('timers')
  return result
}

/** One change at a time: a second one is compared with what the first one left. */
export async function oneAtATime(tx: Tx, orgId: OrgId): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(1838, hashtext($1))', [orgId])
}

type Checking = {
  world: Pick<World, 'channels' | 'packs'>
  /** What stands already. */
  current: ConfigDocument
  /** Which protocols there are to choose from. */
  config: OrgConfig
  /** Where a fault of the document is found in what was sent. */
  placed?: (at: string) => string
}

export function checked(input: ConfigDocument, { world, current, config, placed = (at) => at }: Checking): ConfigDocument {
  const parsed = configDocument.safeParse(input)
  const faults = parsed.success
    ? [
        ...referenceFaults(parsed.data),
        ...meaningFaults(parsed.data, { packs: world.packs, config }),
        ...unreachable(world, parsed.data, current),
      ]
    : parsed.error.issues.map((issue) => ({ at: issue.path.join('.'), says: issue.message }))
  if (parsed.success && faults.length === 0) return complete(parsed.data)
  throw new Refused('INVALID', {
    reason: 'invalid-document',
    hint: 'Mend every fault listed, then apply again.',
    faults: faults.map(({ at, says }) => ({ at: placed(at), says })),
  })
}
