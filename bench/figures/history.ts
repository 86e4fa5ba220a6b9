// The same questions with years behind them: one server with an empty past, one with a full one, asked in turns.
import { performance } from 'node:perf_hooks'
import { until } from '../../e2e/until.ts'
import type { Figure, Options, Row } from '../figure.ts'
import { explain, type Reading } from '../history/explain.ts'
import { fill, SIGNALS_EACH } from '../history/fill.ts'
import { alertBody } from '../load/alert.ts'
import { openConnection } from '../load/connection.ts'
import { startReceiver } from '../load/job.ts'
import { ingestPath, names, organisation, startMeasured, type Measured } from '../muster.ts'
import { ms, percentile } from '../stats.ts'

const INCIDENTS = 1_000_000
const TURNS = 5
const NOW_EACH = 100
const ACKNOWLEDGED_EACH = 40
const INTAKE_EACH = 400
/** Rows one statement may read more with a full past: the noise of what happens to be open. */
const ROWS_OF_NOISE = 200

const OPEN = names('open', 20)
const PAST = names('past', 50)
const ANSWERED = names('answered', TURNS * ACKNOWLEDGED_EACH)
/** More than five: from then on PostgreSQL may plan a prepared statement once for all. */
const EXPLAINED = names('explained', 8)

const QUESTIONS = ['now', 'acknowledge', 'intake'] as const
type Times = Record<(typeof QUESTIONS)[number], number[]>

export const history: Figure = {
  name: 'history',
  about: 'the same queries with 1,000,000 closed incidents and 10,000,000 signals behind',
  run: async (options) => {
    const receiver = await startReceiver()
    const town = organisation(receiver.url, ['pattern', 'stream', ...OPEN, ...PAST, ...ANSWERED, ...EXPLAINED])
    const empty = await startMeasured(town)
    try {
      const full = await startMeasured(town)
      try {
        return await compare(empty, full, options)
      } finally {
        await full.stop()
      }
    } finally {
      await empty.stop()
      receiver.stop()
    }
  },
}

async function compare(empty: Measured, full: Measured, { historyScale, say }: Options): Promise<Row[]> {
  const incidents = Math.round(INCIDENTS * historyScale)
  await fill(empty, { incidents: 0, say: () => undefined })
  await fill(full, { incidents, say })
  const both = [empty, full] as const
  for (const measured of both) for (const service of OPEN) await openIncident(measured, service)
  const times: [Times, Times] = [noTimes(), noTimes()]
  for (let turn = 0; turn < TURNS; turn += 1)
    for (const [index, measured] of both.entries()) await ask(measured, turn, times[index] ?? noTimes())
  const readings: [Reading[], Reading[]] = [await explain(empty, () => askOnce(empty)), await explain(full, () => askOnce(full))]
  const past = `${incidents.toLocaleString('en')} incidents, ${(incidents * SIGNALS_EACH).toLocaleString('en')} signals behind`
  return [...QUESTIONS.map((question) => timeRow(question, times, past)), rowsRow(readings, say)]
}

const noTimes = (): Times => ({ now: [], acknowledge: [], intake: [] })

async function ask(measured: Measured, turn: number, times: Times): Promise<void> {
  for (let i = 0; i < NOW_EACH; i += 1) times.now.push(await timed(() => showNow(measured)))
  for (const service of ANSWERED.slice(turn * ACKNOWLEDGED_EACH, (turn + 1) * ACKNOWLEDGED_EACH)) {
    const id = await openIncident(measured, service)
    times.acknowledge.push(await timed(() => acknowledge(measured, id)))
  }
  const connection = openConnection(measured.port)
  for (let i = 0; i < INTAKE_EACH; i += 1) {
    const body = alertBody({ service: 'stream', instance: `${turn}-${i}`, severity: 'warning' })
    times.intake.push(await timed(async () => expect200(await connection.post(ingestPath('stream'), body))))
  }
  connection.close()
}

async function askOnce(measured: Measured): Promise<void> {
  for (const service of EXPLAINED) {
    await showNow(measured)
    await acknowledge(measured, await openIncident(measured, service))
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function showNow({ muster }: Measured): Promise<void> {
  expect200((await muster.api('GET', '/api/v1/incidents?status=open')).status)
}

async function acknowledge({ muster }: Measured, id: string): Promise<void> {
  expect200((await muster.api('POST', `/api/v1/incidents/${id}/acknowledge`, {})).status)
}

/** Opened, and its page accepted: what follows is asked of a server that has nothing else to do. */
async function openIncident({ port, db }: Measured, service: string): Promise<string> {
  const connection = openConnection(port)
  expect200(await connection.post(ingestPath(service), alertBody({ service, instance: service })))
  connection.close()
  const query = `select i.id from incidents i join services s on s.id = i.service_id join deliveries d on d.incident_id = i.id
    where s.slug = $1 and i.status = 'triggered' and d.status = 'accepted'`
  return until(`${service} to page`, async () => (await db.query<{ id: string }>(query, [service]))[0]?.id, { everyMs: 10 })
}

function expect200(status: number | null): void {
  if (status !== 200) throw new Error(`a question was answered ${status}`)
}

function timeRow(question: (typeof QUESTIONS)[number], [empty, full]: [Times, Times], past: string): Row {
  const [before, after] = [percentile(empty[question], 0.5), percentile(full[question], 0.5)]
  const ratio = after / before
  return {
    figure: `${question} with ${past}`,
    measured: `p50 ${ms(after)}, empty ${ms(before)}, ratio ${ratio.toFixed(2)}`,
    mustReach: '≤ 1.2 × empty',
    ok: ratio <= 1.2,
    numbers: { p50: after, emptyP50: before, ratio },
  }
}

function rowsRow([empty, full]: [Reading[], Reading[]], say: Options['say']): Row {
  const before = new Map(empty.map((reading) => [reading.statement, reading]))
  const rows = full
    .map((reading) => ({ ...reading, more: reading.rows - (before.get(reading.statement)?.rows ?? 0) }))
    .toSorted((a, b) => b.more - a.more)
  say('rows read by one statement, with an empty past → with a full one (pages of 8 KB):')
  for (const { statement, rows: after, buffers } of rows) {
    const was = before.get(statement)
    say(
      `${String(was?.rows ?? '-').padStart(6)} → ${String(after).padStart(6)}  (${was?.buffers ?? '-'} → ${buffers})  ${statement.slice(0, 110)}`,
    )
  }
  const [worst] = rows
  return {
    figure: 'rows read by one statement (EXPLAIN ANALYZE)',
    measured: `${rows.length} statements; with history at most ${worst?.more ?? 0} rows more`,
    mustReach: 'bounded',
    ok: worst !== undefined && worst.more <= ROWS_OF_NOISE,
    numbers: { statements: rows.length, worstMore: worst?.more ?? 0 },
  }
}
