// The process that makes load: does one job, tells what came of it, and ends.
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../stats.ts'
import { alertBody } from './alert.ts'
import { openConnection, type Connection } from './connection.ts'
import type { Job, Told } from './job.ts'

type Tally = { accepted: number; latencies: number[]; again: Record<string, number> }

const AGAIN_AFTER_MS = 200
const TICK_MS = 2

process.once('message', (job: Job) => {
  void work(job).then((told) => process.send?.(told, () => process.exit()))
})
process.on('disconnect', () => process.exit())

async function work(job: Job): Promise<Told> {
  const connections = Array.from({ length: job.connections }, () => openConnection(job.port))
  const told = job.type === 'closed' ? await closed(job, connections) : await open(job, connections)
  for (const connection of connections) connection.close()
  return told
}

async function closed(job: Extract<Job, { type: 'closed' }>, connections: readonly Connection[]): Promise<Told> {
  const tally: Tally = { accepted: 0, latencies: [], again: {} }
  const measuredFrom = performance.now() + job.warmUpSeconds * 1000
  const until = measuredFrom + job.seconds * 1000
  let sent = 0
  let measured = 0
  const run = async (connection: Connection) => {
    while (performance.now() < until) {
      const startedAt = performance.now()
      await sendUntilAccepted(job, connection, (sent += 1), tally)
      const endedAt = performance.now()
      if (startedAt < measuredFrom || endedAt > until) continue
      measured += 1
      tally.latencies.push(endedAt - startedAt)
    }
  }
  await Promise.all(connections.map(run))
  return tell(tally, measured / job.seconds, performance.now() - measuredFrom)
}

async function open(job: Extract<Job, { type: 'open' }>, connections: readonly Connection[]): Promise<Told> {
  const tally: Tally = { accepted: 0, latencies: [], again: {} }
  const startedAt = performance.now()
  const dueAt = (index: number) => startedAt + (index * 1000) / job.perSecond
  // One queue a connection: those whose moment has come wait for the one before, and their waiting counts.
  const run = async (connection: Connection, first: number) => {
    for (let index = first; index < job.total; index += job.connections) {
      const early = dueAt(index) - performance.now()
      if (early > TICK_MS) await sleep(early)
      await sendUntilAccepted(job, connection, index + 1, tally)
      tally.latencies.push(performance.now() - dueAt(index))
    }
  }
  await Promise.all(connections.map(run))
  const tookMs = performance.now() - startedAt
  return tell(tally, (tally.accepted * 1000) / tookMs, tookMs)
}

async function sendUntilAccepted(job: Job, connection: Connection, number: number, tally: Tally): Promise<void> {
  const place = number % job.paths.length
  const body = alertBody({ service: `service-${place}`, instance: `${job.run}-${number}` })
  for (;;) {
    const status = await connection.post(job.paths[place] ?? '/', body)
    if (status !== null && status >= 200 && status < 300) {
      tally.accepted += 1
      return
    }
    const why = String(status ?? 'broken off')
    tally.again[why] = (tally.again[why] ?? 0) + 1
    await sleep(AGAIN_AFTER_MS)
  }
}

function tell({ accepted, latencies, again }: Tally, acceptedPerSecond: number, tookMs: number): Told {
  return {
    accepted,
    acceptedPerSecond,
    tookMs,
    again,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    worst: percentile(latencies, 1),
  }
}
