// One integration, with the last signals of its key and what became of each: waiting, decided, or in quarantine and why.
import type { IntegrationDetail } from '@muster/contract/services.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { QUARANTINE_COUNTED } from '../read/integrations.ts'
import { isoOrNull } from '../read/views.ts'
import { integrationNamed, type Integration, type Named } from './find-integration.ts'
import { lastFates } from './last-fates.ts'

export async function showIntegration(world: World, caller: Caller, named: Named): Promise<IntegrationDetail> {
  permit(caller, 'integration.read')
  return world.db.app(caller, async (tx) => {
    const { service, integration } = await integrationNamed(tx, await world.configs.of(tx, caller.orgId), named)
    const signals = await lastFates(tx, { service, integration })
    const counts = await countsOf(tx, integration)
    // The counts are kept when signals are decided; one that waits came later.
    const youngest = signals[0]?.receivedAt ?? null
    const counted = isoOrNull(counts.last_at)
    return {
      service: { slug: service.slug, name: service.name },
      slug: integration.slug,
      kind: integration.kind,
      defaultSeverity: integration.default_severity,
      mapping: integration.mapping as IntegrationDetail['mapping'],
      accepted: counts.accepted,
      repeated: counts.repeated,
      inQuarantine: counts.in_quarantine,
      lastSignalAt: youngest === null || (counted !== null && counted > youngest) ? counted : youngest,
      signals,
    }
  })
}

type Counts = { accepted: number; repeated: number; last_at: Instant | null; in_quarantine: number }

async function countsOf(tx: Tx, { id }: Integration): Promise<Counts> {
  const { rows } = await tx.query<Counts>(
    `select coalesce(c.accepted, 0) as accepted, coalesce(c.repeated, 0) as repeated, c.last_at, q.n as in_quarantine
     from (select count(*)::int as n from (select 1 from quarantine where integration_id = $1 limit ${QUARANTINE_COUNTED}) one) q
     left join intake_counts c on c.integration_id = $1`,
    [id],
  )
  return rows[0] ?? { accepted: 0, repeated: 0, last_at: null, in_quarantine: 0 }
}
