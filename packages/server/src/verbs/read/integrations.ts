// The integrations of the organisation, with what each key has sent: how much, how much of it repeats, and when last.
import type { IntegrationRow } from '@muster/contract/services.ts'
import type { Instant, IntegrationId, ServiceId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { isoOrNull } from './views.ts'

/** Of one integration. Beyond that, "100 or more" says as much. */
export const QUARANTINE_COUNTED = 100

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
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const items = await integrationRows(tx, config)
    return { items: items.toSorted((a, b) => a.service.localeCompare(b.service) || a.slug.localeCompare(b.slug)), next: null }
  })
}

/** Of one service, or of all. */
export async function integrationRows(tx: Tx, config: OrgConfig, serviceId: ServiceId | null = null): Promise<IntegrationRow[]> {
  const { rows } = await tx.query<Row>(
    `select i.id, i.service_id, i.slug, i.kind, c.accepted, c.repeated, c.last_at, q.n as in_quarantine
     from integrations i left join intake_counts c on c.org_id = i.org_id and c.integration_id = i.id
     cross join lateral (select count(*)::int as n from (
       select 1 from quarantine where integration_id = i.id limit ${QUARANTINE_COUNTED}) one) q
     where i.org_id = $1 and ($2::text is null or i.service_id = $2) and not i.disabled order by i.service_id, i.slug`,
    [config.orgId, serviceId],
  )
  return rows.map((row) => ({
    service: config.services.get(row.service_id)?.slug ?? 'removed',
    slug: row.slug,
    kind: row.kind,
    accepted: row.accepted ?? 0,
    repeated: row.repeated ?? 0,
    inQuarantine: row.in_quarantine,
    lastSignalAt: isoOrNull(row.last_at),
  }))
}
