// Durable intake beside Alertmanager: the same alerts, the same connections, one server at a time, in alternation.
import { setTimeout as sleep } from 'node:timers/promises'
import { startAlertmanager } from '../../e2e/alertmanager.ts'
import { count } from '../database.ts'
import type { Figure, Options, Row } from '../figure.ts'
import { runLoad, startReceiver, type Job, type Told } from '../load/job.ts'
import { ingestPath, names, organisation, startMeasured } from '../muster.ts'
import { median, ms, perSecond, seconds } from '../stats.ts'

const CONNECTIONS = 32
const WARM_UP_SECONDS = 2
const SERVICES = names('service', 8)
const DECIDED_LIMIT_MS = 30_000

/** How long its receiver waits to hear of a further alert of a group decides most of what Alertmanager has to do; so it is measured both ways. */
const GROUP_INTERVALS = {
  'Alertmanager that tells of further alerts within 2 s': '2s',
  'Alertmanager as shipped, after 5 min': '5m',
} as const
type Neighbour = keyof typeof GROUP_INTERVALS
const NEIGHBOURS = Object.keys(GROUP_INTERVALS) as Neighbour[]

type Run = { ours: Told; theirs: Record<Neighbour, Told>; decidedMs: number; lost: number }

export const intake: Figure = {
  name: 'intake',
  about: 'durable intake, accepted a second, beside Alertmanager',
  run: async (options) => {
    const receiver = await startReceiver()
    try {
      return await compare(options, receiver.url)
    } finally {
      receiver.stop()
    }
  },
}

async function compare(options: Options, receiverUrl: string): Promise<Row[]> {
  const { say } = options
  for (const neighbour of NEIGHBOURS) say(`${neighbour}: ${JSON.stringify(configOf(neighbour, receiverUrl))}`)
  const runs: Run[] = []
  for (let number = 1; number <= options.runs; number += 1) {
    const theirs = {} as Record<Neighbour, Told>
    for (const neighbour of NEIGHBOURS) theirs[neighbour] = await loadAlertmanager(configOf(neighbour, receiverUrl), job(number, options))
    const run = { theirs, ...(await loadMuster(receiverUrl, job(number, options))) }
    runs.push(run)
    say(`run ${number}: Muster ${told(run.ours)}, decided ${seconds(run.decidedMs)} after the load`)
    for (const neighbour of NEIGHBOURS) say(`run ${number}: ${neighbour}: ${told(theirs[neighbour])}`)
  }
  return [...NEIGHBOURS.map((neighbour) => ratioRow(neighbour, runs)), latencyRow(runs), decidedRow(runs)]
}

const told = ({ acceptedPerSecond, p50, p99 }: Told) => `${perSecond(acceptedPerSecond)} (p50 ${ms(p50)}, p99 ${ms(p99)})`

/** Debian's own file, but for its receiver, its first notice after a second, and the interval. */
function configOf(neighbour: Neighbour, receiverUrl: string) {
  const waits = { group_wait: '1s', group_interval: GROUP_INTERVALS[neighbour], repeat_interval: '3h' }
  return {
    route: { receiver: 'webhook', group_by: ['alertname', 'cluster', 'service'], ...waits },
    receivers: [{ name: 'webhook', webhook_configs: [{ url: receiverUrl }] }],
  }
}

type Load = Omit<Extract<Job, { type: 'closed' }>, 'port' | 'paths'>

const job = (run: number, { seconds: length }: Options): Load => ({
  type: 'closed',
  seconds: length,
  warmUpSeconds: WARM_UP_SECONDS,
  connections: CONNECTIONS,
  run: `run-${run}`,
})

async function loadAlertmanager(config: Record<string, unknown>, load: Load): Promise<Told> {
  const alertmanager = await startAlertmanager({ config })
  try {
    // Its one door, for the alerts of all services.
    return await runLoad({ ...load, port: Number(new URL(alertmanager.url).port), paths: SERVICES.map(() => '/api/v2/alerts') })
  } finally {
    await alertmanager.stop()
  }
}

async function loadMuster(receiverUrl: string, load: Load): Promise<Omit<Run, 'theirs'>> {
  const { port, db, stop } = await startMeasured(organisation(receiverUrl, SERVICES))
  try {
    const ours = await runLoad({ ...load, port, paths: SERVICES.map(ingestPath) })
    const endedAt = performance.now()
    while ((await count(db, '(select 1 from inbox limit 1) i')) > 0 && performance.now() - endedAt < DECIDED_LIMIT_MS) await sleep(50)
    const decidedMs = performance.now() - endedAt
    return { ours, decidedMs, lost: ours.accepted - (await count(db, 'alerts')) }
  } finally {
    await stop()
  }
}

function ratioRow(neighbour: Neighbour, runs: readonly Run[]): Row {
  const we = median(runs.map(({ ours }) => ours.acceptedPerSecond))
  const they = median(runs.map(({ theirs }) => theirs[neighbour].acceptedPerSecond))
  return {
    figure: `durable intake beside ${neighbour}`,
    measured: `${perSecond(we)}, theirs ${perSecond(they)}, ratio ${(we / they).toFixed(2)}`,
    mustReach: '≥ 1.5 × (aim 3 ×)',
    ok: we >= 1.5 * they,
    numbers: { acceptedPerSecond: we, alertmanagerPerSecond: they, ratio: we / they },
  }
}

function latencyRow(runs: readonly Run[]): Row {
  const [p50, p99] = [median(runs.map(({ ours }) => ours.p50)), median(runs.map(({ ours }) => ours.p99))]
  return {
    figure: `its latency over ${CONNECTIONS} connections`,
    measured: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
    mustReach: 'p99 ≤ 50 ms',
    ok: p99 <= 50,
    numbers: { p50, p99 },
  }
}

function decidedRow(runs: readonly Run[]): Row {
  const decidedMs = Math.max(...runs.map((run) => run.decidedMs))
  const lost = runs.reduce((sum, run) => sum + run.lost, 0)
  return {
    figure: 'its last alert decided after the load, worst run',
    measured: `${seconds(decidedMs)}, ${lost} lost`,
    mustReach: '≤ 5 s, none',
    ok: decidedMs <= 5000 && lost === 0,
    numbers: { decidedMs, lost },
  }
}
