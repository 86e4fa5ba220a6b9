// Memory of the server and of every process of its database, by what each really takes up (PSS), after the start and after work.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Figure } from '../figure.ts'
import { runLoad, startReceiver } from '../load/job.ts'
import { ingestPath, names, organisation, startMeasured } from '../muster.ts'

const SERVICES = names('service', 8)
const SETTLE_MS = 5_000
/** What a storm took is given back only once V8 has found it quiet for a while. */
const IDLE_MS = 60_000

export const memory: Figure = {
  name: 'memory',
  about: 'memory of server and database, idle',
  run: async ({ say }) => {
    const receiver = await startReceiver()
    const { muster, port, stop } = await startMeasured(organisation(receiver.url, SERVICES))
    try {
      await sleep(SETTLE_MS)
      const fresh = await pssOf(muster.dataFolder)
      say(`after the start: ${told(fresh)}`)
      await runLoad({
        type: 'open',
        total: 20_000,
        perSecond: 2_000,
        connections: 32,
        run: 'memory',
        port,
        paths: SERVICES.map(ingestPath),
      })
      await sleep(4 * SETTLE_MS)
      const worked = await pssOf(muster.dataFolder)
      say(`20 s after 20,000 alerts: ${told(worked)}`)
      await sleep(IDLE_MS)
      const idle = await pssOf(muster.dataFolder)
      say(`a minute later: ${told(idle)}`)
      return [
        {
          figure: 'memory idle, server + database (PSS)',
          measured: `${fresh.total.toFixed(0)} MB after the start, ${worked.total.toFixed(0)} MB 20 s after 20,000 alerts, ${idle.total.toFixed(0)} MB a minute later`,
          mustReach: '≤ 300 MB',
          ok: Math.max(fresh.total, idle.total) <= 300,
          numbers: { freshMb: fresh.total, workedMb: worked.total, idleMb: idle.total },
        },
      ]
    } finally {
      await stop()
      receiver.stop()
    }
  },
}

type Pss = { server: number; database: number; processes: number; total: number }

const told = ({ server, database, processes }: Pss) =>
  `server ${server.toFixed(0)} MB, database ${database.toFixed(0)} MB in ${processes} processes`

async function pssOf(dataFolder: string): Promise<Pss> {
  const server: unknown = JSON.parse(await readFile(join(dataFolder, 'muster.pid'), 'utf8'))
  const serverPid = typeof server === 'object' && server !== null && 'pid' in server ? Number(server.pid) : Number.NaN
  const postmaster = Number((await readFile(join(dataFolder, 'pg18', 'postmaster.pid'), 'utf8')).split('\n')[0])
  const database = [postmaster, ...(await childrenOf(postmaster))]
  const sizes = await Promise.all(database.map(megabytes))
  const [own, theirs] = [await megabytes(serverPid), sizes.reduce((sum, size) => sum + size, 0)]
  return { server: own, database: theirs, processes: database.length, total: own + theirs }
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const parents = await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const))
  return parents.filter(([, of]) => of === parent).map(([pid]) => pid)
}

async function parentOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name in brackets may itself hold brackets and spaces.
  return stat === '' ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** A process that has just ended takes up nothing. */
async function megabytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024
}
