// The log entries a ladder is drawn from, by their own index: beside them a storm can write thousands.
import type { IncidentId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import type { Entry } from './log.ts'

/** Word for word the predicate of the index log_entries_of_ladder, or the whole log is read. */
const OF_LADDER = `type in ('incident.acknowledged', 'page.rung-entered', 'page.rung-empty', 'page.unowned', 'page.acknowledged', 'page.partly-acknowledged',
  'page.declined', 'page.snoozed', 'page.undeliverable', 'page.person-removed', 'page.policy-changed', 'page.ended', 'delivery.failed')`

/** The youngest of them, told oldest first. */
export async function readLadderLog(tx: Tx, incidentId: IncidentId, limit = 300): Promise<Entry[]> {
  const { rows } = await tx.query<Omit<Entry, 'body'> & { body: string }>({
    name: 'ladder-log',
    text: `select seq, at, type, version, body from log_entries where incident_id = $1 and ${OF_LADDER} order by seq desc limit $2`,
    values: [incidentId, limit],
  })
  return rows.toReversed().map((row) => ({ ...row, body: JSON.parse(row.body) as Record<string, unknown> }))
}

export type Answered = { incident_id: IncidentId; at: number; body: string }

/** The latest answer of each incident that was answered without a page; one index probe an incident. */
export async function answersWithoutPage(tx: Tx, incidentIds: readonly IncidentId[]): Promise<Answered[]> {
  if (incidentIds.length === 0) return []
  const { rows } = await tx.query<Answered>({
    name: 'answers-without-page',
    text: `select e.* from unnest($1::text[]) as i(id) cross join lateral (
        select incident_id, at, body from log_entries where incident_id = i.id and ${OF_LADDER} and type = 'incident.acknowledged' order by seq desc limit 1) e`,
    values: [incidentIds],
  })
  return rows
}
