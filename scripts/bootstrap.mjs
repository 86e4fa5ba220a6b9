// From a fresh clone to the pinned Node: every npm script starts here, on whichever Node 20 or later the machine has.
import { delimiter, join } from 'node:path'
import { runToEnd } from './bootstrap/child.mjs'
import { hasPostgresLinks, install, isInstalled, isRecorded, linkNode, linkPostgres, remember } from './bootstrap/dependencies.mjs'
import { Failure, root, say } from './bootstrap/place.mjs'
import { pinnedNode, whyNodeFails } from './bootstrap/pinned-node.mjs'
import { inTurn } from './bootstrap/turn.mjs'

const oldestNode = 20

// Hands over to the pinned Node and resolves with the exit code of what ran there.
export async function hand(script, args = [], nodeArgs = []) {
  const node = await bootstrap()
  const bin = join(root, 'node_modules', '.bin')
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
  return runToEnd(node, [...nodeArgs, join(root, script), ...args], env)
}

// The entry of a script: what goes wrong outside is one sentence on stderr, a stack means a bug of ours.
export async function main(work, onFailure = () => {}) {
  try {
    process.exitCode = await work()
  } catch (error) {
    const expected = error instanceof Failure || error.syscall !== undefined
    process.stderr.write(`muster: ${expected ? error.message : error.stack}\n`)
    onFailure()
    process.exitCode = error instanceof Failure ? error.code : 1
  }
}

async function bootstrap() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < oldestNode) throw new Failure(`this needs Node ${oldestNode} or later to start; it was run by Node ${process.versions.node}.`)
  if (isInstalled() && whyNodeFails() === undefined) return pinnedNode
  if (isRecorded() && hasPostgresLinks() && whyNodeFails() === undefined) {
    remember()
    return pinnedNode
  }
  // Two first runs at once: the second waits here, then finds the work done.
  return inTurn(prepare)
}

async function prepare(watch) {
  // A Node that fails may be damaged at its source too, and npm would run its install script on it: all is installed anew.
  if (whyNodeFails() !== undefined || !(isInstalled() || isRecorded())) await install(watch)
  if (!hasPostgresLinks()) await linkPostgres(watch)
  if (whyNodeFails() !== undefined) await linkNode(watch)
  const why = whyNodeFails()
  if (why !== undefined) throw new Failure(`the Node that Muster brings along does not run on this machine: ${why}`)
  remember()
  say('dependencies are ready.')
  return pinnedNode
}
