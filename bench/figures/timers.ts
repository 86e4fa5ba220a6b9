// Timer lateness: thousands of rungs fall due within seconds; each is late by the time of its commit, and none may be early.
import { setTimeout as sleep } from 'node:timers/promises'
import { count, type Database } from '../database.ts'
import type { Figure, Row } from '../figure.ts'
import { startReceiver } from '../load/job.ts'
import { dataFolder, firstIncident, names, organisation, startMeasured, type Measured } from '../muster.ts'
import { ms, percentile } from '../stats.ts'

const RUNGS = 20_000
const WITHIN_MS = 20_000
/** Fired before the measured ones, as in every run under load: a server that has just started is still compiling. */
const WARM_UP = 1_000
const LEAD_MS = 15_000
const LONGEST_WAIT_MS = 120_000
const SERVICES = names('service', 200)

export const timers: Figure = {
  name: 'timers',
  about: `timer lateness, ${RUNGS} due within ${WITHIN_MS / 1000} s`,
  run: async ({ say }) => {
    const receiver = await startReceiver()
    const folder = await dataFolder('timers')
    const town = organisation(receiver.url, SERVICES, ['ana', 'ben'])
    try {
      const first = await startMeasured(town, { dataFolder: folder.path })
      // What a rung is late by is known only when it has committed, and PostgreSQL can say when that was.
      await first.db.query('alter system set track_commit_timestamp = on')
      await first.stop()
      const measured = await startMeasured(town, { dataFolder: folder.path, token: first.muster.token })
      try {
        await prepare(measured)
        say(`${RUNGS} pages stand on their first rung; the next falls due from ${LEAD_MS / 1000} s on`)
        await sleep(LEAD_MS + WITHIN_MS)
        for (let waited = 0; (await left(measured.db)) > 0 && waited < LONGEST_WAIT_MS; waited += 250) await sleep(250)
        return await rowsOf(measured.db)
      } finally {
        await measured.stop()
      }
    } finally {
      receiver.stop()
      await folder.remove()
    }
  },
}

/** One real incident, paged by a real alert, is copied: everything but its names and its time is as the server wrote it. */
async function prepare(measured: Measured): Promise<void> {
  const pattern = await firstIncident(measured, 'service-0')
  const { query } = measured.db
  await query('begin')
  await query(
    `create table bench_due as select 'incident_bench' || i as incident_id, 'page_bench' || i as page_id, i, s.ids[1 + abs(i) % cardinality(s.ids)] as service_id,
       floor(extract(epoch from clock_timestamp()) * 1000)::bigint + $1::bigint + (i::bigint * $2::bigint) / $3::bigint as due_at
     from generate_series(${1 - WARM_UP}, $3::int) i, (select array_agg(id) as ids from services) s`,
    [LEAD_MS, WITHIN_MS, RUNGS],
  )
  await query(
    `insert into incidents select (jsonb_populate_record(p, jsonb_build_object('id', b.incident_id, 'number', 1000000 + b.i, 'service_id', b.service_id,
       'group_key', 'bench:' || b.i, 'log_seq', 0, 'log_hash', '\\x'))).* from incidents p, bench_due b where p.id = $1`,
    [pattern],
  )
  await query(
    `insert into pages select (jsonb_populate_record(p, jsonb_build_object('id', b.page_id, 'incident_id', b.incident_id, 'service_id', b.service_id,
       'page', p.page || jsonb_build_object('id', b.page_id, 'incidentId', b.incident_id, 'nextAt', b.due_at)))).* from pages p, bench_due b where p.incident_id = $1`,
    [pattern],
  )
  await query(
    `insert into timers select (jsonb_populate_record(t, jsonb_build_object('subject_id', b.page_id, 'incident_id', b.incident_id, 'due_at', b.due_at))).*
     from timers t, bench_due b where t.incident_id = $1 and t.kind = 'page'`,
    [pattern],
  )
  await query('commit')
  await query('analyze incidents, pages, timers')
}

const left = (db: Database) =>
  count(db, `timers t join bench_due b on t.subject_id = b.page_id and t.kind = 'page' where t.due_at = b.due_at`)

async function rowsOf(db: Database): Promise<Row[]> {
  const fired = await db.query<{ early: number; committed: number }>(
    `select (b.due_at - l.at)::float8 as early, extract(epoch from pg_xact_commit_timestamp(l.xmin))::float8 * 1000 - b.due_at as committed
     from bench_due b join log_entries l on l.incident_id = b.incident_id and l.type = 'page.rung-entered' where b.i > 0`,
  )
  const late = fired.map(({ committed }) => committed)
  const early = fired.filter((one) => one.early > 0).length
  const [p50, p99, worst] = [percentile(late, 0.5), percentile(late, 0.99), percentile(late, 1)]
  return [
    {
      figure: `timer lateness, ${RUNGS.toLocaleString('en')} due within ${WITHIN_MS / 1000} s`,
      measured: `p50 ${ms(p50)}, p99 ${ms(p99)}, worst ${ms(worst)}; ${fired.length.toLocaleString('en')} fired, ${early} early`,
      mustReach: 'p99 ≤ 250 ms, none early',
      ok: fired.length === RUNGS && p99 <= 250 && early === 0,
      numbers: { p50, p99, worst, fired: fired.length, early },
    },
  ]
}
