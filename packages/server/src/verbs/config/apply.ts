// Makes the organisation match a document: checked whole, then written whole, in one transaction, with the pages it touches.
import { configDocument, type Applied, type ConfigDocument } from '@muster/contract/config-document.ts'
import { createIds } from '../../ids.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { meaningFaults } from './check-meaning.ts'
import { referenceFaults, warningsFor } from './check-references.ts'
import { readCurrent } from './current.ts'
import { complete, planSteps } from './plan.ts'
import { assertKeysFree } from './keys-free.ts'
import { leaveOutUnchanged } from './unchanged-secrets.ts'
import { carryToPages } from './carry-to-pages.ts'
import { writeConfig, writeOrganisation } from './write.ts'

export async function plan(world: World, caller: Caller, input: ConfigDocument): Promise<Applied> {
  permit(caller, 'config.apply')
  const document = checked(input)
  return world.db.app(caller.orgId, async (tx) => {
    const current = await readCurrent(tx, caller.orgId)
    const wanted = leaveOutUnchanged(document, current, { orgId: caller.orgId, secrets: world.secrets })
    return { steps: planSteps(complete(current.document), wanted), newKeys: [], warnings: warningsFor(document) }
  })
}

export async function apply(world: World, caller: Caller, input: ConfigDocument): Promise<Applied> {
  permit(caller, 'config.apply')
  const document = checked(input)
  const result = await world.db.app(caller.orgId, async (tx) => {
    // One change at a time: a second document is compared with what the first one left.
    await tx.query('select pg_advisory_xact_lock(1838, hashtext($1))', [caller.orgId])
    const current = await readCurrent(tx, caller.orgId)
    const wanted = leaveOutUnchanged(document, current, { orgId: caller.orgId, secrets: world.secrets })
    const steps = planSteps(complete(current.document), wanted)
    if (steps.length === 0) return { steps, newKeys: [], warnings: warningsFor(document) }
    await assertKeysFree(tx, current, wanted)
    const ids = createIds(() => world.clock.now())
    const writing = { tx, orgId: caller.orgId, ids, secrets: world.secrets }
    const written = await writeConfig(writing, current, wanted)
    await carryToPages(world, tx, caller, { before: current, movedServices: written.movedServices, catchAll: written.catchAll })
    await writeOrganisation(writing, wanted, written.catchAll)
    await audit(world, tx, caller, { action: 'config.apply', subject: caller.orgId, detail: { steps } })
    return { steps, newKeys: written.newKeys, warnings: warningsFor(document) }
  })
  world.wake.touch('deliveries')
  world.wake.touch('timers')
  return result
}

export async function exportConfig(world: World, caller: Caller): Promise<ConfigDocument> {
  permit(caller, 'config.read')
  const { document } = await world.db.app(caller.orgId, (tx) => readCurrent(tx, caller.orgId))
  return document
}

function checked(input: ConfigDocument): ConfigDocument {
  const parsed = configDocument.safeParse(input)
  const faults = parsed.success
    ? [...referenceFaults(parsed.data), ...meaningFaults(parsed.data)]
    : parsed.error.issues.map((issue) => ({ at: issue.path.join('.'), says: issue.message }))
  if (!parsed.success || faults.length > 0)
    throw new Refused('INVALID', { reason: 'invalid-document', hint: 'Mend every fault listed, then apply again.', faults })
  return complete(parsed.data)
}
