// What is minor and was raised outside of working hours: until when it waits, in words.
import type { IncidentDetail } from '@muster/contract/incidents.ts'
import type { Incident } from '@muster/core/incident/incident.ts'
import { momentWords } from '@muster/core/hours/words.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import { hoursOf, type OrgConfig } from '../../store/org-config.ts'
import { iso } from './views.ts'

type Looking = { tx: Tx; config: OrgConfig; now: Instant }

/** Null: it waits for nothing. A severity that pages has no such timer, so it is not looked for. */
export async function waitingOf(
  { tx, config, now }: Looking,
  { id, serviceId, severity, status }: Incident,
): Promise<IncidentDetail['waits']> {
  if (severity !== 'SEV3' || status !== 'triggered') return null
  const { rows } = await tx.query<{ due_at: Instant }>(`select due_at from timers where subject_id = $1 and kind = 'hours'`, [id])
  const until = rows[0]?.due_at
  if (until === undefined) return null
  const service = config.services.get(serviceId)
  const timeZone = (service === undefined ? config.hours : hoursOf(config, service))?.timeZone ?? 'UTC'
  return { until: iso(until), says: `Waits for working hours: ${momentWords({ timeZone }, until, now)}` }
}
