// The one process that is the database: born here, or adopted after its server was killed.
import { spawn } from 'node:child_process'
import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { childEnv, userOf } from './cluster.ts'
import type { Owner } from './owner.ts'
import { isAlive } from './processes.ts'
import { PORT } from './socket.ts'
import { sleep } from './wait.ts'

export type Postmaster = {
  pid: number
  /** Why it ended; null while it runs. */
  ended: () => string | null
  /** Calls at the end, at once if that has been. */
  onEnd: (listener: (why: string) => void) => void
  signal: (name: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') => void
}

export type Birth = { postgres: string; cluster: string; config: string; socketFolder: string; logFile: string; owner: Owner }

const LOG_LIMIT_BYTES = 10 * 1024 * 1024
const TAIL_BYTES = 2_000
const WATCH_EVERY_MS = 250
const FAST_LIMIT_MS = 20_000
const IMMEDIATE_LIMIT_MS = 5_000

export function bear(birth: Birth): Postmaster {
  const log = openLog(birth.logFile)
  const from = fstatSync(log).size
  const child = spawn(
    birth.postgres,
    ['-D', birth.cluster, '-c', `config_file=${birth.config}`, '-c', 'listen_addresses=', '-k', birth.socketFolder, '-p', String(PORT)],
    // A process group of its own: Ctrl-C reaches the server alone, which stops the database when it has drained.
    { stdio: ['ignore', log, log], detached: true, cwd: '/', env: childEnv(), ...userOf(birth.owner) },
  )
  closeSync(log)
  child.unref()
  const end = ending()
  child.on('error', (error) => end.now(`PostgreSQL could not be started: ${error.message}`))
  child.on('exit', (code, signal) => end.now(`PostgreSQL ended (${signal ?? `code ${code}`}). ${tail(birth.logFile, from)}`.trim()))
  return { pid: child.pid ?? 0, ended: end.why, onEnd: end.on, signal: (name) => void child.kill(name) }
}

export function adopt(pid: number): Postmaster {
  const end = ending()
  const look = () => {
    if (isAlive(pid)) return
    clearInterval(watch)
    end.now('PostgreSQL ended')
  }
  const watch = setInterval(look, WATCH_EVERY_MS)
  watch.unref()
  const ended = () => {
    look()
    return end.why()
  }
  return { pid, ended, onEnd: end.on, signal: (name) => ended() === null && process.kill(pid, name) }
}

/** Fast first: sessions end and a checkpoint is written. Ended at once, it only has to recover at the next start. */
export async function shutDown(postmaster: Postmaster): Promise<void> {
  postmaster.signal('SIGINT')
  if (await endsWithin(postmaster, FAST_LIMIT_MS)) return
  postmaster.signal('SIGQUIT')
  if (await endsWithin(postmaster, IMMEDIATE_LIMIT_MS)) return
  postmaster.signal('SIGKILL')
  await endsWithin(postmaster, IMMEDIATE_LIMIT_MS)
}

async function endsWithin(postmaster: Postmaster, limitMs: number): Promise<boolean> {
  const startedAt = performance.now()
  while (postmaster.ended() === null && performance.now() - startedAt < limitMs) await sleep(20)
  return postmaster.ended() !== null
}

function ending() {
  let reason: string | null = null
  const listeners: ((why: string) => void)[] = []
  return {
    why: () => reason,
    now: (why: string) => {
      if (reason !== null) return
      reason = why
      for (const listener of listeners) listener(why)
    },
    on: (listener: (why: string) => void) => {
      if (reason !== null) listener(reason)
      else listeners.push(listener)
    },
  }
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, path.join(path.dirname(file), 'postgres.log.1'))
  return openSync(file, 'a', 0o600)
}

function tail(file: string, from: number): string {
  const log = openSync(file, 'r')
  try {
    const { size } = fstatSync(log)
    const start = Math.max(from, size - TAIL_BYTES)
    const text = Buffer.alloc(Math.max(0, size - start))
    readSync(log, text, 0, text.length, start)
    return text.toString('utf8').trim()
  } finally {
    closeSync(log)
  }
}
