// PostgreSQL refuses to run as root, so a root process runs it as somebody else, who must be able to reach its files.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export type Account = { uid: number; gid: number }

/** The account the database runs as when we are root; null when we are not. */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['muster', 'postgres', 'nobody']) {
    const found = lines.find((fields) => fields[0] === name)
    if (found !== undefined) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new Error(
    'PostgreSQL cannot run as root, and there is no account "muster", "postgres" or "nobody" to run it as. Make one, or start Muster as an ordinary user.',
  )
}

/** Whether `account` may pass through every folder above `target`. */
export function reachable(target: string, account: Account | null): boolean {
  if (account === null) return true
  for (let folder = path.dirname(path.resolve(target)); ; folder = path.dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false })
    if (stat !== undefined && !mayPass(stat, account)) return false
    if (folder === path.dirname(folder)) return true
  }
}

function mayPass(stat: { mode: number; uid: number; gid: number }, { uid, gid }: Account): boolean {
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0
  return ((stat.mode >> shift) & 1) === 1
}
