// Finds an integration by the names of its service and its own, or refuses with where to look.
import type { INTEGRATION_KINDS } from '@muster/contract/config-document.ts'
import type { IntegrationId, SignalSeverity } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig, Service } from '../../store/org-config.ts'
import { Refused } from '../actor.ts'
import { presentService } from '../read/services.ts'

export type Named = { service: string; integration: string }

export type Integration = {
  id: IntegrationId
  slug: string
  kind: (typeof INTEGRATION_KINDS)[number]
  default_severity: SignalSeverity
  mapping: unknown
  key_hash: Buffer
}

export async function integrationNamed(tx: Tx, config: OrgConfig, named: Named): Promise<{ service: Service; integration: Integration }> {
  const service = presentService(config, named.service)
  const { rows } = await tx.query<Integration>(
    `select id, slug, kind, default_severity, mapping, key_hash from integrations
     where org_id = $1 and service_id = $2 and slug = $3 and not disabled`,
    [config.orgId, service.id, named.integration],
  )
  const [integration] = rows
  if (integration !== undefined) return { service, integration }
  throw new Refused('NOT_FOUND', {
    reason: 'no-such-integration',
    hint: `${service.name} has no integration "${named.integration}". List them with: muster integrations`,
  })
}
