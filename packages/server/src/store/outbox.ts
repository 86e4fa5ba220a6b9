// Claims deliveries for a sender: fairly between organisations, first pages first, and at most one call a contact and window.
import type { ChannelName, ContactId, IncidentId, Instant, OrgId, PageId, ServiceId, Severity, UserId } from '@muster/core/vocabulary.ts'
import type { Db, Tx } from './db.ts'

/** A crashed sender's work is taken over after this; every provider call is shorter. */
export const LEASE_MS = 8000
/** Pages for one contact about one service within this time go as one message after the first. */
export const BUNDLE_WINDOW_MS = 30_000

export type Claimed = {
  orgId: OrgId
  key: string
  kind: 'page' | 'notice'
  incidentId: IncidentId
  pageId: PageId | null
  userId: UserId
  contactId: ContactId
  channel: ChannelName
  attempt: number
  dueAt: Instant
  claimedAt: Instant
  words: { reason?: string; text?: string }
  incident: {
    number: number
    title: string
    severity: Severity
    protocol: string
    protocolVersion: number | null
    openedAt: Instant
    alertCount: number
    serviceId: ServiceId
  }
  contact: { address: string; secret: Buffer | null; removed: boolean }
  person: { name: string; timeZone: string }
  service: { name: string; whatToDo: string | null }
}

type ClaimedRow = {
  due_at: Instant
  org_id: OrgId
  key: string
  kind: 'page' | 'notice'
  incident_id: IncidentId
  page_id: PageId | null
  user_id: UserId
  contact_id: ContactId
  channel: ChannelName
  attempt: number
  words: Claimed['words']
  number: number
  title: string
  severity: Severity
  protocol: string
  protocol_version: number | null
  opened_at: Instant
  alert_count: number
  service_id: ServiceId
  address: string
  secret: Buffer | null
  removed: boolean
  person: string
  time_zone: string
  service: string
  what_to_do: string | null
}

export type Claim = { channel: ChannelName; node: string; now: Instant; limit: number; perOrg: number }

/** Leases due rows of one channel. Locks only rows of the outbox, so it never waits for anybody who is deciding. */
export async function claimDeliveries(db: Db, claim: Claim): Promise<Claimed[]> {
  return db.engine(async (tx) => {
    const keys: string[] = []
    for (const priority of [0, 1, 2]) {
      if (keys.length < claim.limit) keys.push(...(await dueKeys(tx, claim, priority, claim.limit - keys.length)))
    }
    if (keys.length === 0) return []
    const allowed = await passWindows(tx, keys, claim.now)
    if (allowed.length === 0) return []
    await tx.query({
      name: 'lease-deliveries',
      text: `update deliveries set status = 'leased', lease_until = $2, leased_by = $3, attempt = attempt + 1 where key = any($1)`,
      values: [allowed, claim.now + LEASE_MS, claim.node],
    })
    const { rows } = await tx.query<ClaimedRow>({ name: 'read-claimed', text: claimedQuery, values: [allowed] })
    return rows.map((row) => claimedOf(row, claim.now))
  })
}

/** A loose scan over organisations, then a few due rows of each: a noisy tenant takes its share and no more. */
async function dueKeys(tx: Tx, claim: Claim, priority: number, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ key: string }>({
    name: 'due-keys',
    text: `with recursive o(org_id) as (
        (select org_id from deliveries where channel = $1 and priority = $2 and status in ('pending', 'leased') order by org_id limit 1)
        union all
        select (select d.org_id from deliveries d where d.channel = $1 and d.priority = $2 and d.status in ('pending', 'leased') and d.org_id > o.org_id order by d.org_id limit 1)
        from o where o.org_id is not null
      )
      select d.key from o cross join lateral (
        select key, row_number() over (order by due_at) as place from (
          select key, due_at from deliveries d where d.channel = $1 and d.priority = $2 and d.org_id = o.org_id and d.status in ('pending', 'leased')
            and d.due_at <= $3 and (d.lease_until is null or d.lease_until <= $3)
          order by due_at
          limit greatest(0, $4 - (select count(*) from deliveries l where l.channel = $1 and l.org_id = o.org_id and l.status = 'leased' and l.lease_until > $3))
          for update skip locked) due) d
      where o.org_id is not null order by d.place limit $5`,
    values: [claim.channel, priority, claim.now, claim.perOrg, limit],
  })
  return rows.map((row) => row.key)
}

