// The board of several incidents: one reading for whoever asks at once, four statements however many incidents are open.
import type { BoardRow, BoardView } from '@muster/contract/board.ts'
import type { Page } from '@muster/core/page/page.ts'
import { last } from '@muster/core/protocol/ask.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import { read, type Reading } from '@muster/core/protocol/read.ts'
import { rowsOf } from '@muster/core/several/board.ts'
import { cascadesOf, questionsOf, type Question } from '@muster/core/several/cascade.ts'
import { conflictsOf } from '@muster/core/several/conflicts.ts'
import { decidedOrder, orderAsked } from '@muster/core/several/order.ts'
import { IN_COMMAND } from '@muster/core/several/umbrella.ts'
import type { IncidentId, Instant, OrgId } from '@muster/core/vocabulary.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Tx } from '../../store/db.ts'
import { incidentOf } from '../../store/held.ts'
import { linksOf } from '../../store/links.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { sharedInSight } from '../read/shared.ts'
import { iso } from '../read/views.ts'
import { conflictView, degradationsOf, orderView, questionView, rowView, type AskedOfAll } from './board-views.ts'

const SHOWN = 50
/** As far as anybody pages; beyond it is said that there are more. */
const COUNTED = 2000

/** One open incident, with everything the board says of it. */
export type Open = ReturnType<typeof weighed>

/** What the view of any row may need of the others. */
export type Board = { all: ReadonlyMap<IncidentId, Open>; config: OrgConfig; world: World; now: Instant }

type Seen = { view: Omit<BoardView, 'question' | 'rows'>; rows: BoardRow[]; question: AskedOfAll | null; config: OrgConfig }

/** `from`: so many of the gravest are left out. */
export async function showBoard(world: World, caller: Caller, from = 0): Promise<BoardView> {
  permit(caller, 'board.read')
  return forCaller(await sharedInSight(world, caller, ['board', from], (tx) => seeBoard(world, tx, { orgId: caller.orgId, from })), caller)
}

function forCaller({ view, rows, question, config }: Seen, { actor }: Caller): BoardView {
  const me = actor.type === 'user' ? (config.directory.people.get(actor.id)?.slug ?? null) : null
  const mine = rows.map((row) => ({
    ...row,
    commander: row.commander === null ? null : { ...row.commander, isMine: me !== null && row.commander.slug === me },
  }))
  const asked = question === null ? [] : numbersIn(question)
  const commanders = mine.filter(({ number }) => asked.includes(number)).flatMap(({ commander }) => commander ?? [])
  const isMine = commanders.length === 0 || commanders.some((one) => one.isMine)
  return { ...view, rows: mine, question: question === null ? null : { ...question, isMine } }
}

function numbersIn(question: AskedOfAll): number[] {
  const all = question.type === 'order' ? question.order : [question.umbrella, ...question.parts]
  return all.map(({ number }) => number)
}

async function seeBoard(world: World, tx: Tx, { orgId, from }: { orgId: OrgId; from: number }): Promise<Seen> {
  const config = await world.configs.of(tx, orgId)
  const now = world.clock.now()
  const incidents = await openOnes(tx, orgId, from)
  const ids = incidents.map(({ id }) => id)
  const links = await linksOf(tx, orgId, ids)
  const facts = await world.facts.ofMany(tx, ids)
  const calls = await callsOf(tx, ids)
  const open = incidents.flatMap((incident) =>
    weigh(incident, { world, config, now, facts: facts.get(incident.id), calls: calls.get(incident.id) ?? [] }),
  )
  const board: Board = { all: new Map(open.map((one) => [one.id, one])), config, world, now }
  const decided = decidedOrder([...facts.values()])
  const rows = rowsOf(open, links, decided)
  const heads = rows.flatMap(({ one, under }) => (under === null ? [one] : []))
  const manned = rows.map(({ one, under }) => ({ id: one.id, family: under ?? one.id, roles: one.reading.roles, wanted: one.wanted }))
  const graph = new Map([...config.services.values()].map(({ id, dependsOn }) => [id, dependsOn]))
  const declined = (id: IncidentId) => (facts.get(id)?.index.get('cascade.declined') ?? []).map(({ body }) => body['incidents'] as string[])
  const [first] = questionsOf(cascadesOf(open, graph), links, declined).filter(isShown(board))
  return {
    config,
    rows: rows.map(({ one, under }) => rowView(one, under, board)),
    question: first === undefined ? orderView(orderAsked(heads, decided), board) : questionView(first, board),
    view: {
      at: iso(now),
      from,
      more: Math.max(0, (await countOpen(tx, orgId)) - from - incidents.length),
      conflicts: conflictsOf(manned).map((one) => conflictView(one, board)),
      degradations: rows.flatMap(({ one }) => degradationsOf(one, board)),
      isDecided: heads.some(({ id }) => decided.includes(id)),
      roles: world.packs.chosenBy(config).roles.map(({ id, name }) => ({ id, name })),
    },
  }
}

