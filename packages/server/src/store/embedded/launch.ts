// Gets a PostgreSQL that answers: the orphan of a killed server when there is one, else a new one.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { adopt, bear, shutDown, type Birth, type Postmaster } from './postmaster.ts'
import { endSurvivors, findPostmaster } from './processes.ts'
import { awaitReady, type Connection } from './ready.ts'
import { PORT } from './socket.ts'
import type { Patience } from './wait.ts'

export type Launched = { postmaster: Postmaster; connection: Connection }

const SURVIVORS_LEFT_ALONE_MS = 3_000

function connectionAt(socketFolder: string): Connection {
  return { host: socketFolder, port: PORT, user: 'postgres', database: 'muster' }
}

/** Call with the data folder locked: no other server lives then, so a PostgreSQL that does has outlived its server. */
export async function adoptOrphan(cluster: string, wait: Patience): Promise<Launched | null> {
  const pidFile = path.join(cluster, 'postmaster.pid')
  const [pid, , , , socketFolder] = readLines(pidFile)
  if (!pid) return null
  const found = findPostmaster(Number(pid), cluster)
  // PostgreSQL clears up after a dead one; a number that is taken again it would believe, and refuse to start.
  if (found === 'stranger') rmSync(pidFile, { force: true })
  if (found !== 'ours') return null
  if (!socketFolder) {
    if (wait.isOver()) throw new Error(`PostgreSQL (process ${pid}) does not say where it listens. Stop it, and start Muster again.`)
    await wait.step('it has only just started')
    return adoptOrphan(cluster, wait)
  }
  const postmaster = adopt(Number(pid))
  const connection = connectionAt(socketFolder)
  const readiness = await awaitReady(postmaster, connection, wait)
  if (readiness.state === 'ready') return { postmaster, connection }
  if (readiness.state === 'late') throw new Error(notReady(postmaster.pid, readiness.why))
  return adoptOrphan(cluster, wait)
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

/** After a kill -9 of PostgreSQL alone its sessions live on for a while, and it will not start beside them. */
export async function launch(birth: Birth, clusterName: string, wait: Patience): Promise<Launched> {
  const connection = connectionAt(birth.socketFolder)
  const startedAt = performance.now()
  for (;;) {
    const postmaster = bear(birth)
    const readiness = await awaitReady(postmaster, connection, wait).catch(async (error: unknown) => {
      await shutDown(postmaster)
      throw error
    })
    if (readiness.state === 'ready') return { postmaster, connection }
    // It is left to recover: the next start finds it further on.
    if (readiness.state === 'late') throw new Error(notReady(postmaster.pid, readiness.why))
    const killed = readiness.why.startsWith('PostgreSQL ended (SIG')
    const beside = readiness.why.includes('pre-existing shared memory block')
    if (!(killed || beside) || wait.isOver()) throw new Error(readiness.why)
    if (beside && performance.now() - startedAt > SURVIVORS_LEFT_ALONE_MS) {
      const ended = endSurvivors(clusterName)
      if (ended > 0) wait.say(`Ended ${ended} database session(s) that had outlived their PostgreSQL`)
    }
    await wait.step(beside ? 'sessions of the one before have not ended yet' : 'it was killed while it started, and is started again')
  }
}

function notReady(pid: number, why: string): string {
  return `PostgreSQL (process ${pid}) was not ready in time: ${why}. It goes on; start Muster again to wait for it.`
}
