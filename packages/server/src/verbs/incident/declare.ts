// Somebody sees what no monitor has told of, and opens an incident.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { pages } from '@muster/core/incident/severity.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import type { Severity } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { callBridge } from '../../store/bridge.ts'
import { flush } from '../../store/flush.ts'
import { carryOut } from '../../store/ladder.ts'
import { newIncident, numberIncidents, recordOpening } from '../../store/opening.ts'
import { hoursOf, type Service } from '../../store/org-config.ts'
import { callAtOnce } from '../../store/roles.ts'
import { wake } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { serviceNamed } from '../read/find.ts'
import { detailOf } from '../read/incident-detail.ts'
import { actorFor } from './change-incident.ts'

type Declaration = {
  as?: string | undefined
  service: string
  title: string
  severity: Severity
  source: string
  mine: boolean
  test: boolean
  anyway: boolean
}

/** Wakes whom an alert of that severity would wake, in the same transaction. */
export async function declare(world: World, caller: Caller, said: Declaration): Promise<IncidentDetail> {
  permit(caller, 'incident.declare')
  const declared = await world.db.app(caller.orgId, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const service = serviceNamed(config, said.service)
    if (service.disabled)
      throw new Refused('CONFLICT', { reason: 'service-removed', hint: `${service.name} was removed. Choose another service.` })
    if (!said.anyway && !said.test) await refuseWhenOpen(tx, service)
    const now = world.clock.now()
    const by = said.as === undefined ? caller.actor : actorFor(config, caller, said.as)
    const pack = world.packs.chosenBy(config)
    const id = world.ids('incident')
    const moment = { now, roster: rosterAt(config.directory, now) }
    const { severity, title } = said
    const origin = said.test ? 'test' : 'person'
    const groupKey = groupKeyFor(service, said, id)
    const held = newIncident({ id, orgId: caller.orgId, serviceId: service.id, groupKey, severity, title, origin }, { pack, now })
    recordOpening(held, { pack, service, hours: hoursOf(config, service), now }, { by, summary: title, source: said.source, origin })
    callBridge(held, config, pack)
    const policy = config.policies.get(service.policyId)
    if (policy === undefined) throw new Error(`Service ${service.id} has no policy`)
    wake(held, { config, service, policy, label: pack.labels[severity].label, newPageId: () => world.ids('page') }, moment)
    if (said.mine) {
      // Where a rung needs several answers, the others are rung for theirs.
      carryOut(held, { type: 'acknowledge', by, pageId: null }, moment)
    }
    if (pages(severity)) callAtOnce(held, { config, pack, moment, ids: world.ids }, { service })
    // Whoever declares works by the protocol from the first minute.
    held.readAgainAt = now
    await numberIncidents(tx, [held])
    await flush(tx, [held], now)
    await audit(world, tx, caller, { action: 'incident.declare', subject: id, detail: { service: service.slug, severity, origin } })
    return detailOf({ tx, config, packs: world.packs, caller, now }, id)
  })
  world.wake.touch('deliveries')
  world.wake.touch('timers')
  return declared
}

/** Alerts that would belong together join it; no alert ever joins a test. */
function groupKeyFor({ id, grouping }: Service, { test }: Declaration, incidentId: string): string {
  return !test && grouping.by === 'service' ? `service:${id}` : `declared:${incidentId}`
}

async function refuseWhenOpen(tx: Tx, { id, name }: Service): Promise<void> {
  const { rows } = await tx.query<{ number: number; title: string }>(
    `select number, title from incidents where service_id = $1 and status in ('triggered', 'acknowledged') and origin <> 'test' order by number desc limit 1`,
    [id],
  )
  const open = rows[0]
  if (open === undefined) return
  throw new Refused('CONFLICT', {
    reason: 'already-open',
    hint: `#${open.number} of ${name} is open: "${open.title}". If that is it, go there; if it is something else, declare it all the same.`,
  })
}
