// How many services fare and when each was last heard of: two statements, however many services are asked about.
import { healthOf, type ServiceHealth } from '@muster/core/incident/health.ts'
import type { Instant, ServiceId, Severity } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'

/** Of one service. Beyond that, "100 or more" says as much. */
const COUNTED = 100
const MOST_SILENCES = 1000

export type Faring = { open: number; worst: Severity | null; health: ServiceHealth }

type Asked = { ids: readonly ServiceId[]; now: Instant }

export async function faringOf(tx: Tx, config: OrgConfig, { ids, now }: Asked): Promise<(id: ServiceId) => Faring> {
  const { rows } = await tx.query<{ service_id: ServiceId; open: number; worst: Severity | null }>(
    // The gravest first, so that the limit never cuts off the worst.
    `select s.id as service_id, o.open, o.worst from unnest($1::text[]) as s(id) cross join lateral (
       select count(*)::int as open, min(severity) as worst from (
         select severity from incidents where service_id = s.id and status <> 'resolved' order by severity, opened_at limit ${COUNTED}) i) o`,
    [ids],
  )
  const silenced = await silencedServices(tx, config, now)
  const known = new Map(
    rows.map(({ service_id: id, open, worst }) => [id, { open, worst, health: healthOf({ worst, silenced: silenced.has(id) }) }]),
  )
  return (id) => known.get(id) ?? { open: 0, worst: null, health: 'ok' }
}

/** Those of which a silence holds everything back: one with labels holds back only a part. */
async function silencedServices(tx: Tx, { orgId }: OrgConfig, now: Instant): Promise<Set<ServiceId>> {
  const { rows } = await tx.query<{ service_id: ServiceId }>(
    `select service_id from silences where org_id = $1 and ended_at is null and ends_at > $2 and service_id is not null and labels = '{}'
     limit ${MOST_SILENCES}`,
    [orgId, now],
  )
  return new Set(rows.map((row) => row.service_id))
}

export type Sending = { integrations: number; lastAt: Instant | null }

export async function sendingOf(tx: Tx, { orgId }: OrgConfig, ids: readonly ServiceId[]): Promise<Map<ServiceId, Sending>> {
  const { rows } = await tx.query<{ service_id: ServiceId; n: number; last_at: Instant | null }>(
    `select i.service_id, count(*)::int as n, max(c.last_at) as last_at
     from integrations i left join intake_counts c on c.org_id = i.org_id and c.integration_id = i.id
     where i.org_id = $1 and i.service_id = any($2) and not i.disabled group by i.service_id`,
    [orgId, ids],
  )
  return new Map(rows.map((row) => [row.service_id, { integrations: row.n, lastAt: row.last_at }]))
}
