// The database process of one data folder, found as it says itself: to kill it, or to see to it that none is left behind.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterOf } from '@muster/server/store/embedded/folders.ts'
import { findPostmaster } from '@muster/server/store/embedded/processes.ts'

/** Null when none of this folder runs. `dataFolder` must be its real path. */
export async function postmasterOf(dataFolder: string): Promise<number | null> {
  const cluster = clusterOf(dataFolder)
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  return Number.isInteger(pid) && pid > 0 && findPostmaster(pid, cluster) === 'ours' ? pid : null
}

/** A server that was killed, or told twice to stop, leaves its database behind: fast first, then hard. */
export async function endDatabase(dataFolder: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    for (let look = 0; look < 50; look += 1) {
      const pid = await postmasterOf(dataFolder)
      if (pid === null) return
      process.kill(pid, signal)
      await sleep(100)
    }
  }
}
