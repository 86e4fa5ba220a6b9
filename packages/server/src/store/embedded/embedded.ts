// The embedded database: PostgreSQL as a child of this server, on a socket in the data folder, owned by one server at a time.
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { clusterName, writeConfig } from './config.ts'
import { clusterOf, openDataFolder } from './folders.ts'
import { adoptOrphan, launch, type Launched } from './launch.ts'
import { lockDataFolder } from './lock.ts'
import { ownerFor } from './owner.ts'
import { shutDown } from './postmaster.ts'
import type { Connection } from './ready.ts'
import { openSocketFolder } from './socket.ts'
import { patience, type Patience } from './wait.ts'

export { defaultDataFolder } from './folders.ts'

export type Embedded = {
  /** For `pg`: superuser over a unix socket. */
  connection: Connection
  pid: number
  /** Called when PostgreSQL ends without having been asked to. */
  onExit: (listener: (why: string) => void) => void
  /** Stops PostgreSQL and lets go of the data folder; call it also after an unexpected end. */
  stop: () => Promise<void>
}

export type EmbeddedOptions = { dataFolder: string; log: (line: string) => void; settings?: Record<string, string> }

const START_LIMIT_MS = 60_000

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  openDataFolder(options.dataFolder, ownerFor(clusterOf(options.dataFolder)))
  const dataFolder = realpathSync(options.dataFolder)
  const lock = await lockDataFolder(dataFolder)
  try {
    const wait = patience(START_LIMIT_MS, options.log)
    const orphan = await adoptOrphan(clusterOf(dataFolder), wait)
    if (orphan) options.log(`Adopted PostgreSQL (process ${orphan.postmaster.pid}), which had outlived its server`)
    return running(orphan ?? (await launchIn(dataFolder, options, wait)), lock.release)
  } catch (error) {
    lock.release()
    throw error
  }
}

async function launchIn(dataFolder: string, { log, settings = {} }: EmbeddedOptions, wait: Patience): Promise<Launched> {
  const owner = ownerFor(clusterOf(dataFolder))
  const binaries = findBinaries(owner)
  const cluster = await ensureCluster({ dataFolder, binaries, owner, log })
  const birth = {
    postgres: binaries.postgres,
    cluster,
    config: writeConfig(dataFolder, settings),
    socketFolder: openSocketFolder(dataFolder, owner),
    logFile: path.join(dataFolder, 'postgres.log'),
    owner,
  }
  return launch(birth, clusterName(dataFolder), wait)
}

function running({ postmaster, connection }: Launched, release: () => void): Embedded {
  let stopping = false
  return {
    connection,
    pid: postmaster.pid,
    onExit: (listener) => postmaster.onEnd((why) => stopping || listener(why)),
    stop: async () => {
      stopping = true
      if (postmaster.ended() === null) await shutDown(postmaster)
      release()
    },
  }
}
