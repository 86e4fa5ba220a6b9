// The one authority on time. In production it follows the database's clock, so a node's own skew changes nothing.
import type { Instant } from '@muster/core/vocabulary.ts'

export type Clock = { now: () => Instant }

export type DatabaseClock = Clock & {
  /** Takes a new reading; called every few seconds. */
  sync: () => Promise<void>
  /** The largest step the database's clock has been seen to make, in milliseconds, since start. */
  largestStepMs: () => number
}

/** A step above this is an alarm: a failover to a replica with another clock, or a suspended machine. */
export const STEP_ALARM_MS = 1000

type Options = {
  /** Reads the database's clock as epoch milliseconds. */
  read: () => Promise<number>
  /** A local clock that never steps, in milliseconds. */
  monotonic: () => number
  onStep: (stepMs: number) => void
}

/** Estimates the database's time between readings from the monotonic clock; the estimate never runs backwards. */
export async function createDatabaseClock(options: Options): Promise<DatabaseClock> {
  let offset = 0
  let highest = 0
  let largest = 0
  let known = false
  const sync = async (): Promise<void> => {
    const before = options.monotonic()
    const database = await options.read()
    const after = options.monotonic()
    // A slow answer says little about when it was given: half the round trip is the doubt.
    const next = database - (before + after) / 2
    const step = next - offset
    if (known && after - before > 500 && Math.abs(step) < after - before) return
    if (known && Math.abs(step) > STEP_ALARM_MS) {
      largest = Math.max(largest, Math.abs(step))
      options.onStep(step)
    }
    offset = next
    known = true
  }
  await sync()
  return {
    sync,
    largestStepMs: () => largest,
    now: () => {
      highest = Math.max(highest, Math.floor(options.monotonic() + offset))
      return highest
    },
  }
}