/** Each says something of its own: one cannot stand for another. */
const ALONE = ['answered', 'update', 'role']

type Candidate = {
  key: string
  kind: string
  attempt: number
  org_id: string
  contact_id: string
  service_id: string
  incident_id: string
  /** What news of one kind is about; empty for pages. */
  reason: string
}

/**
 * Lets through what may go now. A contact rung about one incident is not rung about another of the same service within the window:
 * that page waits for the window's end. Of several due together one carries the others. The same holds for news of one kind, in a
 * window of its own: a storm that clears is one message, not hundreds. Repeats pass, and so does "answered by …".
 */
async function passWindows(tx: Tx, keys: readonly string[], now: Instant): Promise<string[]> {
  const { rows } = await tx.query<Candidate>({
    name: 'candidates',
    text: `select d.key, d.kind, d.attempt, d.org_id, d.contact_id, d.incident_id, i.service_id, coalesce(d.words->>'reason', '') as reason from unnest($1::text[]) with ordinality as k(key, place)
      join deliveries d on d.key = k.key join incidents i on i.org_id = d.org_id and i.id = d.incident_id order by k.place`,
    values: [keys],
  })
  const first = rows.filter((row) => row.attempt === 0 && !ALONE.includes(row.reason))
  const carriers = [...new Map(first.toReversed().map((row) => [windowOf(row), row])).values()]
  const opened = await openWindows(tx, carriers, now)
  const going = carriers.filter((row) => opened.has(windowOf(row)))
  if (first.length > going.length) await bundle(tx, going, now)
  if (going.length < carriers.length)
    await holdBack(
      tx,
      carriers.filter((row) => !opened.has(windowOf(row))),
      now,
    )
  return [...rows.filter((row) => !first.includes(row)), ...going].map((row) => row.key)
}

type Window = { contact_id: string; window: string }

const nameOf = (row: Candidate): string => (row.reason === '' ? row.service_id : `${row.service_id}:${row.reason}`)
const windowOf = (row: Candidate): string => windowKey({ contact_id: row.contact_id, window: nameOf(row) })
const windowKey = ({ contact_id, window }: Window): string => `${contact_id} ${window}`

async function openWindows(tx: Tx, carriers: readonly Candidate[], now: Instant): Promise<Set<string>> {
  if (carriers.length === 0) return new Set()
  const { rows } = await tx.query<Window>({
    name: 'open-windows',
    text: `insert into contact_windows as w (org_id, contact_id, service_id, incident_id, free_at)
      select o, c, s, i, $5 from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as u(o, c, s, i) order by c, s
      on conflict (contact_id, service_id) do update set free_at = excluded.free_at, incident_id = excluded.incident_id
        where w.free_at <= $6 or w.incident_id = excluded.incident_id
      returning contact_id, service_id as window`,
    values: [
      carriers.map((row) => row.org_id),
      carriers.map((row) => row.contact_id),
      carriers.map(nameOf),
      carriers.map((row) => row.incident_id),
      now + BUNDLE_WINDOW_MS,
      now,
    ],
  })
  return new Set(rows.map(windowKey))
}

/**
 * All of some contacts' rows that are due and were never tried, each read once whatever it is compared with afterwards, and the chosen
 * of them locked; those another node holds are left to it. Estimates are of no use here: a storm fills in seconds what was empty when planned.
 */
const dueOf = (choose: string) => `with due as materialized (
    select d.key, d.contact_id, d.incident_id, i.service_id, coalesce(d.words->>'reason', '') as reason
    from deliveries d join incidents i on i.org_id = d.org_id and i.id = d.incident_id
    where d.contact_id = any($1) and d.status = 'pending' and d.attempt = 0 and d.due_at <= $2),
  chosen as materialized (${choose}),
  locked as materialized (select d.key, chosen.value from chosen join deliveries d on d.key = chosen.key
    where d.status = 'pending' and d.attempt = 0 for update of d skip locked)`

