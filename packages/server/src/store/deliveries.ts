// The outbox of the paging path: rows are added and cancelled with the decision that asked for them.
import { sayableFrom } from '@muster/core/hours/waking.ts'
import type { Page, PageEffect } from '@muster/core/page/page.ts'
import type { ChannelName, ContactId, IncidentId, Instant, UserId } from '@muster/core/vocabulary.ts'
import type { Row, Tx } from './db.ts'
import { record, type Held } from './held.ts'
import { insertRows } from './rows.ts'

/** Claimed in this order: an incident's first page, then further pages, then notices. */
export const PRIORITY = { first: 0, page: 1, notice: 2 } as const

type Cancelled = { incident_id: IncidentId; key: string; user_id: UserId; contact_id: ContactId; channel: ChannelName; why: string }

/**
 * Also rows a sender already has in hand: it looks again right before it calls, and tells of the answer if it was too late.
 * What travelled with a cancelled page goes by itself again.
 */
export async function cancelDeliveries(tx: Tx, all: readonly Held[], now: Instant): Promise<void> {
  const wanted = all.flatMap((held) =>
    held.effects.flatMap(({ page, effect }) =>
      effect.type === 'cancel' ? [{ page_id: page.id, user_id: whom(effect), why: effect.why }] : [],
    ),
  )
  if (wanted.length === 0) return
  const { rows } = await tx.query<Cancelled>({
    name: 'cancel-deliveries',
    text: `with gone as (update deliveries d set status = 'cancelled', ended_why = r.why
        from jsonb_to_recordset($1) as r(page_id text, user_id text, why text)
        where d.page_id = r.page_id and d.status in ('pending', 'leased', 'bundled') and (r.user_id is null or d.user_id = r.user_id)
        returning d.incident_id, d.key, d.user_id, d.contact_id, d.channel, r.why)
      select * from gone order by key`,
    values: [JSON.stringify(wanted)],
  })
  await freeBundled(tx, rows)
  for (const { incident_id, key, user_id, contact_id, channel, why } of rows) {
    const held = all.find((one) => one.incident.id === incident_id)
    if (held !== undefined) record(held, 'delivery.cancelled', now, { key, userId: user_id, contactId: contact_id, channel, why })
  }
}

/** What travelled with these goes by itself. A statement of its own: it sees what a claim bundled while we waited for their rows. */
async function freeBundled(tx: Tx, carriers: readonly { key: string }[]): Promise<void> {
  if (carriers.length === 0) return
  await tx.query({
    name: 'free-bundled',
    text: `update deliveries set status = 'pending', bundled_into = null where bundled_into = any($1) and status = 'bundled'`,
    values: [carriers.map(({ key }) => key)],
  })
}

/** A test climbs its ladder as any other, and reaches nobody. */
const outside = (all: readonly Held[]): Held[] => all.filter(({ incident }) => incident.origin !== 'test')

export function insertDeliveries(tx: Tx, all: readonly Held[], now: Instant): Promise<number> {
  return insertRows(
    tx,
    'deliveries',
    outside(all).flatMap((held) => deliveryRows(held, now)),
    'on conflict (key) do nothing',
  )
}

/** In the order decided: what a later decision of the same transaction cancels is never written. */
function deliveryRows(held: Held, now: Instant): Row[] {
  let rows: Row[] = []
  for (const { page, effect } of held.effects) {
    if (effect.type === 'deliver') rows.push(deliveryRow(held, { page, effect, now }))
    else rows = rows.filter((row) => row['page_id'] !== page.id || (whom(effect) !== null && row['user_id'] !== effect.userId))
  }
  return rows
}

type Delivering = { page: Page; effect: Extract<PageEffect, { type: 'deliver' }>; now: Instant }

