// Who may see a private incident. Whoever is drawn in by what is written about it is written down in the same transaction.
import { drawnIn } from '@muster/core/incident/circle.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import type { IncidentId, Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import type { Held } from './held.ts'
import { insertRows } from './rows.ts'

/** Before anything else of the incident is read again: whoever writes must go on seeing it. */
export async function widenCircles(tx: Tx, all: readonly Held[], now: Instant): Promise<void> {
  const rows = all
    .filter(({ incident }) => incident.private)
    .flatMap(({ incident, joins, drafts }) =>
      [...new Set([...joins, ...drafts.flatMap((draft) => drawnIn({ type: draft.type, body: { ...draft.body } }))])].map((viewer) => ({
        org_id: incident.orgId,
        incident_id: incident.id,
        viewer,
        since: now,
      })),
    )
  await insertRows(tx, 'incident_circle', rows, 'on conflict do nothing')
}

/** Who may see it, by id; null: everybody who may read incidents. Whoever administers sees it besides. */
export async function sightOf(tx: Tx, incident: Pick<Incident, 'id' | 'private'>): Promise<ReadonlySet<string> | null> {
  return incident.private ? new Set((await circleOf(tx, incident.id)).map(({ viewer }) => viewer)) : null
}

/** Ids, longest in it first. */
export async function circleOf(tx: Tx, incidentId: IncidentId): Promise<{ viewer: string; since: Instant }[]> {
  const { rows } = await tx.query<{ viewer: string; since: Instant }>(
    'select viewer, since from incident_circle where incident_id = $1 order by since, viewer',
    [incidentId],
  )
  return rows
}

/** Under which somebody may stand in a circle: a person of the rota also as the accounts that are theirs. */
export async function idsOf(tx: Tx, viewer: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(`select id from members where org_id = current_setting('muster.org') and user_id = $1`, [
    viewer,
  ])
  return [viewer, ...rows.map(({ id }) => id)]
}

export async function leaveCircle(tx: Tx, incidentId: IncidentId, viewers: readonly string[]): Promise<boolean> {
  const { rowCount } = await tx.query('delete from incident_circle where incident_id = $1 and viewer = any($2)', [incidentId, viewers])
  return rowCount !== 0
}
