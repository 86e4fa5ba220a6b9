// The integrations of the organisation, with what each key has sent: how much, how much of it repeats, and when last.
import type { Instant, IntegrationId, ServiceId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { isoOrNull } from './views.ts'

type Row = {
  service_id: ServiceId
  id: IntegrationId
  slug: string
  kind: string
  accepted: number | null
  repeated: number | null
  last_at: Instant | null
  in_quarantine: number
}

export async function listIntegrations(world: World, caller: Caller) {
  permit(caller, 'integration.read')
  return world.db.app(caller.orgId, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const { rows } = await tx.query<Row>(
      `select i.id, i.service_id, i.slug, i.kind, c.accepted, c.repeated, c.last_at, coalesce(q.n, 0)::int as in_quarantine
       from integrations i left join intake_counts c on c.org_id = i.org_id and c.integration_id = i.id
       left join (select integration_id, count(*) as n from quarantine where org_id = $1 group by integration_id) q on q.integration_id = i.id
       where i.org_id = $1 and not i.disabled`,
      [caller.orgId],
    )
    const items = rows.map((row) => ({
      service: config.services.get(row.service_id)?.slug ?? 'removed',
      slug: row.slug,
      kind: row.kind,
      accepted: row.accepted ?? 0,
      repeated: row.repeated ?? 0,
      inQuarantine: row.in_quarantine,
      lastSignalAt: isoOrNull(row.last_at),
    }))
    return { items: items.toSorted((a, b) => a.service.localeCompare(b.service) || a.slug.localeCompare(b.slug)), next: null }
  })
}
