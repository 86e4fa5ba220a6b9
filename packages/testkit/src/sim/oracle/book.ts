// What an onlooker knows of the night: alerts, incidents and pages, kept from the record alone.
import type { Alert, EarlyResolve } from '@muster/core/alert/alert.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { Page } from '@muster/core/page/page.ts'
import type { IncidentId, Instant, PageId, ServiceId, SignalId } from '@muster/core/vocabulary.ts'
import type { Org, Service } from '../plot/organisation.ts'
import type { SentSignal } from '../record.ts'
import type { Climb, Expected } from './climb.ts'

export type Case = Omit<Incident, 'orgId' | 'number' | 'groupKey'> & { group: string; climbs: Climb[] }
export type Known = Alert

export type Book = {
  org: Org
  sent: Map<SignalId, SentSignal>
  undecided: Set<SignalId>
  alerts: Map<string, Known>
  /** Who last said that an alert is there. */
  speakers: Map<Known['id'], string>
  early: Map<string, EarlyResolve>
  cases: Map<IncidentId, Case>
  climbs: Map<PageId, Climb>
  /** As the product last showed them. */
  shown: Map<PageId, Page>
  made: { alert: number; incident: number; page: number }
}

export function emptyBook(org: Org): Book {
  return {
    org,
    sent: new Map(),
    undecided: new Set(),
    alerts: new Map(),
    speakers: new Map(),
    early: new Map(),
    cases: new Map(),
    climbs: new Map(),
    shown: new Map(),
    made: { alert: 0, incident: 0, page: 0 },
  }
}

export function expectNothing(book: Book, now: Instant): Expected {
  return { now, org: book.org, lines: [], rows: [], stops: [], touched: new Set() }
}

export function serviceOf(book: Book, id: ServiceId): Service {
  const service = book.org.services.find((one) => one.id === id)
  if (service === undefined) throw new Error('no such service')
  return service
}

export function caseOf(book: Book, id: IncidentId): Case {
  const one = book.cases.get(id)
  if (one === undefined) throw new Error(`nobody knows of ${id}`)
  return one
}

/** Answered when the service's own ladder is. */
export function settle(one: Case, now: Instant): void {
  const ladder = one.climbs.find((climb) => climb.role === 'ladder' && climb.mood !== 'over')
  if (one.status === 'resolved' || ladder === undefined) return
  const status = ladder.mood === 'answered' || ladder.mood === 'asleep' ? 'acknowledged' : 'triggered'
  if (status === one.status) return
  one.status = status
  one.acknowledgedAt = status === 'acknowledged' ? now : null
}
