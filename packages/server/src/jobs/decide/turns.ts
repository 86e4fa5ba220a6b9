// Whose turn it is: services take turns, the one that has waited longest first, and one in a storm gathers before it has its next.
import type { ServiceId } from '@muster/core/vocabulary.ts'

export type Turns = {
  /** The service to decide next, or null when all that wait are gathering. */
  next: (waiting: ReadonlySet<ServiceId>) => ServiceId | null
  /** A full batch left signals behind: there is nothing to gather, and the service waits only for its turn. */
  done: (serviceId: ServiceId, batch: { tookMs: number; full: boolean }) => void
  /** How long until somebody who gathers is ready; null when nobody gathers. */
  readyInMs: () => number | null
}

/** A service gathers for this many times as long as its last batch took: large batches cost much less a signal than small ones. */
const GATHER = 2
const LONGEST_GATHERING_MS = 250

/** `monotonic` is a local clock: this is about sharing the machine, not about anybody's time. */
export function createTurns(monotonic: () => number): Turns {
  // In the order of their last turns; a service is forgotten once it has gathered, so this stays as small as what is busy.
  const readyAt = new Map<ServiceId, number>()
  return {
    next: (waiting) => {
      const now = monotonic()
      for (const [serviceId, at] of readyAt) if (at <= now && !waiting.has(serviceId)) readyAt.delete(serviceId)
      for (const serviceId of waiting) if (!readyAt.has(serviceId)) return serviceId
      const inOrder = [...readyAt].filter(([serviceId, at]) => at <= now && waiting.has(serviceId))
      return inOrder[0]?.[0] ?? null
    },
    done: (serviceId, { tookMs, full }) => {
      readyAt.delete(serviceId)
      readyAt.set(serviceId, monotonic() + (full ? 0 : Math.min(LONGEST_GATHERING_MS, tookMs * GATHER)))
    },
    readyInMs: () => {
      const soonest = Math.min(...readyAt.values())
      return Number.isFinite(soonest) ? Math.max(0, soonest - monotonic()) : null
    },
  }
}
