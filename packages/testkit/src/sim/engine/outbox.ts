// The outbox: rows are claimed under a lease, and looked at again right before the call.
import type { ChannelName, Instant } from '@muster/core/vocabulary.ts'
import { SECOND } from '@muster/core/vocabulary.ts'
import type { Entry } from '../record.ts'
import type { Delivery, Store } from './store.ts'

export const LEASE_MS = 8 * SECOND
export const BUNDLE_WINDOW_MS = 30 * SECOND
/** Rows one claim takes: few, so that the order in which they go can be seen. */
const LIMIT = 3

export type Claim = Extract<Entry, { type: 'claimed' }>
export type Claimed = { key: string; attempt: number; by: string }

export function claim(store: Store, channel: ChannelName, { now, by }: { now: Instant; by: string }): Claim | null {
  const due = dueRows(store, channel, now)
  if (due.length === 0) return null
  const entry: Claim = { type: 'claimed', at: now, by, channel, keys: [], bundled: [], heldBack: [] }
  const going = passWindows(store, due, entry)
  going.sort((a, b) => a.priority - b.priority || a.dueAt - b.dueAt)
  for (const row of going) {
    row.status = 'leased'
    row.leaseUntil = now + LEASE_MS
    row.leasedBy = by
    row.attempt += 1
    entry.keys.push(row.key)
  }
  return entry
}

function dueRows(store: Store, channel: ChannelName, now: Instant): Delivery[] {
  const due: Delivery[] = []
  for (const row of store.live) {
    if (row.channel !== channel || row.status === 'bundled' || row.dueAt > now) continue
    if (row.leaseUntil === null || row.leaseUntil <= now) due.push(row)
  }
  return due.toSorted((a, b) => a.priority - b.priority || a.dueAt - b.dueAt).slice(0, LIMIT)
}

function windowOf(store: Store, row: Delivery): string {
  return `${row.contactId} ${store.incidents.get(row.incidentId)?.serviceId ?? ''} ${row.reason ?? ''}`
}

/**
 * A contact rung about one incident is not rung about another of the same service within the window; of several due together one carries
 * the others. The same holds for news of one kind. Repeats pass, and so does "answered by …".
 */
function passWindows(store: Store, due: readonly Delivery[], entry: Claim): Delivery[] {
  const first = due.filter((row) => row.attempt === 0 && row.reason !== 'answered')
  const carriers = [...new Map(first.toReversed().map((row) => [windowOf(store, row), row])).values()]
  const going = carriers.filter((row) => openWindow(store, row, entry.at))
  const waiting = carriers.filter((row) => !going.includes(row))
  if (first.length > going.length) for (const row of going) bundle(store, row, entry)
  for (const row of waiting) holdBack(store, row, entry)
  return [...due.filter((row) => !first.includes(row)), ...going]
}

function openWindow(store: Store, row: Delivery, now: Instant): boolean {
  const window = store.windows.get(windowOf(store, row))
  if (window !== undefined && window.freeAt > now && window.incidentId !== row.incidentId) return false
  store.windows.set(windowOf(store, row), { freeAt: now + BUNDLE_WINDOW_MS, incidentId: row.incidentId })
  return true
}

function together(store: Store, row: Delivery, now: Instant): Delivery[] {
  const place = windowOf(store, row)
  return [...store.live].filter(
    (one) => one.status === 'pending' && one.attempt === 0 && one.dueAt <= now && windowOf(store, one) === place,
  )
}

function bundle(store: Store, carrier: Delivery, entry: Claim): void {
  for (const row of together(store, carrier, entry.at)) {
    if (row === carrier) continue
    row.status = 'bundled'
    row.bundledInto = carrier.key
    entry.bundled.push({ key: row.key, into: carrier.key })
  }
}

function holdBack(store: Store, waiting: Delivery, entry: Claim): void {
  const until = store.windows.get(windowOf(store, waiting))?.freeAt ?? entry.at
  for (const row of together(store, waiting, entry.at)) {
    row.dueAt = until
    entry.heldBack.push({ key: row.key, until })
  }
}

/** Looked at right before the call: null when it was answered or taken over meanwhile, otherwise how many others travel with it. The lease begins anew. */
export function stillWanted(store: Store, { key, attempt, by }: Claimed, now: Instant): number | null {
  const row = store.deliveries.get(key)
  if (row?.status !== 'leased' || row.leasedBy !== by || row.attempt !== attempt) return null
  row.leaseUntil = now + LEASE_MS
  row.handedOffAt ??= now
  return carriedBy(store, key).length
}

export function carriedBy(store: Store, key: string): Delivery[] {
  return [...store.live].filter((row) => row.status === 'bundled' && row.bundledInto === key)
}
