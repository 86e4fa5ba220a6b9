// What each integration's key has sent: accounting people can see, kept in the transaction that decides.
import type { Instant, IntegrationId, OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import type { Arrival, Outcome } from './inbox.ts'

export type IntakeCount = { integrationId: IntegrationId; accepted: number; repeated: number; lastAt: Instant }

export async function countIntake(tx: Tx, orgId: OrgId, arrivals: readonly Arrival[], outcomes: readonly Outcome[]): Promise<void> {
  const repeats = new Set(outcomes.filter((one) => one.outcome === 'counted').map((one) => one.id))
  const rows = [...Map.groupBy(arrivals, (one) => one.integrationId)].map(([integrationId, sent]) => ({
    integration_id: integrationId,
    accepted: sent.length,
    repeated: sent.filter((one) => repeats.has(one.id)).length,
    last_at: Math.max(...sent.map((one) => one.receivedAt)),
  }))
  await tx.query({
    name: 'count-intake',
    text: `insert into intake_counts as c (org_id, integration_id, accepted, repeated, last_at)
      select $1, r.integration_id, r.accepted, r.repeated, r.last_at
      from jsonb_to_recordset($2) as r(integration_id text, accepted bigint, repeated bigint, last_at bigint) order by r.integration_id
      on conflict (integration_id) do update set accepted = c.accepted + excluded.accepted, repeated = c.repeated + excluded.repeated,
        last_at = greatest(c.last_at, excluded.last_at)`,
    values: [orgId, JSON.stringify(rows)],
  })
}
