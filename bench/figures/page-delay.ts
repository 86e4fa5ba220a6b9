// From a sender's 2xx to the provider's first call, both seen from one process on one clock: in an idle server, and during a storm.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Figure, Row } from '../figure.ts'
import { alertBody } from '../load/alert.ts'
import { openConnection } from '../load/connection.ts'
import { runLoad } from '../load/job.ts'
import { ingestPath, names, organisation, startMeasured, type Measured } from '../muster.ts'
import { ms, percentile } from '../stats.ts'

const PROBES = 200
const GAP_MS = 100
const STORM_PER_SECOND = 1_000
const STORM_LEAD_MS = 3_000
const LONGEST_WAIT_MS = 30_000

const STORMY = names('service', 8)
const IDLE = names('idle', PROBES)
const STORM = names('storm', PROBES)

type Heard = { url: string; at: (probe: string) => number | undefined; stop: () => void }

export const pageDelay: Figure = {
  name: 'page-delay',
  about: '2xx → first provider call, idle and during a storm',
  run: async ({ say }) => {
    const heard = await listen()
    const measured = await startMeasured(organisation(heard.url, [...STORMY, ...IDLE, ...STORM]))
    try {
      const idle = await probe(IDLE, measured, heard)
      say(`idle: ${idle.length} of ${PROBES} pages came`)
      const lengthMs = STORM_LEAD_MS + PROBES * GAP_MS + 1_000
      const storm = runLoad({
        type: 'open',
        total: (STORM_PER_SECOND * lengthMs) / 1000,
        perSecond: STORM_PER_SECOND,
        connections: 32,
        run: 'storm',
        port: measured.port,
        paths: STORMY.map(ingestPath),
      })
      await sleep(STORM_LEAD_MS)
      const during = await probe(STORM, measured, heard)
      const told = await storm
      say(`storm: ${during.length} of ${PROBES} pages came; its alerts were accepted in p50 ${ms(told.p50)}, p99 ${ms(told.p99)}`)
      return rowsOf(idle, during)
    } finally {
      await measured.stop()
      heard.stop()
    }
  },
}

async function listen(): Promise<Heard> {
  const first = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const at = performance.now()
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const probe = /probe-[a-z]+-\d+/.exec(text)?.[0]
    if (probe !== undefined && !first.has(probe)) first.set(probe, at)
    response.writeHead(200).end()
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the webhook got no port')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    at: (probe) => first.get(probe),
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function probe(services: readonly string[], { port }: Measured, heard: Heard): Promise<number[]> {
  const connection = openConnection(port)
  const accepted: [string, number][] = []
  for (const service of services) {
    const instance = `probe-${service}`
    const status = await connection.post(ingestPath(service), alertBody({ service, instance }))
    if (status !== 200) throw new Error(`a probe was answered ${status}`)
    accepted.push([instance, performance.now()])
    await sleep(GAP_MS)
  }
  connection.close()
  const deadline = performance.now() + LONGEST_WAIT_MS
  while (accepted.some(([instance]) => heard.at(instance) === undefined) && performance.now() < deadline) await sleep(50)
  return accepted.flatMap(([instance, at]) => {
    const called = heard.at(instance)
    return called === undefined ? [] : [called - at]
  })
}

function rowsOf(idle: readonly number[], during: readonly number[]): Row[] {
  const [p50, p99, stormP50, stormP99] = [percentile(idle, 0.5), percentile(idle, 0.99), percentile(during, 0.5), percentile(during, 0.99)]
  const all = idle.length === PROBES && during.length === PROBES
  return [
    {
      figure: '2xx → first provider call, idle',
      measured: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
      mustReach: 'p50 ≤ 50 ms, p99 ≤ 250 ms',
      ok: all && p50 <= 50 && p99 <= 250,
      numbers: { p50, p99, pages: idle.length },
    },
    {
      figure: '2xx → first provider call, storm of 1,000/s',
      measured: `p50 ${ms(stormP50)}, p99 ${ms(stormP99)}`,
      mustReach: 'p99 ≤ 1 s',
      ok: all && stormP99 <= 1000,
      numbers: { p50: stormP50, p99: stormP99, pages: during.length },
    },
  ]
}
