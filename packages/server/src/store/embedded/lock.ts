// One data folder, one server. The kernel holds the lock and lets go of it when its process dies, however it dies.
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sleep } from './wait.ts'

export type Lock = { release: () => void }

type Holder = { pid: number; host: string; startedAt: string }

const SQLITE_BUSY = 5

/**
 * Node has no flock, but SQLite takes a real fcntl lock: nothing to go stale after a kill -9, no process id to be
 * mistaken for another's, and it counts across containers that share a volume.
 */
export async function lockDataFolder(dataFolder: string): Promise<Lock> {
  const file = path.join(dataFolder, 'muster.lock')
  const holderFile = path.join(dataFolder, 'muster.pid')
  createPrivately(file)
  const held = new DatabaseSync(file)
  try {
    held.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    held.close()
    if (!isBusy(error)) throw new Error(`The data folder ${dataFolder} cannot be locked: ${String(error)}`, { cause: error })
    throw new Error(inUse(dataFolder, await readHolder(holderFile)), { cause: error })
  }
  const holder: Holder = { pid: process.pid, host: hostname(), startedAt: new Date(performance.timeOrigin).toISOString() }
  writeFileSync(holderFile, JSON.stringify(holder))
  return { release: () => held.isOpen && held.close() }
}

/** Readable by others, the lock could be held by others. It must not be opened when it exists: closing a file drops the locks this process has on it. */
function createPrivately(file: string): void {
  if (existsSync(file)) return
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (!existsSync(file)) throw error
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function inUse(dataFolder: string, holder: Holder | null): string {
  const elsewhere = holder && holder.host !== hostname() ? ` on ${holder.host}` : ''
  const who = holder ? `Muster process ${holder.pid}${elsewhere} (started ${holder.startedAt})` : 'another Muster process'
  return `The data folder ${dataFolder} is in use by ${who}. Stop it, or set MUSTER_DATA to another folder.`
}

/** The holder writes its name just after it has the lock, so a rival may have to look twice. */
async function readHolder(file: string): Promise<Holder | null> {
  const holder = parseHolder(file)
  if (holder !== null && isAlive(holder)) return holder
  await sleep(200)
  return parseHolder(file)
}

function parseHolder(file: string): Holder | null {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof read !== 'object' || read === null || !('pid' in read) || !('host' in read) || !('startedAt' in read)) return null
    return { pid: Number(read.pid), host: String(read.host), startedAt: String(read.startedAt) }
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  try {
    return holder.host !== hostname() || process.kill(holder.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
