// The timer row of an incident's protocol: when it is read next. Whoever has no lock on the incident may hasten it, and is never overwritten.
import { pages } from '@muster/core/incident/severity.ts'
import type { IncidentId, Instant, OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import type { Held } from './held.ts'
import { updateRows } from './rows.ts'

type Named = { orgId: OrgId; id: IncidentId }

/** Their own turn comes at once; nobody's lock is waited for. */
export async function readSoon(tx: Tx, ones: readonly Named[], now: Instant): Promise<void> {
  if (ones.length === 0) return
  await tx.query({
    name: 'read-soon',
    text: `insert into timers (subject_id, kind, org_id, incident_id, due_at, epoch)
      select id, 'protocol', org_id, id, $3::bigint, 0 from unnest($1::text[], $2::text[]) as k(org_id, id) order by id
      on conflict (subject_id, kind) do update set due_at = excluded.due_at, epoch = timers.epoch + 1`,
    values: [ones.map(({ orgId }) => orgId), ones.map(({ id }) => id), now],
  })
}

/** Only the row that was read: what has hastened it meanwhile has not been seen yet. */
export async function redate(tx: Tx, all: readonly Held[]): Promise<void> {
  const rows = all.flatMap(({ incident, readAs, readAgainAt }) =>
    readAs === null || readAgainAt === null
      ? []
      : [{ subject_id: incident.id, kind: 'protocol', epoch: readAs.epoch, due_at: readAgainAt }],
  )
  await updateRows(tx, 'timers', rows, ['subject_id', 'kind', 'epoch'])
}

export async function dropRow(tx: Tx, { subjectId, epoch }: { subjectId: string; epoch: number }): Promise<void> {
  await tx.query({
    name: 'drop-protocol-timer',
    text: `delete from timers where subject_id = $1 and kind = 'protocol' and epoch = $2`,
    values: [subjectId, epoch],
  })
}

/** What begins clocks, and is written by others than the protocol's own verbs. */
const NEWS = new Set([
  'incident.said',
  'page.acknowledged',
  'incident.acknowledged',
  'page.help-asked',
  'incident.resolved',
  'incident.reopened',
  'incident.severity-raised',
])

/**
 * Where somebody works by the protocol there is a row, and it comes at once. Where an organisation has said who is on call for which role,
 * whatever wakes people goes by the protocol from the first answer on; elsewhere nobody is reminded before they have asked for it.
 */
export async function readOnNews(tx: Tx, all: readonly Held[], now: Instant): Promise<void> {
  const news = all.filter(({ drafts, readAgainAt }) => readAgainAt === null && drafts.some(({ type }) => NEWS.has(type)))
  if (news.length === 0) return
  await tx.query({
    name: 'read-on-news',
    text: `update timers set due_at = least(due_at, $2), epoch = epoch + 1 where subject_id = any($1) and kind = 'protocol'`,
    values: [news.map(({ incident }) => incident.id), now],
  })
  const begun = news.map(({ incident }) => incident).filter(({ status, severity }) => status !== 'resolved' && pages(severity))
  if (begun.length === 0) return
  await tx.query({
    name: 'begin-by-roles',
    text: `insert into timers (subject_id, kind, org_id, incident_id, due_at, epoch)
      select k.id, 'protocol', k.org_id, k.id, $3::bigint, 0 from unnest($1::text[], $2::text[]) as k(org_id, id)
        join orgs o on o.id = k.org_id and o.roles <> '{}'
      on conflict (subject_id, kind) do nothing`,
    values: [begun.map(({ orgId }) => orgId), begun.map(({ id }) => id), now],
  })
}
