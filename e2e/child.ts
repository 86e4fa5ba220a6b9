// A program run for a test: its last lines kept for the error, stopped by its own pid, never left behind.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

export type Child = {
  pid: number
  lastLines: () => string
  ready: (what: string, ask: () => Promise<true | undefined>, withinMs: number) => Promise<void>
  kill: () => Promise<void>
  stop: (signal?: NodeJS.Signals) => Promise<void>
}

export type Folder = { path: string; remove: () => Promise<void> }

// The folder, if given, is the program's own: gone when it has stopped or never got ready, kept after a kill.
type Launch = { path: string; args: readonly string[]; folder?: Folder; env?: NodeJS.ProcessEnv; cwd?: string; uid?: number; gid?: number }

const keptLines = 60
const graceMs = 15_000

export function launch(name: string, { path, args, folder, ...options }: Launch): Child {
  const child = spawn(path, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const keep = (chunk: Buffer) => {
    lines.push(...chunk.toString('utf8').trimEnd().split('\n'))
    lines.splice(0, Math.max(0, lines.length - keptLines))
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)

  let ended: string | undefined
  child.on('error', (error) => (ended = `could not be started: ${error.message}`))
  child.on('exit', (code, signal) => (ended = `ended with ${signal ?? `code ${code}`}`))
  const lastResort = () => child.kill('SIGTERM')
  process.once('exit', lastResort)
  child.once('close', () => process.removeListener('exit', lastResort))

  const lastLines = () => lines.join('\n')
  const signalAndWait = async (signal: NodeJS.Signals) => {
    if (ended !== undefined) return
    const gone = once(child, 'exit')
    child.kill(signal)
    const hard = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await gone
    clearTimeout(hard)
  }

  return {
    pid: child.pid ?? -1,
    lastLines,
    kill: () => signalAndWait('SIGKILL'),
    stop: async (signal = 'SIGTERM') => {
      await signalAndWait(signal)
      await folder?.remove()
    },
    ready: async (what, ask, withinMs) => {
      try {
        await until(`${name} to ${what}`, () => (ended === undefined ? ask() : Promise.reject(new Error(`${name} ${ended}`))), { withinMs })
      } catch (error) {
        await signalAndWait('SIGKILL')
        await folder?.remove()
        throw new Error(`${error instanceof Error ? error.message : String(error)}\nIts last lines:\n${lastLines()}`, { cause: error })
      }
    },
  }
}

// The port may be taken between our letting go and the program's binding; the program then fails to start and says so.
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}

export async function temporaryFolder(name: string, within = tmpdir()): Promise<Folder> {
  const path = await mkdtemp(join(within, `muster-${name}-`))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}
