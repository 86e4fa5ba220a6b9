// Runs npm quietly: what it said is shown only when it failed.
import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { constants as system, homedir } from 'node:os'
import { join } from 'node:path'
import { Failure, root, say } from './place.mjs'

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

export async function runNpm(args, watch) {
  const { code, signal, stoppedBy, output } = await run([...args, ...quiet], watch)
  if (stoppedBy) throw new Failure(`stopped by ${stoppedBy}; the next run starts over.`, 128 + system.signals[stoppedBy])
  if (code === 0) return
  process.stderr.write(output)
  throw new Failure(`npm ${args[0]} failed (${signal ?? `code ${code}`}); what it said is above.`)
}

function run(args, watch) {
  return new Promise((resolve, reject) => {
    const [command, before] = npmCommand()
    const child = spawn(command, [...before, ...args], {
      cwd: root,
      env: { ...process.env, ...cacheOf() },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = []
    let stoppedBy
    const stop = (signal) => {
      stoppedBy = signal
      child.kill(signal)
    }
    for (const signal of signals) process.on(signal, stop)
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    child.once('spawn', () => watch(child.pid))
    child.once('error', (error) => reject(new Failure(`npm could not be started: ${error.message}`)))
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, stop)
      resolve({ code, signal, stoppedBy, output: Buffer.concat(said).toString('utf8') })
    })
  })
}

// Under npm run the very npm that was asked is named; otherwise the one on PATH is used.
function npmCommand() {
  const given = process.env.npm_execpath
  if (given?.endsWith('npm-cli.js')) return [process.execPath, [given]]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
}

// A user without a writable home (a container's -u 1000) has nowhere to keep npm's cache.
function cacheOf() {
  if (process.env.npm_config_cache && canWrite(process.env.npm_config_cache)) return {}
  if (canWrite(homedir()) || canWrite(join(homedir(), '.npm'))) return {}
  const cache = join(root, '.cache', 'npm')
  mkdirSync(cache, { recursive: true })
  say('the home folder is not writable; npm keeps its cache in .cache/npm.')
  return { npm_config_cache: cache }
}

function canWrite(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