/** An umbrella that is over, or out of sight, is not asked about. */
const isShown =
  ({ all }: Board) =>
  ({ umbrella }: Question): boolean =>
    all.has(umbrella)

async function openOnes(tx: Tx, orgId: OrgId, from: number): Promise<Incident[]> {
  const { rows } = await tx.query(
    `select * from incidents where org_id = $1 and status <> 'resolved' and origin <> 'test' order by severity, opened_at, id limit ${SHOWN} offset $2`,
    [orgId, from],
  )
  return rows.map((row) => incidentOf(row))
}

async function countOpen(tx: Tx, orgId: OrgId): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*) as n from (select from incidents where org_id = $1 and status <> 'resolved' and origin <> 'test' limit ${COUNTED}) o`,
    [orgId],
  )
  return Number(rows[0]?.n ?? 0)
}

/** Calls for roles that are under way, or that nobody answered. */
async function callsOf(tx: Tx, ids: readonly IncidentId[]): Promise<Map<IncidentId, Page[]>> {
  const { rows } = await tx.query<{ page: Page }>(
    `select page from pages where incident_id = any($1) and state <> 'ended' and role = 'responder' and page ? 'asked' order by id`,
    [ids],
  )
  return Map.groupBy(
    rows.map(({ page }) => page),
    ({ incidentId }) => incidentId,
  )
}

type Weighing = { world: World; config: OrgConfig; now: Instant; facts: Facts | undefined; calls: readonly Page[] }

function weigh(incident: Incident, { world, config, now, facts, calls }: Weighing): Open[] {
  const pack = world.packs.of(config, incident)
  const reading = facts === undefined ? null : read(pack, facts, now)
  if (facts === undefined || reading === null) return []
  return [weighed(incident, { pack, facts, reading, calls, criticalPath: config.services.get(incident.serviceId)?.criticalPath === true })]
}

type Weights = { pack: ReturnType<World['packs']['of']>; facts: Facts; reading: Reading; calls: readonly Page[]; criticalPath: boolean }

function weighed(incident: Incident, { pack, facts, reading, calls, criticalPath }: Weights) {
  const { id, number, serviceId, severity, openedAt } = incident
  const waiting = calls.filter(
    ({ asked, state }) => (state === 'climbing' || state === 'exhausted') && reading.roles[asked?.role ?? ''] === undefined,
  )
  const wanted = waiting.map((page) => ({
    role: page.asked?.role ?? '',
    people: page.calls.flatMap(({ userId, state }) => (state === 'paging' && page.state === 'climbing' ? [userId as string] : [])),
  }))
  const umbrella = last(facts, { logged: 'role.taken', where: { role: IN_COMMAND } })?.body['umbrella']
  const through = typeof umbrella === 'number' ? umbrella : null
  return {
    id,
    number,
    serviceId,
    class: pack.classes[severity],
    severity,
    criticalPath,
    openedAt,
    incident,
    pack,
    facts,
    reading,
    wanted,
    through,
  }
}
