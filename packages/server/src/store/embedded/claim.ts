// One Muster at a time on a data folder: a file that names its holder, believed only while that process lives.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

type Holder = { pid: number; startedAt: string; born: string | null }

/** Takes the folder for this process; the error says who has it. Gives back what lets it go. */
export function claimFolder(dataFolder: string): () => void {
  mkdirSync(dataFolder, { recursive: true })
  const file = path.join(dataFolder, 'muster.pid')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (tryWrite(file)) return () => rmSync(file, { force: true })
    const holder = read(file)
    if (holder !== null && isAlive(holder)) {
      throw new Error(
        `The data folder ${dataFolder} is in use by Muster process ${holder.pid}, started ${holder.startedAt}. Stop that one, or set MUSTER_DATA to another folder.`,
      )
    }
    rmSync(file, { force: true })
  }
  throw new Error(`The data folder ${dataFolder} is being taken by another Muster at this moment. Start again.`)
}

function tryWrite(file: string): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o600)
    writeSync(
      descriptor,
      JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString(), born: bornAt(process.pid) } satisfies Holder),
    )
    closeSync(descriptor)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}

/** A pid alone may have been given to somebody else since; its time of birth tells. */
function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return holder.pid !== process.pid && (holder.born === null || holder.born === bornAt(holder.pid))
}

function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
