// Where PostgreSQL listens: a folder that only its own user enters, with a path short enough for a socket address.
import { chownSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeFolder, shortHash } from './folders.ts'
import { barrier, type Owner } from './owner.ts'

export const PORT = 5432

const LONGEST_PATH_BYTES = process.platform === 'darwin' ? 103 : 107

function fits(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, `.s.PGSQL.${PORT}`)) <= LONGEST_PATH_BYTES
}

/** Call when no PostgreSQL of this data folder runs: what the last one left names a process id that may be somebody else's now. */
export function openSocketFolder(dataFolder: string, owner: Owner): string {
  const inside = path.join(dataFolder, 'socket')
  const short = `muster-${shortHash(dataFolder)}`
  const places = [inside, path.join(tmpdir(), short), path.join('/tmp', short)]
  const folder = places.find((place) => fits(place) && barrier(path.dirname(place), owner) === null) ?? inside
  makePrivateFolder(folder, owner)
  rmSync(path.join(folder, `.s.PGSQL.${PORT}.lock`), { force: true })
  return folder
}

/** In a shared temporary folder anybody may have been there first: whoever owns the socket folder can pose as the database. */
function makePrivateFolder(folder: string, owner: Owner): void {
  const uid = owner?.uid ?? process.getuid?.()
  makeFolder(path.dirname(folder), 0o755)
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (!found) {
    mkdirSync(folder, { mode: 0o700 })
    if (owner) chownSync(folder, owner.uid, owner.gid)
    return
  }
  const isOurs = found.uid === uid || (owner !== null && found.uid === 0)
  if (!found.isDirectory() || !isOurs || (found.mode & 0o077) !== 0) {
    throw new Error(`The socket folder ${folder} is not private to PostgreSQL's user (${uid}). Remove it and start again.`)
  }
  if (owner && found.uid !== owner.uid) chownSync(folder, owner.uid, owner.gid)
}
