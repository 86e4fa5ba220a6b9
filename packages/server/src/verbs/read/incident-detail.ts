// One incident with its ladder in time, what the caller can do to it, and what changed around it.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import { INCIDENT_ACTIONS, possible, type IncidentAction } from '@muster/core/incident/can.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import { rosterAt, rostersOf } from '@muster/core/page/directory.ts'
import { nextOf } from '@muster/core/page/foresee.ts'
import type { Actor, Page } from '@muster/core/page/page.ts'
import { DAY, type IncidentId, type Instant } from '@muster/core/vocabulary.ts'
import type { Packs } from '../../packs.ts'
import type { Tx } from '../../store/db.ts'
import { incidentOf } from '../../store/held.ts'
import { readLadderLog } from '../../store/ladder-log.ts'
import type { Entry } from '../../store/log.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Action, type Caller } from '../actor.ts'
import { hintOf } from '../incident/hints.ts'
import { changesBetween } from './changes.ts'
import { dependenciesOf } from './dependencies.ts'
import { findIncident } from './find.ts'
import { linkedWith } from './linked.ts'
import { shared } from './shared.ts'
import { waitingOf } from './waiting.ts'
import { holderView, incidentView, nextView, pageView } from './views.ts'

export async function showIncident(world: World, caller: Caller, id: string): Promise<IncidentDetail> {
  permit(caller, 'incident.read')
  const seen = await shared(world, caller, ['incident', id], async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    return seeIncident({ tx, config, packs: world.packs, now: world.clock.now() }, await findIncident(tx, id))
  })
  return forCaller(seen, caller)
}

type Looking = { tx: Tx; config: OrgConfig; packs: Packs; now: Instant }
export type Reading = Looking & { caller: Caller }

/** The same for everybody, with what it takes to say what one of them may do. */
type Seen = { view: Omit<IncidentDetail, 'can'>; incident: Incident; pages: readonly Page[]; config: OrgConfig; now: Instant }

const MOST_PAGES = 50
const MOST_CHANGES = 20

/** As it stands in this transaction. */
export async function detailOf(reading: Reading, incidentId: IncidentId): Promise<IncidentDetail> {
  return forCaller(await seeIncident(reading, incidentId), reading.caller)
}

function forCaller({ view, ...asking }: Seen, caller: Caller): IncidentDetail {
  return { ...view, can: canOf({ ...asking, caller }) }
}

async function seeIncident({ tx, config, packs, now }: Looking, incidentId: IncidentId): Promise<Seen> {
  const { rows } = await tx.query('select * from incidents where id = $1', [incidentId])
  const incident = incidentOf(rows[0])
  const found = await tx.query<{ page: Page }>(
    `select page from pages where incident_id = $1 order by started_at desc, id desc limit ${MOST_PAGES}`,
    [incidentId],
  )
  const pages = found.rows.map(({ page }) => page)
  const log = await readLadderLog(tx, incidentId)
  const trailOf = (page: Page) => log.filter((entry) => entry.body['pageId'] === page.id)
  const service = config.services.get(incident.serviceId)
  const ladder = ladderOf(pages)
  const next = ladder === undefined ? null : nextOf(ladder, { now, rosterAt: rostersOf(config.directory) })
  const view = {
    ...incidentView(incident, config, packs),
    holder: holderOf({ incident, pages, log, config }),
    next: next === null ? null : nextView(next, config),
    waits: ladder === undefined ? await waitingOf({ tx, config, now }, incident) : null,
    pages: pages.map((page) => pageView(page, { config, trail: trailOf(page), now })),
    whatToDo: service?.whatToDo ?? null,
    runbook: service?.runbook ?? null,
    dependencies: dependenciesOf(config, incident.serviceId),
    links: await linkedWith(tx, incidentId, { config, packs }),
    recentChanges: await changesBetween(tx, config, {
      serviceId: incident.serviceId,
      from: incident.openedAt - DAY,
      to: now,
      most: MOST_CHANGES,
    }),
  }
  return { view, incident, pages, config, now }
}

export function ladderOf(pages: readonly Page[]): Page | undefined {
  return pages.find((page) => page.role === 'ladder' && page.state !== 'ended')
}

export function holderIn(incident: Incident, page: Page | undefined, config: OrgConfig): IncidentDetail['holder'] {
  if (page?.state === 'acknowledged') return holderView(page.by, page.acknowledgedAt, config)
  return page?.state === 'snoozed' ? holderView(page.by, incident.acknowledgedAt ?? incident.openedAt, config) : null
}

type Holding = { incident: Incident; pages: readonly Page[]; log: readonly Entry[]; config: OrgConfig }

/** The ladder says who has it; for one that is over, or that paged nobody, the log does. */
function holderOf({ incident, pages, log, config }: Holding): IncidentDetail['holder'] {
  if (incident.status === 'triggered') return null
  const held = holderIn(incident, ladderOf(pages), config)
  if (held !== null) return held
  const ladders = new Set<unknown>(pages.filter((page) => page.role === 'ladder').map((page) => page.id))
  const last = log.findLast(({ type, body }) => type === 'incident.acknowledged' || (answers.has(type) && ladders.has(body['pageId'])))
  return last === undefined ? null : holderView(last.body['by'] as Actor, last.at, config)
}

const answers = new Set(['page.acknowledged', 'page.snoozed'])

const actions: Readonly<Record<IncidentAction, Action>> = {
  acknowledge: 'incident.acknowledge',
  escalate: 'incident.escalate',
  resolve: 'incident.resolve',
  snooze: 'incident.snooze',
  reassign: 'incident.reassign',
  'add-responder': 'incident.add-responder',
}

type Asking = Omit<Seen, 'view'> & { caller: Caller }

function canOf({ incident, pages, config, caller, now }: Asking): IncidentDetail['can'] {
  const live = pages.filter((page) => page.state !== 'ended')
  const rules = possible({ incident, pages: live, by: caller.actor }, { now, roster: rosterAt(config.directory, now) })
  const whyNot = (action: IncidentAction): IncidentDetail['can'][IncidentAction] => {
    const reason = rules[action]
    return forbidden(caller, actions[action]) ?? (reason === null ? null : { reason, says: hintOf(reason) })
  }
  return Object.fromEntries(INCIDENT_ACTIONS.map((action) => [action, whyNot(action)])) as IncidentDetail['can']
}

/** The same words as the refusal itself. */
function forbidden(caller: Caller, action: Action): { reason: string; says: string } | null {
  try {
    permit(caller, action)
    return null
  } catch (error) {
    if (error instanceof Refused) return { reason: error.reason, says: error.hint }
    throw error
  }
}
