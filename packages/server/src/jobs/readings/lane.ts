// The lane of readings on one node: looks which are wanted, reads what is due, and is never held up by a source that hangs.
import { SECOND, type Instant, type Millis } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import type { Work } from '../loop.ts'
import { beginWatches, nextReadingAt } from './claim.ts'
import { claimAndRead, READING_WIDTH } from './read.ts'

/** An incident that has just opened is read for the first time within so long. */
const LOOK_EVERY: Millis = 5 * SECOND

export function readingLane(world: World): { work: Work; idle: () => Promise<unknown> } {
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  let lookAt: Instant = 0
  const track = (reading: Promise<void>) => {
    const done = reading
      .catch((error: unknown) => world.log.error({ err: error }, 'a reading was not kept; its lease will run out'))
      .finally(() => {
        underWay.delete(done)
        world.wake.touch('timers')
      })
    underWay.add(done)
  }
  const run = async () => {
    const now = world.clock.now()
    if (now >= lookAt) {
      lookAt = now + LOOK_EVERY
      await beginWatches(world)
    }
    const next = await nextReadingAt(world)
    if (underWay.size >= READING_WIDTH || next === null || next > now) return false
    const readings = await claimAndRead(world, READING_WIDTH - underWay.size, stopping.signal)
    for (const reading of readings) track(reading)
    return readings.length > 0
  }
  return {
    work: { name: 'readings', lane: 'timers', run, nextAt: async () => (underWay.size >= READING_WIDTH ? null : nextReadingAt(world)) },
    idle: () => {
      stopping.abort()
      return Promise.allSettled(underWay)
    },
  }
}
