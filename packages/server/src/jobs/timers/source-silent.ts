// A monitor promised to speak again by now and did not: that is silence, not recovery. The incident stays open and people are told.
import type { IncidentId, Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { record, type Held } from '../../store/held.ts'
import type { Timer } from './fire-timers.ts'

type Silent = { id: string; incident_id: IncidentId; source: string; dedup_key: string }

/** Alerts named in one log entry; the rest are counted. */
const NAMED = 20

/** Two statements however many alerts: a monitor that dies takes all of its alerts with it. */
export async function fireSourceSilent(tx: Tx, timers: readonly Timer[], held: ReadonlyMap<IncidentId, Held>, now: Instant): Promise<void> {
  if (timers.length === 0) return
  const ids = timers.map((timer) => timer.subjectId)
  // Re-sends moved the promise on; the timer follows when it fires instead of with every re-send.
  await tx.query({
    name: 'move-silent-timers',
    text: `update timers t set due_at = a.ends_at from alerts a
      where t.subject_id = any($1) and t.kind = 'source-silent' and a.org_id = t.org_id and a.id = t.subject_id and a.status = 'open' and a.ends_at > $2`,
    values: [ids, now],
  })
  const gone = await tx.query<{ org_id: string; subject_id: string }>({
    name: 'drop-silent-timers-due',
    text: `delete from timers where subject_id = any($1) and kind = 'source-silent' and due_at <= $2 returning org_id, subject_id`,
    values: [ids, now],
  })
  const { rows } = await tx.query<Silent>({
    name: 'mark-silent',
    text: `update alerts a set silent_at = $3 from unnest($1::text[], $2::text[]) as k(org_id, id)
      where a.org_id = k.org_id and a.id = k.id and a.status = 'open' and a.silent_at is null and a.ends_at is not null
      returning a.id, a.incident_id, a.source, a.dedup_key`,
    values: [gone.rows.map((row) => row.org_id), gone.rows.map((row) => row.subject_id), now],
  })
  for (const [incidentId, alerts] of Map.groupBy(rows, (row) => row.incident_id)) {
    const one = held.get(incidentId)
    const [first] = alerts
    if (one === undefined || first === undefined) continue
    record(one, 'alert.source-silent', now, {
      count: alerts.length,
      alertId: first.id,
      keys: alerts.slice(0, NAMED).map((alert) => alert.dedup_key),
      source: first.source,
    })
    const others = alerts.length === 1 ? '' : ` and ${alerts.length - 1} more`
    one.notices.push({ reason: 'source-silent', text: `No word from the monitor about ${first.source}${others}. This is not recovery` })
  }
}
