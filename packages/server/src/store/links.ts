// Which incidents belong together, looked up for lists and rules; written only with the log entries that say so.
import type { Link } from '@muster/core/several/links.ts'
import type { IncidentId, Instant, OrgId } from '@muster/core/vocabulary.ts'
import { withAllEyes, type Tx } from './db.ts'

type LinkRow = { from_id: IncidentId; to_id: IncidentId; kind: Link['kind'] }

const linkOf = ({ from_id: from, to_id: to, kind }: LinkRow): Link => ({ from, to, kind })

/** All that touch one of these incidents and whose other end is in sight. */
export async function linksOf(tx: Tx, orgId: OrgId, ids: readonly IncidentId[]): Promise<Link[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.query<LinkRow>({
    name: 'links-of',
    text: `select from_id, to_id, kind from incident_links where org_id = $1 and from_id = any($2)
      union select from_id, to_id, kind from incident_links where org_id = $1 and to_id = any($2) order by from_id, to_id`,
    values: [orgId, ids],
  })
  return rows.map(linkOf)
}

/** For rules: what whoever asks may not see counts as well. None of it may be shown. */
export const allLinksOf = (tx: Tx, orgId: OrgId, ids: readonly IncidentId[]): Promise<Link[]> =>
  withAllEyes(tx, () => linksOf(tx, orgId, ids))

export async function insertLink(tx: Tx, orgId: OrgId, { from, to, kind, at }: Link & { at: Instant }): Promise<void> {
  await tx.query('insert into incident_links (org_id, from_id, to_id, kind, at) values ($1, $2, $3, $4, $5)', [orgId, from, to, kind, at])
}

export async function deleteLink(tx: Tx, orgId: OrgId, { from, to }: Link): Promise<void> {
  await tx.query('delete from incident_links where org_id = $1 and from_id = $2 and to_id = $3', [orgId, from, to])
}

type Naming = { body: Readonly<Record<string, unknown>> }

/** Entries that name another incident lose its title where whoever looks may not see that one: it was made private since, or drew in others. */
export async function withoutHiddenTitles<T extends Naming>(tx: Tx, entries: readonly T[]): Promise<T[]> {
  const named = (entry: T): string | null =>
    typeof entry.body['to'] === 'string' && entry.body['title'] !== undefined ? entry.body['to'] : null
  const ids = [...new Set(entries.flatMap((entry) => named(entry) ?? []))]
  if (ids.length === 0) return [...entries]
  const { rows } = await tx.query<{ id: string }>({
    name: 'named-in-sight',
    text: 'select id from incidents where id = any($1)',
    values: [ids],
  })
  const seen = new Set(rows.map(({ id }) => id))
  return entries.map((entry) => {
    const to = named(entry)
    if (to === null || seen.has(to)) return entry
    const { title: _title, ...body } = entry.body
    return { ...entry, body }
  })
}

type Turned = { orgId: OrgId; id: IncidentId; private: boolean }

/**
 * The parts of these, and these where they are parts, read their protocol at once: what ended commands nobody any more, what came back does again.
 * Written as rows of their own, because the parts are not held.
 */
export async function wakeParts(tx: Tx, turned: readonly Turned[], now: Instant): Promise<void> {
  if (turned.length === 0) return
  const wake = () =>
    tx.query({ name: 'wake-parts', text: WAKE_PARTS, values: [turned.map(({ orgId }) => orgId), turned.map(({ id }) => id), now] })
  // Whoever ends an umbrella need not see all its parts.
  await (turned.some((one) => one.private) ? withAllEyes(tx, wake) : wake())
}

const WAKE_PARTS = `insert into timers (subject_id, kind, org_id, incident_id, due_at, epoch)
  select part, 'protocol', org_id, part, $3::bigint, 0 from (
    select l.from_id as part, l.org_id from unnest($1::text[], $2::text[]) as k(org_id, id)
      join incident_links l on l.org_id = k.org_id and l.to_id = k.id and l.kind = 'part-of'
    union
    select l.from_id, l.org_id from unnest($1::text[], $2::text[]) as k(org_id, id)
      join incident_links l on l.org_id = k.org_id and l.from_id = k.id and l.kind = 'part-of') parts order by part
  on conflict (subject_id, kind) do update set due_at = least(timers.due_at, excluded.due_at), epoch = timers.epoch + 1`

/** Where each of these has gone in the end: what went into one that itself went on is found there. */
export async function mergedInto(tx: Tx, orgId: OrgId, ids: readonly IncidentId[]): Promise<Map<IncidentId, IncidentId>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<{ id: IncidentId; at_last: IncidentId }>({
    name: 'merged-into',
    text: `with recursive gone(id, at_last, steps) as (
        select from_id, to_id, 1 from incident_links where org_id = $1 and from_id = any($2) and kind = 'merged'
        union all
        select g.id, l.to_id, g.steps + 1 from gone g join incident_links l on l.org_id = $1 and l.from_id = g.at_last and l.kind = 'merged' where g.steps < 100)
      select distinct on (id) id, at_last from gone order by id, steps desc`,
    values: [orgId, ids],
  })
  return new Map(rows.map(({ id, at_last }) => [id, at_last]))
}
