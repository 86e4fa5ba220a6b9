// Takeover: two nodes on one database; the one with a provider call in hand is killed, and the other must make that call.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { performance } from 'node:perf_hooks'
import { startEmbedded } from '@muster/server/store/embedded/embedded.ts'
import { startMuster, type Muster, type MusterOptions } from '../../e2e/muster.ts'
import { until } from '../../e2e/until.ts'
import { openDatabase, type Database } from '../database.ts'
import type { Figure } from '../figure.ts'
import { mustStop } from '../leftovers.ts'
import { alertBody } from '../load/alert.ts'
import { openConnection } from '../load/connection.ts'
import { apply, dataFolder, ingestPath, names, organisation, socketIn } from '../muster.ts'
import { median, seconds } from '../stats.ts'

const TIMES = 5
const SERVICES = names('service', TIMES)

type Hanging = { url: string; calls: { key: string; at: number }[]; stop: () => void }

export const takeover: Figure = {
  name: 'takeover',
  about: 'takeover after kill -9 of a node',
  run: async ({ say }) => {
    const hanging = await hang()
    const folder = await dataFolder('takeover')
    const database = await startEmbedded({ dataFolder: folder.path, log: () => undefined })
    const stop = mustStop(async () => {
      await database.stop()
      hanging.stop()
      await folder.remove()
    })
    try {
      const db = await openDatabase(socketIn(folder.path))
      const took: number[] = []
      for (const service of SERVICES) took.push(await killOne(service, { hanging, db, socket: `${folder.path}/socket` }))
      say(`took ${took.map(seconds).join(', ')}`)
      const worst = Math.max(...took)
      return [
        {
          figure: 'takeover after kill -9 of a node',
          measured: `worst of ${TIMES} ${seconds(worst)}, median ${seconds(median(took))}, same key each time`,
          mustReach: '≤ 10 s',
          ok: worst <= 10_000,
          numbers: { worstMs: worst, medianMs: median(took) },
        },
      ]
    } finally {
      await stop()
    }
  },
}

/** Holds every call, as a provider does that has taken the words and not yet said so. */
async function hang(): Promise<Hanging> {
  const calls: Hanging['calls'] = []
  const server = createServer((request) => {
    calls.push({ at: performance.now(), key: String(request.headers['idempotency-key']) })
    request.resume()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the provider got no port')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    calls,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

type Place = { hanging: Hanging; db: Database; socket: string }

async function killOne(service: string, place: Place): Promise<number> {
  const { hanging, db } = place
  const nodes = await startNodes(place)
  try {
    hanging.calls.length = 0
    const connection = openConnection(Number(new URL(nodes[0].url).port))
    await connection.post(ingestPath(service), alertBody({ service, instance: service }))
    connection.close()
    const first = await until('a provider call', async () => hanging.calls[0], { everyMs: 5 })
    const [lease] = await db.query<{ by: string }>('select leased_by as by from deliveries where key = $1', [first.key])
    // The node names its process in the lease: host, process, chance.
    const holder = Number(/-(\d+)-[0-9a-f]+$/.exec(lease?.by ?? '')?.[1])
    const killedAt = performance.now()
    process.kill(holder, 'SIGKILL')
    const again = await until(
      'the other node to call',
      async () => hanging.calls.find(({ key, at }) => key === first.key && at > killedAt),
      {
        everyMs: 5,
      },
    )
    return again.at - killedAt
  } finally {
    await Promise.all(nodes.map((node) => node.stop()))
  }
}

async function startNodes({ hanging, socket }: Place): Promise<[Muster, Muster]> {
  const token = randomBytes(24).toString('hex')
  const shared = {
    DATABASE_URL: `postgres://postgres@/muster?host=${encodeURIComponent(socket)}&port=5432`,
    MUSTER_SECRET: 'one secret for both nodes of the benchmark',
  }
  const first = await startNode({ token, env: shared })
  try {
    await apply(first, organisation(hanging.url, SERVICES))
    return [first, await startNode({ token, env: shared })]
  } catch (error) {
    await first.stop()
    throw error
  }
}

async function startNode(options: MusterOptions): Promise<Muster> {
  const node = await startMuster(options)
  return { ...node, stop: mustStop(node.stop) }
}
