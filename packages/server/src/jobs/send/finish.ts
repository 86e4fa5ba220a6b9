// Records how a delivery ended: receipts on the incident's log, another try later, or word to the page that a person cannot be reached.
import type { Delivered } from '@muster/adapters/channel.ts'
import { settle } from '@muster/core/incident/handle.ts'
import { decide } from '@muster/core/page/decide.ts'
import { rosterAt } from '@muster/core/page/directory.ts'
import { SECOND, type IncidentId, type Instant } from '@muster/core/vocabulary.ts'
import { noteGone } from '../../store/browsers.ts'
import type { Tx } from '../../store/db.ts'
import { PRIORITY } from '../../store/deliveries.ts'
import { flush } from '../../store/flush.ts'
import { change, holdIncidents, putPage, record, type Held } from '../../store/held.ts'
import type { Claimed } from '../../store/outbox.ts'
import type { World } from '../../world.ts'

/** Waits between tries; the last one goes on until the page is answered or its ladder has moved on. */
const BACKOFF_MS = [1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND)

const NOTICE_TRIES = 10

/** A delivery whose provider was called, and when. */
export type Called = Claimed & { calledAt: Instant }

type Ending = {
  held: Held
  all: ReadonlyMap<IncidentId, Held>
  claimed: Called
  now: Instant
  wasCancelled: boolean
  cancelledWhy: string | null
}

export async function finish(world: World, claimed: Called, answer: Delivered): Promise<void> {
  await world.db.engine(async (tx) => {
    const all = await holdIncidents(tx, [claimed.incidentId, ...(await companions(tx, claimed.key))], 'wait')
    const held = all.get(claimed.incidentId)
    const { rows } = await tx.query<{ status: string; attempt: number; ended_why: string | null }>({
      name: 'delivery-now',
      text: 'select status, attempt, ended_why from deliveries where key = $1 for update',
      values: [claimed.key],
    })
    const row = rows[0]
    // Another sender took the lease over: what happened to that call is for it to record.
    if (held === undefined || row === undefined || row.attempt !== claimed.attempt) return
    const ending = { held, all, claimed, now: world.clock.now(), wasCancelled: row.status === 'cancelled', cancelledWhy: row.ended_why }
    if (answer.type === 'delivered') await accepted(tx, ending, answer.receipt)
    else if (answer.type === 'retry') await later(tx, ending, answer)
    else await failed(world, tx, ending, answer.why)
    if (answer.type === 'never' && answer.isGone === true) await noteGone(tx, claimed, ending.now)
    await flush(tx, all.values(), ending.now)
  })
}

/** Incidents whose pages travel with this one. */
async function companions(tx: Tx, key: string): Promise<IncidentId[]> {
  const { rows } = await tx.query<{ incident_id: IncidentId }>({
    name: 'companions',
    text: `select incident_id from deliveries where bundled_into = $1 and status = 'bundled'`,
    values: [key],
  })
  return rows.map((row) => row.incident_id)
}

async function accepted(tx: Tx, { held, all, claimed, now, wasCancelled, cancelledWhy }: Ending, receipt: string | null): Promise<void> {
  const { key, userId, contactId, channel, attempt, kind, calledAt } = claimed
  await tx.query({
    name: 'delivery-accepted',
    text: `update deliveries set status = case when status = 'cancelled' then status else 'accepted' end, accepted_at = $2, receipt = $3, lease_until = null where key = $1`,
    values: [key, now, receipt],
  })
  const carried = await tx.query<{ key: string; incident_id: IncidentId }>({
    name: 'bundle-accepted',
    text: `update deliveries set status = 'accepted', accepted_at = $2, handed_off_at = coalesce(handed_off_at, $2)
      where bundled_into = $1 and status = 'bundled' returning key, incident_id`,
    values: [key, now],
  })
  const body = { kind, userId, contactId, channel, attempt, receipt, handedOffAt: calledAt }
  record(held, 'delivery.accepted', now, { key, ...body })
  for (const row of carried.rows) {
    const other = all.get(row.incident_id)
    if (other !== undefined) record(other, 'delivery.accepted', now, { key: row.key, ...body, with: held.incident.number })
  }
  if (!wasCancelled || kind !== 'page') return
  await tellAnswered(tx, { held, claimed, now }, cancelledWhy ?? 'answered')
}

