// Keeps what was deployed or switched, so that whoever is woken sees what changed lately. Pages nobody.
import type { ChangeEvent } from '@muster/core/alert/signal.ts'
import { insertRows } from '../../store/rows.ts'
import type { IntegrationRef } from './integrations.ts'
import type { World } from '../../world.ts'

export async function keepChanges(world: World, integration: IntegrationRef, changes: readonly ChangeEvent[]): Promise<void> {
  const receivedAt = world.clock.now()
  const rows = changes.map((change) => ({
    org_id: integration.orgId,
    id: world.ids('change'),
    service_id: integration.serviceId,
    at: change.eventAt ?? receivedAt,
    received_at: receivedAt,
    summary: change.summary,
    source: change.source,
    details: change.details,
    links: change.links,
  }))
  await world.db.engine((tx) => insertRows(tx, 'changes', rows))
}
