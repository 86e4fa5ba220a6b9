// Years of work in minutes: one real incident, lived from its alert to its end, is copied into every table it left rows in.
import { openDb } from '@muster/server/store/db.ts'
import { turnPartitions } from '@muster/server/store/partitions.ts'
import { until } from '../../e2e/until.ts'
import type { Database } from '../database.ts'
import { firstIncident, socketIn, type Measured } from '../muster.ts'

/** Kept short of the retention, so that nothing is swept away while it is measured. */
const DAYS = 85
const DAY_MS = 86_400_000
const BATCH = 20_000
export const SIGNALS_EACH = 10

type Filling = { incidents: number; say: (line: string) => void }

export async function fill(measured: Measured, { incidents, say }: Filling): Promise<void> {
  const startedAt = performance.now()
  const { db, muster } = measured
  await makePastDays(muster.dataFolder)
  const pattern = await liveOneThrough(measured)
  // Rows that were checked once need not be checked a million times.
  await db.query('set session_replication_role = replica')
  for (let from = 1; from <= incidents; from += BATCH) {
    await copy(db, { pattern, from, to: Math.min(incidents, from + BATCH - 1), incidents })
    if ((from - 1) % (BATCH * 10) === 0)
      say(`${from - 1} of ${incidents} incidents after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  }
  await db.query('vacuum analyze')
  await db.query('checkpoint')
  const size = await db.query<{ size: string }>(`select pg_size_pretty(pg_database_size(current_database())) as size`)
  say(`history is loaded after ${((performance.now() - startedAt) / 1000).toFixed(0)} s, ${size[0]?.size}`)
}

async function makePastDays(dataFolder: string): Promise<void> {
  const db = openDb(socketIn(dataFolder), { app: 1, engine: 1 })
  try {
    const then = Date.now() - DAYS * DAY_MS
    await db.engine((tx) => turnPartitions(tx, then, { keepFrom: then, daysAhead: DAYS }))
  } finally {
    await db.close()
  }
}

async function liveOneThrough(measured: Measured): Promise<string> {
  const { muster, db } = measured
  const pattern = await firstIncident(measured, 'pattern')
  await until('the page to be accepted', async () => {
    const rows = await db.query(`select 1 from deliveries where incident_id = $1 and status = 'accepted'`, [pattern])
    return rows[0]
  })
  for (const verb of ['acknowledge', 'resolve']) {
    const { status } = await muster.api('POST', `/api/v1/incidents/${pattern}/${verb}`, {})
    if (status !== 200) throw new Error(`${verb} of the pattern answered ${status}`)
  }
  return pattern
}

type Copying = { pattern: string; from: number; to: number; incidents: number }

async function copy({ query }: Database, { pattern, from, to, incidents }: Copying): Promise<void> {
  await query('begin')
  await query(`create temp table past on commit drop as
    select i, 'incident_past' || i as incident_id, 'alert_past' || i as alert_id, s.ids[1 + i % cardinality(s.ids)] as service_id,
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint - (${DAYS}::bigint * ${DAY_MS} * (${incidents} - i)) / ${incidents} - 3600000 as at
    from generate_series(${from}, ${to}) i, (select array_agg(id) as ids from services where slug like 'past-%') s`)
  const copies: [string, string, string][] = [
    [
      'incidents',
      'r.id = $1',
      `'id', past.incident_id, 'number', past.i - 10000000, 'service_id', past.service_id, 'group_key', 'past:' || past.i,
       'opened_at', past.at, 'last_alert_at', past.at, 'acknowledged_at', past.at + 60000, 'resolved_at', past.at + 1200000`,
    ],
    ['log_entries', 'r.incident_id = $1 and r.seq <= 4', `'incident_id', past.incident_id, 'at', past.at`],
    [
      'pages',
      'r.incident_id = $1',
      `'id', 'page_past' || past.i, 'incident_id', past.incident_id, 'service_id', past.service_id, 'started_at', past.at`,
    ],
    [
      'alerts',
      'r.incident_id = $1',
      `'id', past.alert_id, 'incident_id', past.incident_id, 'service_id', past.service_id, 'dedup_key', 'past' || past.i,
       'opened_at', past.at, 'last_at', past.at, 'closed_at', past.at + 1200000`,
    ],
    [
      'deliveries',
      `r.incident_id = $1 and r.kind = 'page'`,
      `'key', 'past' || past.i, 'incident_id', past.incident_id, 'page_id', 'page_past' || past.i, 'due_at', past.at, 'created_at', past.at`,
    ],
  ]
  for (const [name, where, changes] of copies)
    await query(
      `insert into ${name} select (jsonb_populate_record(r, jsonb_build_object(${changes}))).* from ${name} r, past where ${where}`,
      [pattern],
    )
  await query(
    `insert into signals (org_id, id, integration_id, received_at, decided_at, outcome, alert_id, signal, raw)
     select r.org_id, 'signal_past' || past.i || '-' || n, r.integration_id, past.at + n * 1000, past.at + n * 1000 + 50, r.outcome, past.alert_id, r.signal, r.raw
     from past, generate_series(1, ${SIGNALS_EACH}) n, (select s.* from signals s join alerts a on a.id = s.alert_id where a.incident_id = $1 limit 1) r`,
    [pattern],
  )
  await query('commit')
}
