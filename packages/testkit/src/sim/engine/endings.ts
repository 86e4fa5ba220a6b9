// How a call ended: receipts, another try later, or word to the page that a person cannot be reached.
import { SECOND, type IncidentId, type Instant } from '@muster/core/vocabulary.ts'
import type { Answer, Cause, Commit } from '../record.ts'
import { flush, hold, insert, momentAt, PRIORITY, putPage, record, settle, type Held } from './held.ts'
import { carriedBy, type Claimed } from './outbox.ts'
import type { Delivery, Store } from './store.ts'

const BACKOFF_MS = [1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND)
const NOTICE_TRIES = 10

type Ending = {
  store: Store
  held: Held
  all: Map<IncidentId, Held>
  row: Delivery
  now: Instant
  commit: (then: Partial<Finished>) => Commit
}
type Finished = { ignored: boolean; carried: string[]; hastened: string[] }

/** Receipts, another try later, or word to the page that a person cannot be reached. */
export function finish(store: Store, claimed: Claimed, answer: Answer, now: Instant): Commit | null {
  const row = store.deliveries.get(claimed.key)
  if (row === undefined) return null
  const all = holdAll(store, [row.incidentId, ...carriedBy(store, row.key).map((one) => one.incidentId)])
  const held = all.get(row.incidentId)
  if (held === undefined) return null
  const { key, attempt, by } = claimed
  const commit = (then: Partial<Finished>) => {
    const nothing: Finished = { ignored: false, carried: [], hastened: [] }
    const cause: Cause = { type: 'finished', key, attempt, incidentId: row.incidentId, answer, ...nothing, ...then }
    return flush(store, all.values(), { at: now, by, cause })
  }
  // Another sender took the lease over: what happened to that call is for it to record.
  if (row.attempt !== attempt) return commit({ ignored: true })
  const ending: Ending = { store, held, all, row, now, commit }
  if (answer.type === 'delivered') return accepted(ending)
  return answer.type === 'retry' ? later(ending, answer) : failed(ending, answer.why)
}

/** The incident of the call, and those whose calls travel with it. */
function holdAll(store: Store, ids: readonly IncidentId[]): Map<IncidentId, Held> {
  const all = new Map<IncidentId, Held>()
  for (const id of ids) {
    const held = all.has(id) ? undefined : hold(store, id)
    if (held !== undefined) all.set(id, held)
  }
  return all
}

function end(store: Store, row: Delivery, status: 'accepted' | 'failed'): void {
  row.status = status
  store.live.delete(row)
}

function accepted({ store, held, all, row, now, commit }: Ending): Commit {
  const { key, kind, userId, contactId, channel, attempt } = row
  const cancelled = row.status === 'cancelled'
  const carried = carriedBy(store, key)
  for (const one of carried) {
    one.handedOffAt ??= now
    end(store, one, 'accepted')
  }
  if (!cancelled) end(store, row, 'accepted')
  const receipt = { kind, userId, contactId, channel, attempt, handedOffAt: row.handedOffAt }
  record(held, 'delivery.accepted', now, { key, ...receipt })
  for (const one of carried) {
    const other = all.get(one.incidentId)
    if (other !== undefined) record(other, 'delivery.accepted', now, { key: one.key, ...receipt, with: held.incident.number })
  }
  const done = commit({ carried: carried.map((one) => one.key) })
  if (!cancelled || kind !== 'page') return done
  const notice = {
    key: `${key}:answered`,
    kind: 'notice',
    incidentId: row.incidentId,
    pageId: null,
    userId,
    contactId,
    channel,
    dueAt: now,
    priority: PRIORITY.notice,
    text: answeredText(held, row),
    reason: 'answered',
  } as const
  if (!store.deliveries.has(notice.key)) insert(store, notice, done)
  return done
}

/** The call was on its way when the answer came: say so, or a woken person climbs out of bed for nothing. */
function answeredText(held: Held, row: Delivery): string {
  const page = held.pages.find((one) => one.id === row.pageId)
  const by = page?.state === 'acknowledged' ? page.by : null
  return row.endedWhy === 'acknowledged' && by?.type === 'user'
    ? `Answered by ${by.name}`
    : `No longer needed (${row.endedWhy ?? 'answered'})`
}

function later({ store, held, row, now, commit }: Ending, { afterMs, why }: Extract<Answer, { type: 'retry' }>): Commit {
  const wait = afterMs ?? BACKOFF_MS[Math.min(row.attempt, BACKOFF_MS.length) - 1] ?? 30 * SECOND
  const { key, userId, contactId, channel, attempt } = row
  // News that could not be told within minutes is no news.
  if (row.kind === 'notice' && attempt >= NOTICE_TRIES) {
    record(held, 'delivery.failed', now, { key, userId, contactId, channel, attempt, why })
    end(store, row, 'failed')
    return commit({})
  }
  record(held, 'delivery.failed-for-now', now, { key, userId, contactId, channel, attempt, why })
  if (row.status !== 'cancelled') {
    row.status = 'pending'
    row.dueAt = now + wait
    row.leaseUntil = null
  }
  return commit({})
}

function failed({ store, held, row, now, commit }: Ending, why: string): Commit {
  const { key, userId, contactId, channel, attempt } = row
  record(held, 'delivery.failed', now, { key, userId, contactId, channel, attempt, why })
  if (row.status === 'cancelled') return commit({})
  const carried = carriedBy(store, row.key)
  end(store, row, 'failed')
  // Each goes on by itself, as a repeat that no window holds back.
  for (const one of carried) Object.assign(one, { status: 'pending', bundledInto: null, attempt: 1 })
  if (row.kind !== 'page') return commit({ carried: carried.map((one) => one.key) })
  const { others, hastened } = hasten(store, row, now)
  if (!others) giveUp(store, held, row, now)
  return commit({ carried: carried.map((one) => one.key), hastened })
}

/** Brings the person's next way forward; says whether there is another way left, or one that worked. */
function hasten(store: Store, row: Delivery, now: Instant): { others: boolean; hastened: string[] } {
  const place = `${row.key.split(':').slice(0, 2).join(':')}:`
  const rows = [...store.deliveries.values()].filter(
    (one) => one.userId === row.userId && one.key.startsWith(place) && ['pending', 'leased', 'bundled', 'accepted'].includes(one.status),
  )
  const next = rows.filter((one) => one.status === 'pending').toSorted((a, b) => a.dueAt - b.dueAt)[0]
  if (next === undefined || rows.some((one) => one.status === 'accepted')) return { others: rows.length > 0, hastened: [] }
  next.dueAt = Math.min(next.dueAt, now)
  return { others: true, hastened: [next.key] }
}

function giveUp(store: Store, held: Held, row: Delivery, now: Instant): void {
  const page = held.pages.find((one) => one.id === row.pageId)
  const place = /:(\d+)\.(\d+)\.(\d+):/.exec(row.key)
  if (page === undefined || place === null) return
  const [climb = 0, pass = 0, rung = 0] = place.slice(1).map(Number)
  const decision = store.rules.pageDecide.decide(
    page,
    { type: 'undeliverable', userId: row.userId, climb, pass, rung },
    momentAt(store, now),
  )
  if (!decision.ok) return
  putPage(held, decision)
  settle(store, held, now)
}
