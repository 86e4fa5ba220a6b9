// The tables of the real store, in memory: what one transaction changes, it changes at once.
import type { Alert, EarlyResolve } from '@muster/core/alert/alert.ts'
import type { Signal } from '@muster/core/alert/signal.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { PageTimer } from '@muster/core/page/open.ts'
import type { Page } from '@muster/core/page/page.ts'
import type { AlertId, IncidentId, Instant, PageId } from '@muster/core/vocabulary.ts'
import type { Org, Service } from '../plot/organisation.ts'
import type { Planned, SentSignal } from '../record.ts'
import type { Rules } from '../rules.ts'

export type StoredAlert = Alert & { service: Service; signal: Signal }

export type Delivery = Planned & {
  status: 'pending' | 'leased' | 'bundled' | 'accepted' | 'failed' | 'cancelled'
  attempt: number
  leaseUntil: Instant | null
  leasedBy: string | null
  handedOffAt: Instant | null
  bundledInto: string | null
  endedWhy: string | null
}

/** A timer as somebody read it, before its page changed. */
export type LateTimer = PageTimer & { pageId: PageId }

export type Store = {
  rules: Rules
  org: Org
  inbox: SentSignal[]
  /** The youngest alert of each key; older ones are of no more use. */
  alerts: Map<string, StoredAlert>
  early: Map<string, EarlyResolve>
  incidents: Map<IncidentId, Incident>
  pages: Map<PageId, Page>
  pageTimers: Map<PageId, PageTimer & { incidentId: IncidentId }>
  silentTimers: Map<AlertId, { dueAt: Instant; key: string; incidentId: IncidentId }>
  deliveries: Map<string, Delivery>
  /** Those that are pending, leased or bundled. */
  live: Set<Delivery>
  windows: Map<string, { freeAt: Instant; incidentId: IncidentId }>
  made: Record<string, number>
  showsEnded: boolean
}

export function emptyStore(rules: Rules, org: Org, showsEnded: boolean): Store {
  return {
    rules,
    org,
    inbox: [],
    alerts: new Map(),
    early: new Map(),
    incidents: new Map(),
    pages: new Map(),
    pageTimers: new Map(),
    silentTimers: new Map(),
    deliveries: new Map(),
    live: new Set(),
    windows: new Map(),
    made: {},
    showsEnded,
  }
}

export function newId<Prefix extends string>(store: Store, prefix: Prefix): `${Prefix}_${string}` {
  const number = (store.made[prefix] ?? 0) + 1
  store.made[prefix] = number
  return `${prefix}_${number}`
}

/** Pages that are over too, on some nights: the rules must be right either way. */
export function pagesOf(store: Store, incidentId: IncidentId): Page[] {
  return [...store.pages.values()].filter((page) => page.incidentId === incidentId && (store.showsEnded || page.state !== 'ended'))
}

export function serviceOf(store: Store, incident: Incident): Service {
  const service = store.org.services.find((one) => one.id === incident.serviceId)
  if (service === undefined) throw new Error('an incident of no service')
  return service
}

/** When the timers' loop has something to do next; null when never. */
export function nextTimerAt(store: Store): Instant | null {
  let next: Instant | null = null
  for (const { dueAt } of store.pageTimers.values()) if (next === null || dueAt < next) next = dueAt
  for (const { dueAt } of store.silentTimers.values()) if (next === null || dueAt < next) next = dueAt
  return next
}

/** When the senders' loop has something to do next: a row is due, or a lease runs out. */
export function nextDeliveryAt(store: Store): Instant | null {
  let next: Instant | null = null
  for (const { status, dueAt, leaseUntil } of store.live) {
    const at = status === 'pending' ? dueAt : status === 'leased' ? leaseUntil : null
    if (at !== null && (next === null || at < next)) next = at
  }
  return next
}
