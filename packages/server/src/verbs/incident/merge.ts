// Two incidents turn out to be one: the alerts of the one go on in the other, whoever was called for it is told where it went.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { pages } from '@muster/core/incident/severity.ts'
import { merge, type Merging } from '@muster/core/several/merge.ts'
import { rolesAt } from '@muster/core/protocol/standing.ts'
import type { AlertId } from '@muster/core/vocabulary.ts'
import { callBridge } from '../../store/bridge.ts'
import { circleOf } from '../../store/circle.ts'
import { change, putPage, record, type Held } from '../../store/held.ts'
import { allLinksOf, insertLink } from '../../store/links.ts'
import { wake } from '../../store/waking.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'
import { showIncident } from '../read/incident-detail.ts'
import { refusal } from './change-incident.ts'
import { changeSeveral, type ActingOnSeveral } from './change-several.ts'

type Asked = { id: string; as?: string | undefined; into: string; why: string }

/** Answers with the one that goes on. */
export async function mergeIncidents(world: World, caller: Caller, { id, as, into, why }: Asked): Promise<IncidentDetail> {
  await changeSeveral(world, caller, { ids: [id, into], as, action: 'incident.merge', detail: { into, why } }, async (acting) => {
    const { tx, held, moment, by } = acting
    const [from, other = from] = held
    const { orgId } = from.incident
    const links = await allLinksOf(tx, orgId, [from.incident.id, other.incident.id])
    const merging: Merging = { from: from.incident, into: other.incident, pages: from.pages, links, by }
    const decision = merge(merging, moment)
    if (!decision.ok) throw refusal(decision.reason)
    const facts = await world.facts.of(tx, from.incident.id)
    for (const told of decision.told) putPage(from, told)
    giveBack(from, acting, { held: rolesAt(facts, moment.now), pack: world.packs.of(acting.config, from.incident) })
    change(from, decision.from)
    change(other, decision.into)
    const alerts = await moveAlerts(acting, from, other)
    await tx.query('delete from incident_links where org_id = $1 and from_id = any($2) and to_id = any($2)', [
      orgId,
      [from.incident.id, other.incident.id],
    ])
    await insertLink(tx, orgId, { from: from.incident.id, to: other.incident.id, kind: 'merged', at: moment.now })
    const named = ({ incident: { id: to, number, title } }: Held) => ({ to, number, title, by, why })
    record(from, 'incident.merged', moment.now, { into: other.incident.id, ...named(other) })
    record(other, 'incident.absorbed', moment.now, { from: from.incident.id, ...named(from), alerts })
    raise(world, acting, { other, before: merging.into })
    // Whoever had a part in the one has it in the other.
    if (from.incident.private) other.joins.push(...(await circleOf(tx, from.incident.id)).map(({ viewer }) => viewer))
    from.notices.push({ reason: 'merged', text: `It goes on in #${other.incident.number}, "${other.incident.title}"` })
    // What it owed is owed no more; what the other owes may be more.
    from.readAgainAt = moment.now
    other.readAgainAt = moment.now
  })
  return showIncident(world, caller, into)
}

/** Those that are open: what the monitor says of them next, it says of the other. */
async function moveAlerts({ tx }: ActingOnSeveral, { incident: from }: Held, { incident: into }: Held): Promise<number> {
  const { rows } = await tx.query<{ id: AlertId }>(
    `update alerts set incident_id = $2 where incident_id = $1 and status = 'open' returning id`,
    [from.id, into.id],
  )
  await tx.query(`update timers set incident_id = $2 where subject_id = any($1) and kind = 'source-silent'`, [
    rows.map(({ id }) => id),
    into.id,
  ])
  return rows.length
}

type Ending = { held: Readonly<Record<string, string>>; pack: ReturnType<World['packs']['of']> }

/** Whoever had a role in it is free: the other has roles of its own. */
function giveBack(from: Held, { moment, by }: ActingOnSeveral, { held, pack }: Ending): void {
  for (const role of Object.keys(held).toSorted()) {
    const name = pack.roles.find(({ id }) => id === role)?.name ?? role
    record(from, 'role.released', moment.now, { role, name, by, through: 'merge' })
  }
}

/** As a graver alert would have it. */
function raise(world: World, { config, moment }: ActingOnSeveral, { other, before }: { other: Held; before: Held['incident'] }): void {
  const { severity: to, serviceId } = other.incident
  if (to === before.severity) return
  const pack = world.packs.of(config, other.incident)
  const { labels } = pack
  callBridge(other, config, pack)
  const from = before.severity
  record(other, 'incident.severity-raised', moment.now, { from, to, fromLabel: labels[from].label, toLabel: labels[to].label })
  const service = config.services.get(serviceId)
  const policy = service === undefined ? undefined : config.policies.get(service.policyId)
  if (pages(from) || !pages(to) || service === undefined || policy === undefined) return
  wake(other, { config, service, policy, label: labels[to].label, newPageId: () => world.ids('page') }, moment)
}
