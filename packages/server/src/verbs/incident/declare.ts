// Somebody sees what no monitor has told of, and opens an incident.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { pages } from '@muster/core/incident/severity.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import type { IncidentId, Instant, Severity } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { callBridge } from '../../store/bridge.ts'
import { flush } from '../../store/flush.ts'
import { holdIncidents } from '../../store/held.ts'
import { carryOut } from '../../store/ladder.ts'
import { newIncident, numberIncidents, recordOpening } from '../../store/opening.ts'
import { hoursOf, type OrgConfig, type Service } from '../../store/org-config.ts'
import { callAtOnce } from '../../store/roles.ts'
import { wake } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import { namelessIn, permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { serviceNamed } from '../read/find.ts'
import { detailOf } from '../read/incident-detail.ts'
import { actorFor } from './change-incident.ts'
import { declaredJustNow, keepPress, oneAtATime, openBeside, openedHow, recordBeside, type Beside, type Press } from './declared-before.ts'

type Declaration = {
  as?: string | undefined
  service: string
  title: string
  severity: Severity
  source: string
  mine: boolean
  test: boolean
  private: boolean
  anyway: boolean
}

/** Wakes whom an alert of that severity would wake, in the same transaction. */
export async function declare(world: World, caller: Caller, said: Declaration): Promise<IncidentDetail> {
  permit(caller, 'incident.declare')
  const declared = await world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const service = serviceNamed(config, said.service)
    if (service.disabled)
      throw new Refused('CONFLICT', { reason: 'service-removed', hint: `${service.name} was removed. Choose another service.` })
    const by = said.as === undefined ? caller.actor : actorFor(config, caller, said.as)
    const press: Press = { ...said, orgId: caller.orgId, service, by }
    // Once before its turn is waited for: whoever declares the same again and again keeps no alert of the service waiting.
    const early = await lookBefore(world, tx, { press, config })
    if (early.same === null) await oneAtATime(tx, press)
    const { same, beside, now } = early.same === null ? await lookBefore(world, tx, { press, config }) : early
    if (same !== null) return detailOf({ tx, config, packs: world.packs, caller, now }, same)
    const pack = world.packs.chosenBy(config)
    const id = world.ids('incident')
    const moment = { now, roster: rosterAt(config.directory, now) }
    const { severity, title } = said
    const origin = said.test ? 'test' : 'person'
    const groupKey = groupKeyFor(service, said, id)
    const held = newIncident(
      { id, orgId: caller.orgId, serviceId: service.id, groupKey, severity, title, origin, private: said.private },
      { pack, now },
    )
    held.joins.push(...namelessIn(caller))
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
    // Before the organisation's numbers are locked, as everywhere.
    const older = beside === null ? undefined : (await holdIncidents(tx, [beside.id], 'wait')).get(beside.id)
    await numberIncidents(tx, [held])
    if (older !== undefined) recordBeside({ older, newer: held, by, now })
    await flush(tx, older === undefined ? [held] : [older, held], now)
    await keepPress(tx, press, { id, now })
    await audit(world, tx, caller, { action: 'incident.declare', subject: id, detail: { service: service.slug, severity, origin } })
    return detailOf({ tx, config, packs: world.packs, caller, now }, id)
  })
  world.wake.touch('deliveries')
  world.wake.touch('timers')
  // Signals of the service have waited meanwhile.
  world.wake.touch('inbox')
  return declared
}

/** Alerts that would belong together join it; none ever joins a test, or goes where hardly anybody would see it. */
function groupKeyFor({ id, grouping }: Service, { test, private: isPrivate }: Declaration, incidentId: string): string {
  return !test && !isPrivate && grouping.by === 'service' ? `service:${id}` : `declared:${incidentId}`
}

type Before = { now: Instant; /** What the same press has opened. */ same: IncidentId | null; beside: Beside | null }

/** Refused where another of the service is open, unless it is to be declared all the same. */
async function lookBefore(world: World, tx: Tx, { press, config }: { press: Press; config: OrgConfig }): Promise<Before> {
  const { service, test, anyway, private: isPrivate } = press
  const now = world.clock.now()
  const same = await declaredJustNow(tx, press, now)
  // The log of each tells of the other: a private one and its neighbours are not told of each other.
  const beside = same !== null || test || isPrivate ? null : await openBeside(tx, service)
  if (beside !== null && !anyway) throw await openAlready(tx, beside, { service, config, now })
  return { now, same, beside }
}

type Finding = { service: Service; config: OrgConfig; now: Instant }

async function openAlready(tx: Tx, beside: Beside, { service, config, now }: Finding): Promise<Refused> {
  const how = await openedHow(tx, beside, { config, now })
  return new Refused('CONFLICT', {
    reason: 'already-open',
    hint: `#${beside.number} of ${service.name} is open: "${beside.title}", ${how}. If that is it, go there; if it is something else, declare it all the same: both logs say so, and they can be linked or merged later.`,
  })
}
