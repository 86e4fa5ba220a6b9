// Waiting with an end to it, and a line now and then for the person who watches.
import { setTimeout as sleep } from 'node:timers/promises'

export { sleep }

export type Patience = {
  isOver: () => boolean
  /** Waits one step; the steps grow from 20 ms to 200 ms. */
  step: (why: string) => Promise<void>
  say: (line: string) => void
}

const PROGRESS_EVERY_MS = 5_000

export function patience(limitMs: number, log: (line: string) => void): Patience {
  const startedAt = performance.now()
  const waitedMs = () => performance.now() - startedAt
  let nextLineMs = 1_000
  return {
    say: log,
    isOver: () => waitedMs() > limitMs,
    step: async (why) => {
      if (waitedMs() > nextLineMs) {
        log(`Waiting for PostgreSQL: ${why} (${Math.round(waitedMs() / 1000)} s)`)
        nextLineMs += PROGRESS_EVERY_MS
      }
      await sleep(Math.min(200, Math.max(20, waitedMs() / 10)))
    },
  }
}
