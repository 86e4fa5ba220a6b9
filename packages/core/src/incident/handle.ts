// What people and monitors do to an incident, told to each of its pages; the incident's own status follows from them.
import { refuse, type PageId } from '../vocabulary.ts'
import { decide } from '../page/decide.ts'
import type { Moment } from '../page/climb.ts'
import type { Actor, Page, PageCommand, PageDecision, PageEffect, PageEvent, PageRefusal } from '../page/page.ts'
import type { Incident } from './incident.ts'

export type IncidentCommand =
  | { type: 'acknowledge' | 'decline'; by: Actor; pageId: PageId | null }
  /** `step`: the page's epoch as whoever asks saw it; none when they saw no picture. */
  | { type: 'escalate' | 'ask-for-help'; by: Actor; pageId: PageId | null; step?: number | null }
  | { type: 'snooze'; by: Actor; until: number; pageId: PageId | null }
  | { type: 'resolve'; by: Actor; why: 'by-hand' | 'alerts-cleared' }

export type IncidentEvent =
  | { type: 'incident.acknowledged'; at: number; by: Actor }
  | { type: 'incident.resolved'; at: number; by: Actor; why: 'by-hand' | 'alerts-cleared' }

export type Told = { page: Page; events: PageEvent[]; effects: PageEffect[] }
export type IncidentDecision =
  | { ok: true; incident: Incident; told: Told[]; events: IncidentEvent[] }
  | { ok: false; reason: PageRefusal | 'already-resolved' | 'nothing-to-escalate' | 'moved-on' }

export function handle(incident: Incident, pages: readonly Page[], command: IncidentCommand, moment: Moment): IncidentDecision {
  if (incident.status === 'resolved') return refuse('already-resolved')
  if (command.type === 'resolve') return resolve(incident, pages, command, moment)
  const addressed = addressedBy(command, pages)
  if (addressed.length === 0) return withoutPages(incident, command, moment)
  if (hasMovedOn(command, addressed)) return refuse('moved-on')
  return tell({ incident, pages, addressed }, toPage(command), moment)
}

/** Answered when its ladder is; an incident that never paged keeps what a human last said of it. */
export function statusOf(incident: Incident, pages: readonly Page[]): Incident['status'] {
  if (incident.status === 'resolved') return 'resolved'
  const ladder = pages.find((page) => page.role === 'ladder' && page.state !== 'ended')
  if (ladder === undefined) return incident.status
  return ladder.state === 'acknowledged' || ladder.state === 'snoozed' ? 'acknowledged' : 'triggered'
}

/** The incident after some of its pages changed. */
export function settle(incident: Incident, pages: readonly Page[], at: number): Incident {
  const status = statusOf(incident, pages)
  if (status === incident.status) return incident
  return { ...incident, status, acknowledgedAt: status === 'acknowledged' ? at : null }
}

/**
 * Whoever was called as somebody answers for that; the ladder goes on until it is answered itself.
 * Whoever answers one of their pages has answered: another page of the same incident that is calling them is answered with it.
 */
function addressedBy({ type, pageId, by }: Exclude<IncidentCommand, { type: 'resolve' }>, pages: readonly Page[]): Page[] {
  const live = pages.filter((page) => page.state !== 'ended')
  if (pageId === null) {
    const asked = live.filter((page) => page.asked !== undefined && page.state === 'climbing' && calls(page, by))
    const isOnLadder = live.some((page) => page.role === 'ladder' && calls(page, by))
    if (asked.length > 0 && !isOnLadder && (type === 'acknowledge' || type === 'decline')) return asked
    // What moves the ladder leaves alone a role that somebody has answered for.
    const isTheirs = (page: Page) => calls(page, by) && (page.asked === undefined || (type === 'acknowledge' && page.state === 'climbing'))
    return live.filter((page) => page.role === 'ladder' || isTheirs(page))
  }
  const named = live.filter((page) => page.id === pageId)
  if (type !== 'acknowledge' || named.length === 0) return named
  return [...named, ...live.filter((page) => page.id !== pageId && page.state === 'climbing' && calls(page, by))]
}

/** Two presses on the same picture are one step: the second would wake people whom nobody meant to wake. */
function hasMovedOn(command: Exclude<IncidentCommand, { type: 'resolve' }>, addressed: readonly Page[]): boolean {
  if ((command.type !== 'escalate' && command.type !== 'ask-for-help') || typeof command.step !== 'number') return false
  const seen = addressed.find((page) => page.role === 'ladder') ?? addressed[0]
  return seen?.epoch !== command.step
}

type Telling = { incident: Incident; pages: readonly Page[]; addressed: readonly Page[] }

function tell({ incident, pages, addressed }: Telling, command: PageCommand, moment: Moment): IncidentDecision {
  const told: Told[] = []
  let refused: PageRefusal | null = null
  for (const page of addressed) {
    const decision: PageDecision = decide(page, command, moment)
    if (decision.ok) told.push({ page: decision.page, events: decision.events, effects: decision.effects })
    else refused = decision.reason
  }
  if (told.length === 0 && refused !== null) return refuse(refused)
  const after = pages.map((page) => told.find((change) => change.page.id === page.id)?.page ?? page)
  return { ok: true, incident: settle(incident, after, moment.now), told, events: [] }
}

function withoutPages(incident: Incident, command: Exclude<IncidentCommand, { type: 'resolve' }>, { now }: Moment): IncidentDecision {
  if (command.pageId !== null) return refuse('page-ended')
  if (command.type !== 'acknowledge') return refuse('nothing-to-escalate')
  if (incident.status === 'acknowledged') return refuse('already-acknowledged')
  return {
    ok: true,
    incident: { ...incident, status: 'acknowledged', acknowledgedAt: now },
    told: [],
    events: [{ type: 'incident.acknowledged', at: now, by: command.by }],
  }
}

function resolve(
  incident: Incident,
  pages: readonly Page[],
  command: Extract<IncidentCommand, { type: 'resolve' }>,
  moment: Moment,
): IncidentDecision {
  const told: Told[] = []
  for (const page of pages) {
    const decision = decide(page, { type: 'end', by: command.by, reason: 'resolved' }, moment)
    if (decision.ok) told.push({ page: decision.page, events: decision.events, effects: decision.effects })
  }
  return {
    ok: true,
    incident: { ...incident, status: 'resolved', resolvedAt: moment.now },
    told,
    events: [{ type: 'incident.resolved', at: moment.now, by: command.by, why: command.why }],
  }
}

function toPage(command: Exclude<IncidentCommand, { type: 'resolve' }>): PageCommand {
  if (command.type === 'snooze') return { type: 'snooze', by: command.by, until: command.until }
  return { type: command.type, by: command.by }
}

function calls(page: Page, by: Actor): boolean {
  return by.type === 'user' && page.calls.some((call) => call.userId === by.id)
}
