// The database this server works on: the operator's own, or the embedded one, which is started again when it dies.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from './db.ts'
import { startEmbedded, type Embedded } from './embedded/embedded.ts'

export type Database = {
  connection: Connection
  /** Said to people: which database this is. */
  name: string
  close: () => Promise<void>
}

export type DatabaseOptions = { databaseUrl: string | null; dataFolder: string; log: (line: string) => void }

const LONGEST_PAUSE_MS = 5000

export async function openDatabase({ databaseUrl, dataFolder, log }: DatabaseOptions): Promise<Database> {
  if (databaseUrl !== null)
    return { connection: { connectionString: databaseUrl }, name: `PostgreSQL at ${hostOf(databaseUrl)}`, close: async () => {} }
  let stopping = false
  let running = await startEmbedded({ dataFolder, log })
  let mending: Promise<void> = Promise.resolve()
  const watch = (database: Embedded) =>
    database.onExit((why) => {
      log(`The embedded database ended unexpectedly and is started again. ${why}`)
      mending = mend(database)
    })
  const mend = async (dead: Embedded): Promise<void> => {
    for (let pause = 100; !stopping; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
      try {
        await dead.stop()
        running = await startEmbedded({ dataFolder, log })
        log('The embedded database runs again.')
        return watch(running)
      } catch (error) {
        log(`The embedded database could not be started, trying again: ${error instanceof Error ? error.message : String(error)}`)
        await sleep(pause)
      }
    }
  }
  watch(running)
  return {
    // Its socket is in the data folder, so the address outlives a restart.
    connection: running.connection,
    name: `embedded PostgreSQL in ${dataFolder}`,
    close: async () => {
      stopping = true
      await mending
      await running.stop()
    },
  }
}

function hostOf(databaseUrl: string): string {
  const url = URL.parse(databaseUrl)
  return url === null || url.hostname === '' ? 'the address given' : url.host
}