/** Everything else due for the contact about the service travels with the carrier. */
async function bundle(tx: Tx, carriers: readonly Candidate[], now: Instant): Promise<void> {
  await tx.query({
    name: 'bundle-deliveries',
    text: `${dueOf(`select due.key, c.key as value from due join unnest($1::text[], $3::text[], $4::text[], $5::text[]) as c(contact_id, service_id, reason, key)
        on c.contact_id = due.contact_id and c.service_id = due.service_id and c.reason = due.reason and c.key <> due.key`)}
      update deliveries d set status = 'bundled', bundled_into = l.value, lease_until = null from locked l where d.key = l.key`,
    values: [carriers.map((row) => row.contact_id), now, ...columnsOf(carriers, ['service_id', 'reason', 'key'])],
  })
}

/** All that is due of closed windows, not only what was claimed: a storm's hundreds must not be claimed again and again while they wait. */
async function holdBack(tx: Tx, waiting: readonly Candidate[], now: Instant): Promise<void> {
  await tx.query({
    name: 'hold-back',
    text: `${dueOf(`select due.key, w.free_at as value from due join contact_windows w on w.contact_id = due.contact_id
        and w.service_id = due.service_id || case due.reason when '' then '' else ':' || due.reason end
        where due.reason <> all($3) and w.free_at > $2 and w.incident_id <> due.incident_id`)}
      update deliveries d set due_at = l.value from locked l where d.key = l.key`,
    values: [[...new Set(waiting.map((row) => row.contact_id))], now, ALONE],
  })
}

function columnsOf<K extends keyof Candidate>(rows: readonly Candidate[], names: readonly K[]): Candidate[K][][] {
  return names.map((name) => rows.map((row) => row[name]))
}

const claimedQuery = `select d.org_id, d.key, d.kind, d.incident_id, d.page_id, d.user_id, d.contact_id, d.channel, d.attempt, d.due_at, d.words,
    i.number, i.title, i.severity, i.protocol, i.protocol_version, i.opened_at, i.alert_count, i.service_id, c.address, c.secret, c.disabled as removed, u.name as person, u.time_zone, s.name as service, s.what_to_do
  from deliveries d
  join incidents i on i.org_id = d.org_id and i.id = d.incident_id
  join contacts c on c.org_id = d.org_id and c.id = d.contact_id
  join users u on u.org_id = d.org_id and u.id = d.user_id
  join services s on s.org_id = d.org_id and s.id = i.service_id
  where d.key = any($1) order by d.priority, d.due_at, d.key`

function claimedOf(row: ClaimedRow, claimedAt: Instant): Claimed {
  return {
    orgId: row.org_id,
    key: row.key,
    kind: row.kind,
    incidentId: row.incident_id,
    pageId: row.page_id,
    userId: row.user_id,
    contactId: row.contact_id,
    channel: row.channel,
    attempt: row.attempt,
    dueAt: row.due_at,
    claimedAt,
    words: row.words,
    incident: {
      number: row.number,
      title: row.title,
      severity: row.severity,
      protocol: row.protocol,
      protocolVersion: row.protocol_version,
      openedAt: row.opened_at,
      alertCount: row.alert_count,
      serviceId: row.service_id,
    },
    contact: { address: row.address, secret: row.secret, removed: row.removed },
    person: { name: row.person, timeZone: row.time_zone },
    service: { name: row.service, whatToDo: row.what_to_do },
  }
}

/** When a channel's next delivery is due or a lease of it runs out; null when it has none. */
export async function nextDeliveryAt(db: Db, channel: ChannelName): Promise<Instant | null> {
  const rows = await db.query<{ at: number | null }>(
    `select least(
       (select due_at from deliveries where status = 'pending' and channel = $1 order by due_at limit 1),
       (select min(lease_until) from deliveries where status = 'leased' and channel = $1)) as at`,
    [channel],
  )
  return rows[0]?.at ?? null
}
