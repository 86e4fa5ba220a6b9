// A silence has ended: alerts it held back that still fire go through the inbox again, so they open incidents like any other.
import { noteChange } from '../../store/changes.ts'
import type { World } from '../../world.ts'
import type { Timer } from './fire-timers.ts'

export async function endSilence(world: World, timer: Timer): Promise<number> {
  const now = world.clock.now()
  await world.db.engine(async (tx) => {
    const { rowCount } = await tx.query(
      'update silences set ended_at = $3 where org_id = $1 and id = $2 and ended_at is null and ends_at <= $3',
      [timer.orgId, timer.subjectId, now],
    )
    await tx.query(`delete from timers where subject_id = $1 and kind = 'silence-ended' and due_at <= $2`, [timer.subjectId, now])
    if ((rowCount ?? 0) === 0) return
    noteChange(tx, { kind: 'silences', orgId: timer.orgId })
    await tx.query(
      `insert into inbox (org_id, service_id, integration_id, signal_id, received_at, signal)
       select org_id, service_id, integration_id, id, $3, jsonb_build_object('action', 'trigger', 'key', dedup_key, 'severity', severity, 'summary', summary,
         'source', source, 'sender', sender, 'eventAt', event_at, 'endsAt', ends_at, 'labels', labels, 'details', details, 'links', links)::text
       from alerts where org_id = $1 and silence_id = $2 and status = 'open' and incident_id is null`,
      [timer.orgId, timer.subjectId, now],
    )
  })
  world.wake.touch('inbox')
  return 1
}
