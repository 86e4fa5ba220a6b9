// Incidents held for one transaction, and everything written for them when it commits: as the server's store does.
import type { Incident } from '@muster/core/incident/incident.ts'
import type { IncidentCommand, IncidentDecision } from '@muster/core/incident/handle.ts'
import type { Moment } from '@muster/core/page/climb.ts'
import type { Page, PageEffect, PageEvent } from '@muster/core/page/page.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import type { IncidentId, Instant, PageId, UserId } from '@muster/core/vocabulary.ts'
import type { Cause, Commit, Line, Planned } from '../record.ts'
import { newId, pagesOf, type Delivery, type Store } from './store.ts'

export type Held = {
  incident: Incident
  pages: Page[]
  changed: Set<PageId>
  lines: Line[]
  effects: { page: Page; effect: PageEffect }[]
  notices: { reason: 'resolved' | 'source-silent'; text: string }[]
}

/** Claimed in this order: an incident's first page, then further pages, then notices. */
export const PRIORITY = { first: 0, page: 1, notice: 2 } as const

export function momentAt(store: Store, now: Instant): Moment {
  return { now, roster: store.rules.directory.rosterAt(store.org.directory, now) }
}

export function hold(store: Store, id: IncidentId): Held | undefined {
  const incident = store.incidents.get(id)
  return incident === undefined ? undefined : { ...holdNew(incident), pages: pagesOf(store, id) }
}

export function holdNew(incident: Incident): Held {
  return { incident, pages: [], changed: new Set(), lines: [], effects: [], notices: [] }
}

export function record(held: Held, type: string, at: Instant, body: Record<string, unknown>): void {
  held.lines.push({ incidentId: held.incident.id, type, at, body })
}

export function putPage(held: Held, told: { page: Page; events: readonly PageEvent[]; effects: readonly PageEffect[] }): void {
  const index = held.pages.findIndex((page) => page.id === told.page.id)
  if (index === -1) held.pages.push(told.page)
  else held.pages[index] = told.page
  held.changed.add(told.page.id)
  for (const { type, at, ...body } of told.events) record(held, type, at, { pageId: told.page.id, ...body })
  for (const effect of told.effects) held.effects.push({ page: told.page, effect })
}

export function settle(store: Store, held: Held, now: Instant): void {
  held.incident = store.rules.handling.settle(held.incident, held.pages, now)
}

export type LadderStart = { policy: Policy; skipRungs: number; role?: Page['role'] }

export function startLadder(store: Store, held: Held, { policy, skipRungs, role = 'ladder' }: LadderStart, moment: Moment): void {
  const { incident } = held
  const id = newId(store, 'page')
  const page = store.rules.opening.openPage({ id, orgId: incident.orgId, incidentId: incident.id, role, policy, startedAt: moment.now })
  const decision = store.rules.pageDecide.decide(page, { type: 'start', skipRungs }, moment)
  if (!decision.ok) throw new Error(`a new page refused to start: ${decision.reason}`)
  record(held, 'page.started', moment.now, { pageId: id, role, policy: policy.name, policyVersion: policy.version, skipRungs })
  putPage(held, decision)
  settle(store, held, moment.now)
}

export function carryOut(store: Store, held: Held, command: IncidentCommand, moment: Moment): IncidentDecision {
  const paused = held.pages.some((page) => page.role === 'ladder' && page.state === 'snoozed')
  const decision = store.rules.handling.handle(held.incident, held.pages, command, moment)
  if (!decision.ok) return decision
  for (const told of decision.told) putPage(held, told)
  held.incident = decision.incident
  for (const { type, at, ...body } of decision.events) record(held, type, at, body)
  if (command.type === 'resolve' && !paused)
    held.notices.push({ reason: 'resolved', text: command.why === 'by-hand' ? 'Resolved by hand' : 'The alerts have cleared' })
  return decision
}

/** Writes state, log, timers and outbox together, and says what was written. */
export function flush(store: Store, all: Iterable<Held>, { at, by, cause }: { at: Instant; by: string; cause: Cause }): Commit {
  const commit: Commit = {
    type: 'commit',
    at,
    by,
    cause,
    refused: null,
    lines: [],
    planned: [],
    stops: [],
    cancelled: [],
    incidents: [],
    pages: [],
    alerts: [],
    replaced: [],
  }
  for (const held of all) {
    store.incidents.set(held.incident.id, held.incident)
    commit.incidents.push(held.incident)
    commit.lines.push(...held.lines)
    for (const page of held.pages) if (held.changed.has(page.id)) writePage(store, page, commit)
    cancel(store, held, commit)
    for (const planned of plannedOf(held)) insert(store, planned, commit)
    notify(store, held, at, commit)
  }
  return commit
}

