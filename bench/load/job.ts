// A load, as it is ordered from the process that makes it, so that its work is not on the event loop of anything measured.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

type Target = {
  port: number
  /** Alerts go round these, one service each. */
  paths: readonly string[]
  connections: number
  /** Goes into every alert, so that each is distinct from those of all other loads. */
  run: string
}

/** Closed: each connection sends its next when the last is answered. Open: each has its moment, whatever became of those before. */
export type Job = Target & ({ type: 'closed'; seconds: number; warmUpSeconds: number } | { type: 'open'; total: number; perSecond: number })

export type Told = {
  /** Distinct alerts answered 2xx, warm-up included. */
  accepted: number
  /** Answered 2xx within the measured time, by its length. */
  acceptedPerSecond: number
  tookMs: number
  /** Tries that were answered otherwise or broken off, and were sent again. */
  again: Record<string, number>
  p50: number
  p99: number
  worst: number
}

export async function runLoad(job: Job): Promise<Told> {
  const worker = fork(new URL('./worker.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const leave = stopWith(worker)
  try {
    worker.send(job)
    const [told] = (await Promise.race([once(worker, 'message'), gone(worker)])) as [Told]
    return told
  } finally {
    leave()
  }
}

export type Receiver = { url: string; stop: () => void }

/** A webhook that answers 200 and keeps nothing. */
export async function startReceiver(): Promise<Receiver> {
  const receiver = fork(new URL('./receiver.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const stop = stopWith(receiver)
  const [port] = (await Promise.race([once(receiver, 'message'), gone(receiver)])) as [number]
  return { url: `http://127.0.0.1:${port}/hook`, stop }
}

export function stopWith(child: ChildProcess): () => void {
  const stop = () => void child.kill('SIGKILL')
  process.once('exit', stop)
  return () => {
    process.removeListener('exit', stop)
    stop()
  }
}

export async function gone(child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, 'exit')
  throw new Error(`the process that makes load ended with ${signal ?? code}`)
}
