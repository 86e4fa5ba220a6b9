// The one authority on time. In production it follows the database's clock, so a node's own skew changes nothing.
import type { Instant, Millis } from '@muster/core/vocabulary.ts'

export type Clock = { now: () => Instant }

export type DatabaseClock = Clock & {
  /** Takes a new reading; called every few seconds. */
  sync: () => Promise<void>
}

/** A step above this is an alarm: a failover to a replica with another clock, a suspended machine, somebody's `date -s`. */
export const STEP_ALARM_MS = 1000

/**
 * How the estimate comes back to a clock that was put back: it goes on at this rate until they meet. It must not run
 * backwards, and standing still would stop every ladder for as long as the step was wide; so timers run a tenth late.
 */
const CATCH_UP_RATE = 0.9

/** A reading that took longer than this says too little about when it was given, if it disagrees. */
const SLOW_READING_MS = 500

export type ClockOptions = {
  /** Reads the database's clock as epoch milliseconds. */
  read: () => Promise<number>
  /** A local clock that never steps, in milliseconds. */
  monotonic: () => number
  onStep: (stepMs: Millis) => void
}

/** Estimates the database's time between readings from the monotonic clock. Forward steps are followed at once, backward ones by slowing down. */
export async function createDatabaseClock({ read, monotonic, onStep }: ClockOptions): Promise<DatabaseClock> {
  const measure = async () => {
    const before = monotonic()
    const database = await read()
    const after = monotonic()
    return { offset: database - (before + after) / 2, took: after - before }
  }
  let { offset } = await measure()
  let told = { at: monotonic(), time: monotonic() + offset }
  const now = (): Instant => {
    const at = monotonic()
    told = { at, time: Math.max(at + offset, told.time + (at - told.at) * CATCH_UP_RATE) }
    return Math.floor(told.time)
  }
  return {
    now,
    sync: async () => {
      const reading = await measure()
      const step = reading.offset - offset
      if (reading.took > SLOW_READING_MS && Math.abs(step) < reading.took) return
      now()
      offset = reading.offset
      if (Math.abs(step) > STEP_ALARM_MS) onStep(step)
    },
  }
}

/** The one place that asks the database what time it is. */
export const TIME_QUERY = 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as at'
