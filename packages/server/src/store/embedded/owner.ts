// PostgreSQL refuses to run as root: which user it runs as instead, and what that user can reach.
import { readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'

/** The user PostgreSQL runs as; null is the user of this process. */
export type Owner = { name: string; uid: number; gid: number } | null

const CANDIDATES = ['postgres', 'muster', 'nobody']

/** A cluster that exists keeps its user, so that one start with sudo takes nothing away from anybody. */
export function ownerFor(cluster: string): Owner {
  if (process.getuid?.() !== 0) return null
  const found = statSync(cluster, { throwIfNoEntry: false })
  if (found && found.uid !== 0) return { name: `user ${found.uid}`, uid: found.uid, gid: found.gid }
  const users = readUsers()
  for (const name of CANDIDATES) {
    const user = users.find((each) => each.name === name && each.uid !== 0)
    if (user) return user
  }
  throw new Error(
    `PostgreSQL does not run as root, and /etc/passwd has none of ${CANDIDATES.join(', ')}. Start Muster as an ordinary user, or set DATABASE_URL.`,
  )
}

function readUsers(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

const READ = 4
const ENTER = 1

/** The first folder on the way to `place` (and `place` itself, if it is one) that the user may not enter; null when there is none. */
export function barrier(place: string, owner: Owner): string | null {
  if (owner === null) return null
  const steps: string[] = []
  for (let step = realpathOfExisting(place); ; step = path.dirname(step)) {
    steps.unshift(step)
    if (step === path.dirname(step)) break
  }
  return steps.find((step) => statSync(step).isDirectory() && !may(step, owner, ENTER)) ?? null
}

export function isReadable(file: string, owner: Owner): boolean {
  if (owner === null) return true
  return statSync(file, { throwIfNoEntry: false }) !== undefined && barrier(file, owner) === null && may(realpathSync(file), owner, READ)
}

function may(place: string, owner: NonNullable<Owner>, right: number): boolean {
  const { mode, uid, gid } = statSync(place)
  const shift = uid === owner.uid ? 6 : gid === owner.gid ? 3 : 0
  return ((mode >> shift) & right) !== 0
}

function realpathOfExisting(place: string): string {
  try {
    return realpathSync(place)
  } catch {
    return realpathOfExisting(path.dirname(place))
  }
}
