// Finds the integration behind a key. Keys are stored as digests; look-ups are remembered for a few seconds.
import type { IntegrationId, OrgId, ServiceId, SignalSeverity } from '@muster/core/vocabulary.ts'
import { digest } from '../../secrets.ts'
import type { Db } from '../../store/db.ts'

const REMEMBER_MS = 3000
const REMEMBER_AT_MOST = 10_000

export type IntegrationRef = {
  id: IntegrationId
  orgId: OrgId
  serviceId: ServiceId
  kind: string
  defaultSeverity: SignalSeverity
  mapping: unknown
}

export type Integrations = { find: (key: string) => Promise<IntegrationRef | null> }

type Known = { at: number; found: IntegrationRef }

export function createIntegrations(db: Db, monotonic: () => number): Integrations {
  const known = new Map<string, Known>()
  return {
    find: async (key) => {
      const entry = known.get(key)
      if (entry !== undefined && monotonic() - entry.at < REMEMBER_MS) return entry.found
      const found = await look(db, key)
      // What is not known is asked again: it may have been made a moment ago.
      if (found === null) return null
      if (known.size >= REMEMBER_AT_MOST) known.clear()
      known.set(key, { at: monotonic(), found })
      return found
    },
  }
}

type Row = { id: IntegrationId; org_id: OrgId; service_id: ServiceId; kind: string; default_severity: SignalSeverity; mapping: unknown }

async function look(db: Db, key: string): Promise<IntegrationRef | null> {
  const rows = await db.query<Row>(
    'select id, org_id, service_id, kind, default_severity, mapping from integrations where key_hash = $1 and not disabled',
    [digest(key)],
  )
  const row = rows[0]
  if (row === undefined) return null
  return {
    id: row.id,
    orgId: row.org_id,
    serviceId: row.service_id,
    kind: row.kind,
    defaultSeverity: row.default_severity,
    mapping: row.mapping,
  }
}