/** The call was on its way when the answer came: say so, or a woken person climbs out of bed for nothing. */
async function tellAnswered(tx: Tx, { held, claimed, now }: Pick<Ending, 'held' | 'claimed' | 'now'>, why: string): Promise<void> {
  const by = held.pages.find((page) => page.id === claimed.pageId)
  const text =
    why === 'acknowledged' && by?.state === 'acknowledged' && by.by.type === 'user'
      ? `Answered by ${by.by.name}`
      : `No longer needed (${why})`
  await tx.query({
    name: 'tell-answered',
    text: `insert into deliveries (org_id, key, kind, incident_id, user_id, contact_id, channel, priority, status, due_at, words, created_at)
      select org_id, key || ':answered', 'notice', incident_id, user_id, contact_id, channel, $2, 'pending', $3, $4, $3 from deliveries where key = $1
      on conflict (key) do nothing`,
    values: [claimed.key, PRIORITY.notice, now, JSON.stringify({ reason: 'answered', text })],
  })
}

async function later(tx: Tx, { held, claimed, now, wasCancelled }: Ending, answer: Extract<Delivered, { type: 'retry' }>): Promise<void> {
  const { key, userId, contactId, channel, attempt } = claimed
  // News that could not be told within minutes is no news; a page is tried for as long as nobody answers.
  if (claimed.kind === 'notice' && attempt >= NOTICE_TRIES) {
    record(held, 'delivery.failed', now, { key, userId, contactId, channel, attempt, why: answer.why })
    await tx.query({
      name: 'notice-given-up',
      text: `update deliveries set status = 'failed', ended_why = $2, lease_until = null where key = $1`,
      values: [key, answer.why],
    })
    await freeFailed(tx, key)
    return
  }
  const wait = answer.afterMs ?? BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length) - 1] ?? 30 * SECOND
  record(held, 'delivery.failed-for-now', now, {
    key,
    userId,
    contactId,
    channel,
    attempt,
    why: answer.why,
    retryAt: wasCancelled ? null : now + wait,
  })
  if (wasCancelled) return
  await tx.query({
    name: 'delivery-later',
    text: `update deliveries set status = 'pending', due_at = $2, lease_until = null, ended_why = $3 where key = $1`,
    values: [key, now + wait, answer.why],
  })
}

/** Each that travelled with it goes on by itself, as a repeat that no window holds back, and fails on its own incident's log. */
async function freeFailed(tx: Tx, key: string): Promise<void> {
  await tx.query({
    name: 'free-failed-bundle',
    text: `update deliveries set status = 'pending', bundled_into = null, attempt = 1 where bundled_into = $1 and status = 'bundled'`,
    values: [key],
  })
}

async function failed(world: World, tx: Tx, ending: Ending, why: string): Promise<void> {
  const { held, claimed, now, wasCancelled } = ending
  const { key, userId, contactId, channel, attempt } = claimed
  record(held, 'delivery.failed', now, { key, userId, contactId, channel, attempt, why })
  if (!wasCancelled) {
    await tx.query({
      name: 'delivery-failed',
      text: `update deliveries set status = 'failed', ended_why = $2, lease_until = null where key = $1`,
      values: [key, why],
    })
    await freeFailed(tx, key)
  }
  if (wasCancelled || claimed.kind !== 'page' || claimed.pageId === null) return
  if (!(await hasten(tx, ending))) await giveUpOn(world, tx, ending)
}

/** Brings the person's next way forward; false when there is none left and none has worked. */
async function hasten(tx: Tx, { claimed, now }: Ending): Promise<boolean> {
  const place = claimed.key.split(':').slice(0, 2).join(':')
  const { rows } = await tx.query<{ status: string; key: string }>({
    name: 'other-ways',
    text: `select key, status from deliveries where page_id = $1 and user_id = $2 and starts_with(key, $3) and status in ('pending', 'leased', 'bundled', 'accepted') order by due_at`,
    values: [claimed.pageId, claimed.userId, `${place}:`],
  })
  const next = rows.find((row) => row.status === 'pending')
  if (next !== undefined && !rows.some((row) => row.status === 'accepted')) {
    await tx.query({ name: 'hasten', text: 'update deliveries set due_at = least(due_at, $2) where key = $1', values: [next.key, now] })
  }
  return rows.length > 0
}

async function giveUpOn(world: World, tx: Tx, { held, claimed, now }: Ending): Promise<void> {
  const page = held.pages.find((one) => one.id === claimed.pageId)
  const place = /:(\d+)\.(\d+)\.(\d+):/.exec(claimed.key)
  if (page === undefined || place === null) return
  const config = await world.configs.of(tx, claimed.orgId)
  const [climb, pass, rung] = place.slice(1).map(Number) as [number, number, number]
  const decision = decide(
    page,
    { type: 'undeliverable', userId: claimed.userId, climb, pass, rung },
    { now, roster: rosterAt(config.directory, now) },
  )
  if (!decision.ok) return
  putPage(held, decision)
  change(held, settle(held.incident, held.pages, now))
}
