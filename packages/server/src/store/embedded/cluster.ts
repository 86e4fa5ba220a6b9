// Makes the database cluster at the first start: wholly, or not at all.
import { execFile } from 'node:child_process'
import { chownSync, existsSync, lchownSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { clusterOf, syncFolder } from './folders.ts'
import type { Owner } from './owner.ts'

const run = promisify(execFile)

export type ClusterOptions = { dataFolder: string; binaries: Binaries; owner: Owner; log: (line: string) => void }

/** Call with the data folder locked. */
export async function ensureCluster(options: ClusterOptions): Promise<string> {
  const cluster = clusterOf(options.dataFolder)
  if (existsSync(cluster)) {
    claim(cluster, options.owner)
    return cluster
  }
  for (const name of readdirSync(options.dataFolder)) {
    if (name.startsWith('pg18.making-')) rmSync(path.join(options.dataFolder, name), { recursive: true, force: true })
  }
  options.log(`Making a new database in ${cluster}`)
  // A name never used before: an initdb that outlived its killed server may still be writing to the old one.
  const making = `${cluster}.making-${process.pid}-${Math.round(performance.timeOrigin)}`
  mkdirSync(making, { mode: 0o700 })
  await initialise(making, options)
  renameSync(making, cluster)
  syncFolder(options.dataFolder)
  return cluster
}

async function initialise(folder: string, { binaries, owner }: ClusterOptions): Promise<void> {
  if (owner) chownSync(folder, owner.uid, owner.gid)
  // The built-in provider sorts alike on every machine, so an index survives a move and a new C library.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=postgres', '--auth-local=trust', '--auth-host=reject', '--no-instructions']
  try {
    await run(binaries.initdb, ['-D', folder, ...locale, ...access], { env: childEnv(), cwd: '/', ...userOf(owner) })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new Error(`PostgreSQL could not make a database in ${path.dirname(folder)}: ${said || String(error)}`, { cause: error })
  }
}

/** A folder restored by root belongs to root; one of another user is theirs, and PostgreSQL would only say so less clearly. */
function claim(cluster: string, owner: Owner): void {
  const { uid } = statSync(cluster)
  const wanted = owner?.uid ?? process.getuid?.() ?? uid
  if (uid === wanted) return
  if (owner && uid === 0) return chownTree(cluster, owner)
  throw new Error(
    `The database in ${cluster} belongs to user ${uid}, and Muster runs as user ${wanted}. Start Muster as the user it ran as before, ` +
      `or give it all of the folder: chown -R ${wanted} ${path.dirname(cluster)}`,
  )
}

function chownTree(place: string, owner: NonNullable<Owner>): void {
  for (const entry of readdirSync(place, { withFileTypes: true, recursive: true })) {
    lchownSync(path.join(entry.parentPath, entry.name), owner.uid, owner.gid)
  }
  chownSync(place, owner.uid, owner.gid)
}

export function userOf(owner: Owner): { uid?: number; gid?: number } {
  return owner ? { uid: owner.uid, gid: owner.gid } : {}
}

/** Nothing of the operator's shell reaches PostgreSQL: PGDATA, PGPORT and PGOPTIONS would change what it does. */
export function childEnv(): Record<string, string> {
  const { PATH = '/usr/bin:/bin', LD_LIBRARY_PATH } = process.env
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}) }
}
