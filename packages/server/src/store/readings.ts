// Samples of what is watched: kept for a day, a row a reading, for the chart and for how long something has held.
import type { Indicator, Sample } from '@muster/core/reading/indicator.ts'
import type { Instant, OrgId, ServiceId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import type { OrgConfig } from './org-config.ts'
import { insertRows } from './rows.ts'

/** `source` is its slug. */
export type Kept = { at: Instant; value: number | null; why: string | null; source: string }
export type Watched = { orgId: OrgId; serviceId: ServiceId; indicator: string }

export async function keepSamples(tx: Tx, { orgId, serviceId, indicator }: Watched, samples: readonly Kept[]): Promise<void> {
  const key = { org_id: orgId, service_id: serviceId, indicator }
  await insertRows(
    tx,
    'samples',
    samples.map((one) => ({ ...key, ...one })),
    'on conflict do nothing',
  )
}

/** Oldest first, under the name that their source has now. */
export async function samplesSince(
  tx: Tx,
  { config, serviceId, indicator }: { config: OrgConfig; serviceId: ServiceId; indicator: Pick<Indicator, 'slug'> },
  since: Instant,
): Promise<Sample[]> {
  const { rows } = await tx.query<Kept>({
    name: 'samples-since',
    text: 'select at, value, why, source from samples where org_id = $1 and service_id = $2 and indicator = $3 and at >= $4 order by at',
    values: [config.orgId, serviceId, indicator.slug, since],
  })
  return rows.map(({ at, value, why, source }) => ({
    at,
    value,
    why,
    from: { type: 'source', slug: source, name: config.sources.get(source)?.name ?? source },
  }))
}