function deliveryRow({ incident }: Held, { page, effect, now }: Delivering): Row {
  return {
    org_id: page.orgId,
    key: effect.key,
    kind: 'page',
    incident_id: page.incidentId,
    page_id: page.id,
    user_id: effect.userId,
    contact_id: effect.rule.contactId,
    channel: effect.rule.channel,
    priority: effect.firstOfIncident ? PRIORITY.first : PRIORITY.page,
    status: 'pending',
    due_at: effect.dueAt,
    attempt: 0,
    words: page.asked === undefined ? {} : { reason: 'role', text: calledAs(page.asked, incident.title) },
    created_at: now,
  }
}

/** The title of the incident follows by itself. */
const calledAs = ({ name, text }: NonNullable<Page['asked']>, title: string): string =>
  text === title ? `Called as ${name}` : `Called as ${name}: ${text}`

function whom(effect: Extract<PageEffect, { type: 'cancel' }>): string | null {
  return effect.userId === 'everyone' ? null : effect.userId
}

/** Its ladder has gone by working time, and so does every word of it; one that has become graver goes in plain time. */
function noticeDue({ pages }: Held, now: Instant): Instant {
  return sayableFrom(pages.find(({ role }) => role === 'ladder')?.policy.hours, now)
}

/** Word that it was over waited for work, and it is not over any more. */
async function takeBackEndings(tx: Tx, all: readonly Held[], now: Instant): Promise<void> {
  const reopened = all.filter(({ drafts }) => drafts.some(({ type }) => type === 'incident.reopened'))
  if (reopened.length === 0) return
  const { rows } = await tx.query<{ key: string }>({
    name: 'take-back-endings',
    text: `update deliveries set status = 'cancelled', ended_why = 'it came back'
      where incident_id = any($1) and kind = 'notice' and status = 'pending' and words->>'reason' = 'resolved' and due_at > $2 returning key`,
    values: [reopened.map(({ incident }) => incident.id), now],
  })
  await freeBundled(tx, rows)
}

/** One notice for each contact that was handed a page of the incident, and whose person may still see it. */
export async function insertNotices(tx: Tx, all: readonly Held[], now: Instant): Promise<number> {
  await takeBackEndings(tx, all, now)
  const rows = all.flatMap((held) =>
    held.notices.map((notice) => ({
      incident_id: held.incident.id,
      seq: held.head.seq,
      due_at: noticeDue(held, now),
      private: held.incident.private,
      ...notice,
    })),
  )
  if (rows.length === 0) return 0
  const result = await tx.query({
    name: 'insert-notices',
    text: `insert into deliveries (org_id, key, kind, incident_id, user_id, contact_id, channel, priority, status, due_at, words, created_at)
      select distinct on (n.incident_id, d.contact_id) d.org_id, n.incident_id || ':' || n.reason || ':' || n.seq || ':' || d.contact_id, 'notice', n.incident_id,
        d.user_id, d.contact_id, d.channel, $2, 'pending', n.due_at, jsonb_build_object('reason', n.reason, 'text', n.text), $3
      from jsonb_to_recordset($1) as n(incident_id text, seq bigint, due_at bigint, reason text, text text, private boolean)
      join deliveries d on d.incident_id = n.incident_id and d.kind = 'page' and d.handed_off_at is not null
      where not n.private or exists (
        select from incident_circle c where c.org_id = d.org_id and c.incident_id = d.incident_id and c.viewer = d.user_id)
      on conflict (key) do nothing`,
    values: [JSON.stringify(rows), PRIORITY.notice, now],
  })
  return result.rowCount ?? 0
}

/** To one contact of one person, whether they were paged or not. */
export async function insertReminders(tx: Tx, all: readonly Held[], now: Instant): Promise<void> {
  const rows = outside(all).flatMap(({ incident, head, reminders }) =>
    reminders.map(({ reason, userId, contactId, channel, text }) => ({
      org_id: incident.orgId,
      key: `${incident.id}:${reason}:${head.seq}:${contactId}`,
      kind: 'notice',
      incident_id: incident.id,
      page_id: null,
      user_id: userId,
      contact_id: contactId,
      channel,
      priority: PRIORITY.notice,
      status: 'pending',
      due_at: now,
      attempt: 0,
      words: { reason, text },
      created_at: now,
    })),
  )
  await insertRows(tx, 'deliveries', rows)
}
