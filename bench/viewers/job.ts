// Two hundred browsers in a process of their own, so that their work is not on the event loop of the server they look at.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { gone, stopWith } from '../load/job.ts'
import type { Place, Viewer } from './screen.ts'

export type Job = Place & { viewers: readonly Viewer[] }

export type Seen = {
  /** For each viewer, by the number of the update: when its log had it, and when the whole screen was of after it. */
  screens: { held: [number, number][]; whole: [number, number][] }[]
  failed: Record<string, number>
  /** The share of its time in which the process of the browsers had something to do. */
  busy: number
}

export type Viewers = { seen: () => Promise<Seen>; stop: () => void }

/** Resolves when all listen and show everything. */
export async function openViewers(job: Job): Promise<Viewers> {
  const worker = fork(new URL('./worker.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const stop = stopWith(worker)
  const ended = gone(worker)
  // Whoever waits hears of it; between two waits nobody does.
  ended.catch(() => undefined)
  const said = async () => ((await Promise.race([once(worker, 'message'), ended])) as unknown[])[0]
  worker.send(job)
  await said()
  return {
    seen: async () => {
      const seen = said()
      worker.send('tell')
      return (await seen) as Seen
    },
    stop,
  }
}
