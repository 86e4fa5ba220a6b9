// What the answer page shows: the incident behind one delivery, how its ladder stands, and who is woken next.
import type { Incident } from '@muster/core/incident/incident.ts'
import { rosterAt, type Directory } from '@muster/core/page/directory.ts'
import { nextOf } from '@muster/core/page/foresee.ts'
import type { Page } from '@muster/core/page/page.ts'
import { known } from '@muster/core/protocol/known.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import type { Grade, IncidentId, Instant, PageId, UserId } from '@muster/core/vocabulary.ts'
import type { AnswerLink } from '../../links.ts'
import { sightOf } from '../../store/circle.ts'
import { incidentOf } from '../../store/held.ts'
import { record, holdIncidents } from '../../store/held.ts'
import { flush } from '../../store/flush.ts'
import { mergedInto } from '../../store/links.ts'
import type { Tx } from '../../store/db.ts'
import { seenByAll, type Seen } from '../protocol/show-protocol.ts'
import type { World } from '../../world.ts'

export type AnswerView = {
  orgSlug: string
  incident: Incident
  /** Where it goes on, when it was merged. */
  goesOnIn: { number: number; title: string } | null
  grade: Grade
  service: { name: string; whatToDo: string | null }
  person: { id: UserId; name: string; timeZone: string }
  page: Page | null
  /** As what they are called, by the incident's protocol: what it does, and what to keep in mind half asleep. */
  hat: { name: string; text: string; does: string; memory: readonly string[] } | null
  /** What the protocol asks of them by now: the first of it. Empty for whoever has not got it. */
  owed: { says: string; dueAt: Instant; isLate: boolean }[]
  /** Incidents that travelled with this delivery. */
  bundled: { incidentId: IncidentId; pageId: PageId }[]
  /** Others who are being called at this moment. */
  called: string[]
  /** Null when nothing comes by itself. Without names, nobody is left to be woken. */
  next: { names: string[]; at: Instant; isLastResort: boolean } | null
  /** Where people talk to each other; null: no bridge is open. */
  bridge: string | null
}

export async function readAnswer(world: World, link: AnswerLink): Promise<AnswerView | null> {
  // It was sent to one person, and shows what they may see: the look-up of who that is comes first.
  return world.db.app({ orgId: link.orgId, sees: 'all' }, async (tx) => {
    const { rows } = await tx.query<{ incident_id: IncidentId; page_id: PageId | null; user_id: UserId; page: Page | null }>(
      `select d.incident_id, d.page_id, d.user_id, p.page from deliveries d left join pages p on p.org_id = d.org_id and p.id = d.page_id where d.key = $1`,
      [link.deliveryKey],
    )
    const row = rows[0]
    if (row === undefined) return null
    const config = await world.configs.of(tx, link.orgId)
    const incidents = await tx.query('select * from incidents where id = $1', [row.incident_id])
    const incident = incidentOf(incidents.rows[0])
    const circle = await sightOf(tx, incident)
    if (circle !== null && !circle.has(row.user_id)) return null
    const bundled = await tx.query<{ incident_id: IncidentId; page_id: PageId }>(
      `select incident_id, page_id from deliveries where bundled_into = $1`,
      [link.deliveryKey],
    )
    const person = config.directory.people.get(row.user_id)
    const hasIt = row.page?.state === 'acknowledged' && row.page.by.type === 'user' && row.page.by.id === row.user_id
    const service = config.services.get(incident.serviceId)
    return {
      orgSlug: config.slug,
      incident,
      goesOnIn: await goesOnIn(tx, incident, row.user_id),
      grade: world.packs.gradeOf(config, incident),
      service: { name: service?.name ?? 'a service that was removed', whatToDo: service?.whatToDo ?? null },
      person: { id: row.user_id, name: person?.name ?? 'somebody who has left', timeZone: person?.timeZone ?? 'UTC' },
      page: row.page,
      owed: hasIt ? owedBy(await seenByAll(world, tx, link.orgId, incident.id), row.user_id) : [],
      hat: hatOf(world.packs.of(config, incident), row.page),
      bundled: bundled.rows.map((one) => ({ incidentId: one.incident_id, pageId: one.page_id })),
      called: row.page === null ? [] : calledBeside(row.page, row.user_id, config.directory),
      next: row.page === null ? null : nextUp(row.page, config.directory, world.clock.now()),
      bridge: known(await world.facts.of(tx, incident.id)).links.findLast(({ kind }) => kind === 'bridge')?.url ?? null,
    }
  })
}

const OWED_SHOWN = 2

function owedBy({ reading }: Pick<Seen, 'reading'>, userId: UserId): AnswerView['owed'] {
  return reading.obligations
    .filter(({ state, owner, snoozedUntil }) => (state === 'due' || state === 'overdue') && owner.who === userId && snoozedUntil === null)
    .slice(0, OWED_SHOWN)
    .map(({ says, dueAt, state }) => ({ says, dueAt, isLate: state === 'overdue' }))
}

function hatOf({ roles, memory }: Pack, page: Page | null): AnswerView['hat'] {
  if (page?.asked === undefined) return null
  const { role, name, text } = page.asked
  return { name, text, does: roles.find(({ id }) => id === role)?.does ?? '', memory: memory[role] ?? [] }
}

function calledBeside(page: Page, reader: UserId, directory: Directory): string[] {
  if (page.state !== 'climbing') return []
  return page.calls.filter((call) => call.state === 'paging' && call.userId !== reader).map((call) => nameOf(call.userId, directory))
}

/** Asked of the rules themselves, as they will be asked when the time comes: empty rungs are passed over, and a handoff before then counts. */
function nextUp(page: Page, directory: Directory, now: Instant): AnswerView['next'] {
  if (page.state !== 'climbing') return null
  const next = nextOf(page, { now, rosterAt: (at) => rosterAt(directory, at) })
  return next && { names: next.people.map((userId) => nameOf(userId, directory)), at: page.nextAt, isLastResort: next.isLastResort }
}

function nameOf(userId: UserId, directory: Directory): string {
  return directory.people.get(userId)?.name ?? 'somebody who has left'
}

/** A link was fetched: perhaps by a machine that previews links, so it is noted once and proves nothing. */
export async function noteOpened(world: World, link: AnswerLink, incidentId: IncidentId): Promise<void> {
  await world.db.app({ orgId: link.orgId, sees: 'all' }, async (tx) => {
    const now = world.clock.now()
    const held = (await holdIncidents(tx, [incidentId], 'wait')).get(incidentId)
    const { rowCount } = await tx.query('update deliveries set opened_at = $2 where key = $1 and opened_at is null', [
      link.deliveryKey,
      now,
    ])
    if (held === undefined || rowCount === 0) return
    record(held, 'delivery.opened', now, { key: link.deliveryKey, note: 'perhaps by a machine' })
    await flush(tx, [held], now)
  })
}

async function goesOnIn(tx: Tx, { orgId, id }: Incident, reader: UserId): Promise<AnswerView['goesOnIn']> {
  const into = (await mergedInto(tx, orgId, [id])).get(id)
  if (into === undefined) return null
  const { rows } = await tx.query('select * from incidents where org_id = $1 and id = $2', [orgId, into])
  const other = incidentOf(rows[0])
  const circle = await sightOf(tx, other)
  return circle === null || circle.has(reader) ? { number: other.number, title: other.title } : null
}
