// The real server on its own database, and the two hands that kill them; whatever happens, nothing of it outlives this process.
import { chmod, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, temporaryFolder } from '../../e2e/child.ts'
import { startMuster, type Muster } from '../../e2e/muster.ts'
import { endDatabase, postmasterOf } from '../postmaster.ts'

export type Machine = {
  url: string
  dataFolder: string
  api: Muster['api']
  /** How often a start failed and was tried again, as a supervisor would. */
  failedStarts: () => string[]
  /** Both are false when there was nothing to kill just then. A server on its way up is hit too. */
  killServer: () => Promise<boolean>
  killDatabase: () => Promise<boolean>
  /** Whether a database runs that has not been killed. */
  hasDatabase: () => Promise<boolean>
  /** Starts the server if it does not run; does not wait for the database. */
  startServer: () => Promise<void>
  lastLines: () => string
  stop: (keepData: boolean) => Promise<void>
}

const START_TRIES = 20

export async function startMachine(): Promise<Machine> {
  const folder = await temporaryFolder('chaos')
  const dataFolder = await realpath(folder.path)
  // As root, PostgreSQL runs as somebody else, who must be able to pass through.
  await chmod(folder.path, 0o711)
  const port = await freePort()
  const failed: string[] = []
  const first = await startMuster({ dataFolder, port })
  const { token, url } = first
  let running: Muster | null = first
  let latest = first
  let shot = false
  const killedDatabases = new Set<number>()
  const startServer = async (): Promise<void> => {
    for (let tries = 1; running === null; tries += 1) {
      shot = false
      try {
        latest = await startMuster({ dataFolder, port, token })
        running = latest
      } catch (error) {
        if (!shot) failed.push(String(error))
        if (tries === START_TRIES) throw error
      }
    }
  }
  return {
    url,
    dataFolder,
    api: (...call) => latest.api(...call),
    failedStarts: () => failed,
    killServer: async () => {
      const victim = running
      running = null
      if (victim === null) shot = await killStarting(dataFolder)
      else await victim.kill()
      return victim !== null || shot
    },
    killDatabase: async () => {
      const pid = await postmasterOf(dataFolder)
      if (pid === null || killedDatabases.has(pid)) return false
      killedDatabases.add(pid)
      process.kill(pid, 'SIGKILL')
      return true
    },
    hasDatabase: async () => {
      const pid = await postmasterOf(dataFolder)
      return pid !== null && !killedDatabases.has(pid)
    },
    startServer,
    lastLines: () => latest.lastLines(),
    stop: async (keepData) => {
      await running?.stop()
      running = null
      await endDatabase(dataFolder)
      if (!keepData) await folder.remove()
    },
  }
}

/** Nobody has its handle yet; it leaves its number when it takes the data folder. */
async function killStarting(dataFolder: string): Promise<boolean> {
  const holder = await readFile(join(dataFolder, 'muster.pid'), 'utf8').catch(() => '')
  const pid = /"pid":(\d+),/.exec(holder)?.[1]
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  if (!command.includes('packages/cli/src/main.ts')) return false
  process.kill(Number(pid), 'SIGKILL')
  return true
}
