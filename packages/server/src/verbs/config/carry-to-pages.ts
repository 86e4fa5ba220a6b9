// What a configuration change means for pages under way: somebody switched off is called no longer, a moved service climbs its new ladder.
import { settle } from '@muster/core/incident/handle.ts'
import { decide } from '@muster/core/page/decide.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import type { Target } from '@muster/core/page/policy.ts'
import type { IncidentId, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { flush } from '../../store/flush.ts'
import { change, holdIncidents, putPage, type Held } from '../../store/held.ts'
import { createConfigs } from '../../store/org-config.ts'
import { asBefore } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'
import { changeLadder } from '../incident/reassign.ts'
import type { Current } from './current.ts'

export type Carried = { before: Current; movedServices: readonly string[]; catchAll: readonly Target[] }

export async function carryToPages(world: World, tx: Tx, caller: Caller, { before, movedServices, catchAll }: Carried): Promise<void> {
  // Not the shared snapshots: this transaction may yet be rolled back.
  const config = await createConfigs().of(tx, caller.orgId)
  const wasActive = new Set(before.document.people.filter((one) => !one.disabled).map((one) => one.slug))
  const gone = [...config.directory.people.values()].filter((one) => one.disabled && wasActive.has(one.slug)).map((one) => one.id)
  if (gone.length === 0 && movedServices.length === 0) return
  const now = world.clock.now()
  const moment = { now, roster: rosterAt({ ...config.directory, catchAll }, now) }
  const held = await holdIncidents(tx, await touched(tx, caller, gone, movedServices), 'wait')
  for (const one of held.values()) {
    for (const userId of gone) removeFrom(one, userId, moment)
    const service = config.services.get(one.incident.serviceId)
    const policy = service === undefined ? undefined : config.policies.get(service.policyId)
    const climbs = one.pages.some((page) => page.role === 'ladder' && (page.state === 'climbing' || page.state === 'exhausted'))
    if (service === undefined || policy === undefined || !climbs || !movedServices.includes(service.id)) continue
    changeLadder(
      { held: one, moment },
      { policy: asBefore(one, policy), by: caller.actor, from: 'first-rung', newPageId: world.ids('page') },
    )
  }
  await flush(tx, held.values(), now)
}

function removeFrom(held: Held, userId: UserId, moment: Parameters<typeof decide>[2]): void {
  for (const page of held.pages) {
    const decision = decide(page, { type: 'remove-person', userId }, moment)
    if (decision.ok) putPage(held, decision)
    // Called on a rung left behind: what still waits for them there goes too.
    else if (page.state !== 'ended') held.effects.push({ page, effect: { type: 'cancel', userId, why: 'removed' } })
  }
  change(held, settle(held.incident, held.pages, moment.now))
}

async function touched(tx: Tx, caller: Caller, people: readonly UserId[], services: readonly string[]): Promise<IncidentId[]> {
  const { rows } = await tx.query<{ incident_id: IncidentId }>(
    `select distinct incident_id from pages where org_id = $1 and state <> 'ended'
       and (service_id = any($2) or exists (select from jsonb_array_elements(page->'calls') c where c->>'userId' = any($3))
         or exists (select from deliveries d where d.page_id = pages.id and d.status in ('pending', 'leased', 'bundled') and d.user_id = any($3)))`,
    [caller.orgId, services, people],
  )
  return rows.map((row) => row.incident_id)
}
