// A monitor promised to speak again by now and did not: that is silence, not recovery. The incident stays open and people are told.
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { record } from '../../store/held.ts'
import type { Firing } from './fire-timers.ts'

type Silent = { ends_at: Instant | null; silent_at: Instant | null; summary: string; source: string; dedup_key: string }

export async function fireSourceSilent(tx: Tx, { timer, held, now }: Firing): Promise<void> {
  const one = timer.incidentId === null ? undefined : held.get(timer.incidentId)
  if (one === undefined) return
  const { rows } = await tx.query<Silent>({
    name: 'silent-alert',
    text: `select ends_at, silent_at, summary, source, dedup_key from alerts where org_id = $1 and id = $2 and status = 'open'`,
    values: [timer.orgId, timer.subjectId],
  })
  const alert = rows[0]
  if (alert?.ends_at != null && alert.ends_at > now) {
    // Re-sends moved the promise on; the timer follows when it fires instead of with every re-send.
    await tx.query({
      name: 'move-timer',
      text: 'update timers set due_at = $3 where subject_id = $1 and kind = $2',
      values: [timer.subjectId, timer.kind, alert.ends_at],
    })
    return
  }
  await tx.query({
    name: 'drop-timer',
    text: 'delete from timers where subject_id = $1 and kind = $2',
    values: [timer.subjectId, timer.kind],
  })
  if (alert === undefined || alert.silent_at !== null) return
  await tx.query({
    name: 'mark-silent',
    text: 'update alerts set silent_at = $3 where org_id = $1 and id = $2',
    values: [timer.orgId, timer.subjectId, now],
  })
  record(one, 'alert.source-silent', now, { alertId: timer.subjectId, key: alert.dedup_key, source: alert.source })
  one.notices.push({ reason: 'source-silent', text: `No word from the monitor about ${alert.source}. This is not recovery` })
}
