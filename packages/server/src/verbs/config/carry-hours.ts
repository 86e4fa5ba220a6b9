// What another working calendar means for incidents that are open: the protocol counts by it from now on, and what waits begins by it.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { Hours } from '@muster/core/hours/hours.ts'
import { workingFrom } from '@muster/core/hours/working.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../../store/db.ts'
import { flush } from '../../store/flush.ts'
import { holdIncidents, record } from '../../store/held.ts'
import type { World } from '../../world.ts'
import type { Caller } from '../actor.ts'

type Carried = { before: ConfigDocument; wanted: ConfigDocument }
type OpenRow = { id: IncidentId; slug: string; waits: boolean }

export async function carryHours(world: World, tx: Tx, caller: Caller, { before, wanted }: Carried): Promise<void> {
  const changed = changedHours(before, wanted)
  if (changed.size === 0) return
  const { rows } = await tx.query<OpenRow>(
    `select i.id, s.slug, exists (select from timers t where t.subject_id = i.id and t.kind = 'hours') as waits
       from incidents i join services s on s.org_id = i.org_id and s.id = i.service_id
       where i.org_id = $1 and i.status <> 'resolved' and s.slug = any($2)`,
    [caller.orgId, [...changed.keys()]],
  )
  const now = world.clock.now()
  const held = await holdIncidents(
    tx,
    rows.map(({ id }) => id),
    'wait',
  )
  for (const { id, slug, waits } of rows) {
    const [one, hours] = [held.get(id), changed.get(slug) ?? null]
    if (one === undefined || one.incident.status === 'resolved') continue
    record(one, 'incident.context', now, { by: caller.actor, hours })
    one.readAgainAt = now
    // What was promised a call is not forgotten when the calendar is taken away.
    if (waits && hours !== null) one.wait = { until: workingFrom(hours, now) }
  }
  await flush(tx, held.values(), now)
}

/** By slug of the service: the calendar that holds from now on, where it is another. */
function changedHours(before: ConfigDocument, wanted: ConfigDocument): Map<string, Hours | null> {
  const organisation = wanted.organisation?.hours === undefined ? (before.organisation?.hours ?? null) : wanted.organisation.hours
  const known = new Map(before.services.map((one) => [one.slug, one.hours ?? before.organisation?.hours ?? null]))
  return new Map(
    wanted.services
      .map(({ slug, hours }): [string, Hours | null] => [slug, hours ?? organisation])
      .filter(([slug, hours]) => known.has(slug) && !isDeepStrictEqual(known.get(slug), hours)),
  )
}
