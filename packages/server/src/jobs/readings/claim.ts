// Whose turn it is to be read: a row an indicator of a service that is in trouble, claimed by one node for as long as a call may take.
import { SECOND, type Instant, type Millis, type OrgId, type ServiceId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'

export type Watch = { orgId: OrgId; serviceId: ServiceId; indicator: string; source: string; isFirst: boolean }

/** Longer than a call and what follows from it; a node that dies gives its rows back by it. */
const LEASE: Millis = 20 * SECOND
/** Calls to one source at a time, over all nodes: one that hangs holds up nobody else. */
const AT_ONCE = 2

/** Every indicator that is read by itself, of a service with an incident that is open or watched; once, however many incidents. */
export async function beginWatches({ db, clock }: Pick<World, 'db' | 'clock'>): Promise<boolean> {
  const begun = await db.query<{ indicator: string }>(
    `insert into watches (org_id, service_id, indicator, source, begun_at, due_at)
     select s.org_id, s.id, i->>'slug', i->'from'->>'source', $1, $1
     from services s cross join lateral jsonb_array_elements(s.indicators) i
     where s.indicators <> '[]' and not s.disabled and jsonb_typeof(i->'from') = 'object'
       and (exists (select from incidents c where c.service_id = s.id and c.status <> 'resolved')
         or exists (select from incidents c where c.service_id = s.id and c.watched_until > $1))
       and not exists (select from watches w where w.org_id = s.org_id and w.service_id = s.id and w.indicator = i->>'slug')
     on conflict do nothing returning indicator`,
    [clock.now()],
  )
  return begun.length > 0
}

type Row = { org_id: OrgId; service_id: ServiceId; indicator: string; source: string; is_first: boolean }

/** Soonest first. A row that another node took meanwhile has a lease by then, and is left to it. */
export async function claimWatches({ db, clock }: Pick<World, 'db' | 'clock'>, most: number): Promise<Watch[]> {
  const now = clock.now()
  const rows = await db.query<Row>(
    `update watches w set lease_until = $2
     from (
       select org_id, service_id, indicator from (
         select *, count(*) filter (where lease_until > $1) over (partition by org_id, source)
           + row_number() over (partition by org_id, source, coalesce(lease_until, 0) > $1 order by due_at) as place
         from watches
       ) all_of_them
       where due_at <= $1 and coalesce(lease_until, 0) <= $1 and place <= ${AT_ONCE} order by due_at limit $3
     ) due
     where w.org_id = due.org_id and w.service_id = due.service_id and w.indicator = due.indicator and coalesce(w.lease_until, 0) <= $1
     returning w.org_id, w.service_id, w.indicator, w.source, w.due_at = w.begun_at as is_first`,
    [now, now + LEASE, most],
  )
  return rows.map((row) => ({
    orgId: row.org_id,
    serviceId: row.service_id,
    indicator: row.indicator,
    source: row.source,
    isFirst: row.is_first,
  }))
}

/** When the next one may be read; null when nothing is watched. */
export async function nextReadingAt({ db }: Pick<World, 'db'>): Promise<Instant | null> {
  const rows = await db.query<{ at: number | null }>('select min(greatest(due_at, coalesce(lease_until, 0))) as at from watches')
  return rows[0]?.at ?? null
}
