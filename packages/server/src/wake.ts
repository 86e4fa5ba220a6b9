// Tells job loops that there is work: at once in this process, by NOTIFY in the others. It carries no data, only which loop.
import type { Db } from './store/db.ts'

export const LANES = ['inbox', 'timers', 'deliveries'] as const
export type Lane = (typeof LANES)[number]

export type Wake = {
  /** Called after the commit that made the work. */
  touch: (lane: Lane) => void
  on: (lane: Lane, listener: () => void) => void
}

export const WAKE_CHANNEL = 'muster_wake'

export function createWake(tellOthers: (lane: Lane) => void = () => undefined): Wake & { heard: (lane: Lane) => void } {
  const listeners = new Map<Lane, (() => void)[]>()
  const heard = (lane: Lane) => {
    for (const listener of listeners.get(lane) ?? []) listener()
  }
  return {
    heard,
    touch: (lane) => {
      heard(lane)
      tellOthers(lane)
    },
    on: (lane, listener) => {
      listeners.set(lane, [...(listeners.get(lane) ?? []), listener])
    },
  }
}

/** At most one NOTIFY a lane in 20 ms: others only need to know that there is something. */
export function createNotifier(db: Db): (lane: Lane) => void {
  const waiting = new Set<Lane>()
  return (lane) => {
    if (waiting.has(lane)) return
    waiting.add(lane)
    setTimeout(() => {
      waiting.delete(lane)
      // A lost NOTIFY costs at most one sweep of the other node.
      db.query('select pg_notify($1, $2)', [WAKE_CHANNEL, lane]).catch(() => undefined)
    }, 20).unref()
  }
}
