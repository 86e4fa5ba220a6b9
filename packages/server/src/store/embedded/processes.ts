// Tells a living postmaster of ours from a dead one, a zombie, and a stranger that got its number.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What became of the process that a postmaster.pid names. A zombie is a stranger too: its number is taken, and nobody is there. */
export type Found = 'ours' | 'dead' | 'stranger'

export function findPostmaster(pid: number, cluster: string): Found {
  if (!hasNumber(pid)) return 'dead'
  // Its working folder would be surer, but a container's root may not look at another user's.
  return isAlive(pid) && `${commandOf(pid)} `.includes(` -D ${cluster} `) ? 'ours' : 'stranger'
}

export function isAlive(pid: number): boolean {
  return hasNumber(pid) && !isZombie(pid)
}

function hasNumber(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // EPERM: somebody else's. The cluster is readable by its own user only, so that is no postmaster of ours.
    return false
  }
}

/** An orphan whose new parent never waits for it keeps its number after death. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return ['Z', 'X'].includes(stat.charAt(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

/** Ends sessions and workers that outlived a killed postmaster, found by the name in their titles, as it would have done itself. */
export function endSurvivors(clusterName: string): number {
  if (process.platform !== 'linux') return 0
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const found = pids.map(Number).filter((pid) => commandOf(pid).startsWith(`postgres: ${clusterName}: `))
  for (const pid of found) quit(pid)
  return found.length
}

function quit(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It ended by itself in the meantime.
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
