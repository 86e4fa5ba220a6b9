// The first screen: open incidents by impact, how the night was, who is on call and where nobody will be.
import type { NowIncident, NowView } from '@muster/contract/now.ts'
import { byImpact } from '@muster/core/incident/impact.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import { rostersOf } from '@muster/core/page/directory.ts'
import type { Roster } from '@muster/core/page/roster.ts'
import { nextOf } from '@muster/core/page/foresee.ts'
import type { Actor, Page } from '@muster/core/page/page.ts'
import type { IncidentId, Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { incidentOf } from '../../store/held.ts'
import { answersWithoutPage } from '../../store/ladder-log.ts'
import type { Packs } from '../../packs.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { holderIn, ladderOf } from './incident-detail.ts'
import { quietSince } from './now-quiet.ts'
import { watchAhead } from './now-watch.ts'
import { holderView, incidentView, iso, nextView, personView } from './views.ts'

const SHOWN = 200
const COUNTED = 5000

export async function showNow(world: World, caller: Caller, { timeZone }: { timeZone?: string | undefined }): Promise<NowView> {
  permit(caller, 'now.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const now = world.clock.now()
    const me = caller.actor.type === 'user' ? config.directory.people.get(caller.actor.id) : undefined
    const incidents = await openByImpact(tx, { config, packs: world.packs }, now)
    const open = await countOpen(tx, config)
    const zone = timeZone ?? me?.timeZone ?? 'UTC'
    return {
      at: iso(now),
      incidents,
      more: Math.max(0, open - incidents.length),
      quiet: await quietSince(tx, config.orgId, { now, timeZone: zone }),
      ...(await watchAhead(tx, config, { now, me })),
    }
  })
}

async function countOpen(tx: Tx, { orgId }: OrgConfig): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*) as n from (select 1 from incidents where org_id = $1 and status <> 'resolved' limit ${COUNTED + SHOWN}) o`,
    [orgId],
  )
  return Number(rows[0]?.n ?? 0)
}

async function openByImpact(tx: Tx, { config, packs }: { config: OrgConfig; packs: Packs }, now: Instant): Promise<NowIncident[]> {
  // Two ways in: the gravest, and what nobody has, which is at the head of its severity however many are older.
  const { rows } = await tx.query(
    `select i.* from incidents i where i.org_id = $1 and i.status <> 'resolved' and i.id = any(
       array(select id from incidents where org_id = $1 and status <> 'resolved' order by severity, opened_at limit ${SHOWN})
       || array(select incident_id from pages where org_id = $1 and state = 'exhausted' order by started_at limit ${SHOWN}))`,
    [config.orgId],
  )
  const incidents = rows.map((row) => incidentOf(row))
  const ids = incidents.map((one) => one.id)
  const live = await tx.query<{ page: Page }>(
    `select page from pages where incident_id = any($1) and state <> 'ended' order by started_at desc, id desc`,
    [ids],
  )
  const pages = Map.groupBy(
    live.rows.map(({ page }) => page),
    (page) => page.incidentId,
  )
  const shown = incidents
    .map((incident) => ({ incident, pages: pages.get(incident.id) ?? [] }))
    .map((one) => ({ ...one, weight: { ...one.incident, unowned: isUnowned(one.pages) } }))
    .toSorted((a, b) => byImpact(a.weight, b.weight))
    .slice(0, SHOWN)
  const unpaged = shown.filter((one) => one.incident.status === 'acknowledged' && ladderOf(one.pages) === undefined)
  const answers = await answersWithoutPage(
    tx,
    unpaged.map((one) => one.incident.id),
  )
  const byHand = new Map(answers.map((row) => [row.incident_id, holderView(actorIn(row.body), row.at, config)]))
  const around = { config, packs, now, byHand, rosterAt: rostersOf(config.directory) }
  return shown.map((one) => nowIncident(one, around))
}

const isUnowned = (pages: readonly Page[]): boolean => pages.some((page) => page.unowned)
const actorIn = (body: string): Actor => (JSON.parse(body) as { by: Actor }).by

type Shown = { incident: Incident; pages: readonly Page[] }
type Around = {
  config: OrgConfig
  packs: Packs
  now: Instant
  rosterAt: (at: Instant) => Roster
  byHand: ReadonlyMap<IncidentId, NowIncident['holder']>
}

function nowIncident({ incident, pages }: Shown, { config, packs, now, rosterAt, byHand }: Around): NowIncident {
  const ladder = ladderOf(pages)
  const next = ladder === undefined ? null : nextOf(ladder, { now, rosterAt })
  return {
    ...incidentView(incident, config, packs),
    holder: holderIn(incident, ladder, config) ?? byHand.get(incident.id) ?? null,
    paging: pages.filter(calling).flatMap((page) => page.calls.map(({ userId, state }) => ({ ...personView(userId, config), state }))),
    next: next === null ? null : nextView(next, config),
    unowned: isUnowned(pages),
  }
}

const calling = (page: Page): boolean => page.state === 'climbing' || page.state === 'exhausted'
