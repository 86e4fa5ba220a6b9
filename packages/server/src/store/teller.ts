// Tells all nodes what was committed here: at once when it is quiet, a few times a second in a storm, and never on the way of the work itself.
import { addChange, writeChanges, type ByOrg, type Change } from './changes.ts'

export type Teller = { tell: (changes: readonly Change[]) => void; stop: () => Promise<void> }

/** What one decision commits in several transactions goes together. */
const GATHER_MS = 10
/** NOTIFY makes commits wait for each other, so a node asks for it seldom. */
const PAUSE_MS = 150
const AFTER_FAILURE_MS = 1000

/** `send` is one NOTIFY, in a transaction of its own. */
export function createTeller(send: (notice: string) => Promise<unknown>): Teller {
  let waiting: ByOrg = new Map()
  let timer: NodeJS.Timeout | null = null
  let sending: Promise<void> | null = null
  let earliestAt = 0

  const flush = async (): Promise<void> => {
    const batch = waiting
    waiting = new Map()
    earliestAt = performance.now() + PAUSE_MS
    try {
      for (const notice of writeChanges(batch)) await send(notice)
    } catch {
      // The database is away: it is told when it is back, and whoever looks reads everything.
      for (const orgId of batch.keys()) addChange(waiting, { orgId, kind: 'everything' })
      earliestAt = performance.now() + AFTER_FAILURE_MS
    }
  }

  const schedule = () => {
    if (timer !== null || sending !== null || waiting.size === 0) return
    timer = setTimeout(
      () => {
        timer = null
        sending = flush().finally(() => {
          sending = null
          schedule()
        })
      },
      Math.max(GATHER_MS, earliestAt - performance.now()),
    ).unref()
  }

  return {
    tell: (changes) => {
      for (const change of changes) addChange(waiting, change)
      schedule()
    },
    stop: async () => {
      await sending
      if (timer !== null) clearTimeout(timer)
      if (waiting.size > 0) await flush()
      if (timer !== null) clearTimeout(timer)
      waiting = new Map()
    },
  }
}