function writePage(store: Store, page: Page, commit: Commit): void {
  store.pages.set(page.id, page)
  commit.pages.push(page)
  const before = store.pageTimers.get(page.id)
  const timer = store.rules.opening.timerOf(page)
  if (timer !== null && typeof timer.dueAt !== 'number') throw new Error('the store takes no timer without a time')
  const replaced = before !== undefined && (timer?.kind !== before.kind || timer.dueAt !== before.dueAt)
  if (replaced) commit.replaced.push({ ...before, pageId: page.id })
  if (timer === null) store.pageTimers.delete(page.id)
  else store.pageTimers.set(page.id, { ...timer, incidentId: page.incidentId })
}

function cancel(store: Store, held: Held, commit: Commit): void {
  for (const { page, effect } of held.effects) {
    if (effect.type !== 'cancel') continue
    const userId = whom(effect)
    commit.stops.push({ pageId: page.id, userId, why: effect.why })
    for (const row of store.live) {
      if (row.pageId !== page.id || (userId !== null && userId !== row.userId)) continue
      row.status = 'cancelled'
      row.endedWhy = effect.why
      store.live.delete(row)
      commit.cancelled.push({ key: row.key, why: effect.why })
      const { key, userId: theirs, contactId, channel } = row
      const body = { key, userId: theirs, contactId, channel, why: effect.why }
      commit.lines.push({ incidentId: page.incidentId, type: 'delivery.cancelled', at: commit.at, body })
      release(store, row.key)
    }
  }
}

/** What travelled with a cancelled page goes by itself again. */
function release(store: Store, carrier: string): void {
  for (const row of store.live) {
    if (row.bundledInto !== carrier || row.status !== 'bundled') continue
    row.status = 'pending'
    row.bundledInto = null
  }
}

/** As in the store, nobody in particular is everybody. */
function whom(effect: Extract<PageEffect, { type: 'cancel' }>): UserId | null {
  if (effect.userId === undefined) throw new Error('the store must know whose calls to take back')
  return effect.userId === 'everyone' ? null : effect.userId
}

/** In the order decided: what a later decision of the same transaction cancels is never written. */
export function plannedOf(held: Pick<Held, 'effects'>): Planned[] {
  let rows: Planned[] = []
  for (const { page, effect } of held.effects) {
    if (effect.type === 'cancel') {
      const userId = whom(effect)
      rows = rows.filter((row) => row.pageId !== page.id || (userId !== null && row.userId !== userId))
    } else if (effect.type === 'deliver') {
      const { key, userId, dueAt, rule } = effect
      const priority = effect.firstOfIncident ? PRIORITY.first : PRIORITY.page
      rows.push({
        key,
        kind: 'page',
        incidentId: page.incidentId,
        pageId: page.id,
        userId,
        contactId: rule.contactId,
        channel: rule.channel,
        dueAt,
        priority,
        text: null,
        reason: null,
      })
    } else throw new Error('the store knows no such effect')
  }
  return rows
}

export function insert(store: Store, planned: Planned, commit: Commit): void {
  commit.planned.push(planned)
  // As the store does: a key that is there already changes nothing. The oracle reads the plan and says so.
  if (store.deliveries.has(planned.key)) return
  const row: Delivery = {
    ...planned,
    status: 'pending',
    attempt: 0,
    leaseUntil: null,
    leasedBy: null,
    handedOffAt: null,
    bundledInto: null,
    endedWhy: null,
  }
  store.deliveries.set(row.key, row)
  store.live.add(row)
}

/** One notice for each contact that was handed a page of the incident. */
function notify(store: Store, held: Held, at: Instant, commit: Commit): void {
  for (const { reason, text } of held.notices) {
    const told = new Set<string>()
    const paged = [...store.deliveries.values()].filter(
      (row) => row.incidentId === held.incident.id && row.kind === 'page' && row.handedOffAt !== null,
    )
    const number = newId(store, 'notice')
    for (const { userId, contactId, channel, incidentId } of paged) {
      if (told.has(contactId)) continue
      told.add(contactId)
      const key = `${incidentId}:${reason}:${number}:${contactId}`
      insert(
        store,
        { key, kind: 'notice', incidentId, pageId: null, userId, contactId, channel, dueAt: at, priority: PRIORITY.notice, text, reason },
        commit,
      )
    }
  }
}
