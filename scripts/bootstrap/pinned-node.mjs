// The Node that package-lock.json pins, and whether it runs here.
import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.mjs'

const binary = process.platform === 'win32' ? 'node.exe' : 'node'

export const pinnedNode = join(root, 'node_modules', 'node', 'bin', binary)

export const readLock = (path) => JSON.parse(readFileSync(path, 'utf8'))

export function whyNodeFails() {
  const wanted = readLock(join(root, 'package-lock.json')).packages['node_modules/node'].version
  // npm puts the pinned Node first in PATH once it is installed: then it is the one reading this.
  if (process.versions.node === wanted && runsThis()) return undefined
  const asked = spawnSync(pinnedNode, ['-v'], { encoding: 'utf8', timeout: 20_000 })
  if (asked.error) return asked.error.code === 'ENOENT' ? 'it is missing, or built for another C library (musl).' : asked.error.message
  if (asked.status !== 0) return `${asked.stderr.trim().split('\n')[0] || `it ended with ${asked.signal ?? `code ${asked.status}`}`}.`
  return asked.stdout.trim() === `v${wanted}` ? undefined : `it is ${asked.stdout.trim()}, not v${wanted}.`
}

function runsThis() {
  try {
    return realpathSync(pinnedNode) === realpathSync(process.execPath)
  } catch {
    return false
  }
}
