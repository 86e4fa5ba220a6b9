// Runs one kind of background work: at once when woken, again while there is more, and at the next due time otherwise.
import type { Instant } from '@muster/core/vocabulary.ts'
import type { Lane } from '../wake.ts'
import type { World } from '../world.ts'

/** A lost wake-up or a crashed node's lease is found by looking at least this often. */
const SWEEP_MS = 1000
/** Woken together, loops would look in step, each on a connection of its own, and none of them would ever be idle long enough to be given up. */
const OUT_OF_STEP = 0.3
/** After a failure (the database is away) the loop tries again this much later. */
const AFTER_FAILURE_MS = 250

export type Work = {
  name: string
  lane: Lane
  /** Does a bounded piece; true when it should be called again at once. */
  run: () => Promise<boolean>
  nextAt: () => Promise<Instant | null>
}

export type Loop = { stop: () => Promise<void> }

export function startLoop(world: World, work: Work): Loop {
  let stopped = false
  let woken = false
  let failing = false
  let wakeUp: () => void = () => undefined
  world.wake.on(work.lane, () => {
    woken = true
    wakeUp()
  })

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
      if (woken || stopped) wakeUp()
    })

  const turn = async (): Promise<number> => {
    woken = false
    try {
      if (await work.run()) return 0
      const next = await work.nextAt()
      if (failing) world.log.info({ loop: work.name }, 'a background loop works again')
      failing = false
      const sweep = SWEEP_MS * (1 - OUT_OF_STEP * Math.random())
      return next === null ? sweep : Math.max(1, Math.min(sweep, next - world.clock.now()))
    } catch (error) {
      // Once: a database that is away for an hour must not fill the disk with the same line.
      if (!failing) world.log.error({ err: error, loop: work.name }, 'a background loop failed and goes on')
      failing = true
      woken = false
      return AFTER_FAILURE_MS
    }
  }

  const running = (async () => {
    while (!stopped) {
      const wait = await turn()
      if (wait > 0) await sleep(wait)
    }
  })()

  return {
    stop: async () => {
      stopped = true
      wakeUp()
      await running
    },
  }
}
