// The data folder: where it is when nobody says, and making folders that a power cut does not undo.
import { createHash } from 'node:crypto'
import { accessSync, chmodSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { barrier, ownerFor, type Owner } from './owner.ts'

/** Beside the code; when PostgreSQL's user cannot get there (root's home folder), a place of its own for each checkout. */
export function defaultDataFolder(checkout: string): string {
  const beside = path.join(checkout, '.muster')
  const owner = ownerFor(clusterOf(beside))
  return barrier(beside, owner) === null ? beside : path.join('/var/lib/muster', shortHash(path.resolve(checkout)))
}

export function clusterOf(dataFolder: string): string {
  return path.join(dataFolder, 'pg18')
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** Makes the data folder if it is not there. One that is there belongs to the operator, and its mode is left alone. */
export function openDataFolder(dataFolder: string, owner: Owner): void {
  try {
    makeFolder(dataFolder, owner === null ? 0o700 : 0o711)
    accessSync(dataFolder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Error(`The data folder ${dataFolder} cannot be written by this user. Set MUSTER_DATA to a folder that can.`, { cause: error })
  }
  const barred = barrier(dataFolder, owner)
  if (barred === null) return
  throw new Error(
    `Muster runs as root and PostgreSQL as ${owner?.name}, which may not enter ${barred}, so it cannot reach the data folder ${dataFolder}. ` +
      `Set MUSTER_DATA to a folder elsewhere (/var/lib/muster/data), run chmod o+x ${barred}, or start Muster as an ordinary user.`,
  )
}

/** The mode is set again after mkdir, which a strict umask would have narrowed. */
export function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder), 0o755)
  mkdirSync(folder)
  chmodSync(folder, mode)
}

export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
