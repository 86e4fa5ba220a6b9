// When something was killed, and until when nothing was accepted after it: what a page may be late by.
import { performance } from 'node:perf_hooks'

export type KillKind = 'server' | 'database' | 'both'

export type Outage = {
  /** Milliseconds of this process, like every time the chaos remembers. */
  from: number
  /** When the first signal sent after the last kill was accepted; infinite while it goes on. */
  until: number
  kills: { at: number; kind: KillKind }[]
  /** What is sent from here on and accepted ends it. */
  countsFrom: number
}

export type Outages = {
  all: readonly Outage[]
  /** Just done; `from` is just before it. */
  killed: (kind: KillKind, from: number) => void
  /** A new database runs. Until then sessions of the dead one may still commit, and that is no recovery. */
  databaseIsBack: () => void
  /** Something sent at `sentAt` was accepted: whatever was killed before that works again. */
  accepted: (sentAt: number) => void
  isOver: () => boolean
  /** How much of the time between the two nothing was accepted. */
  within: (from: number, until: number) => number
  /** Whether anything killed was still felt between the two. */
  touches: (from: number, until: number) => boolean
}

export function createOutages(): Outages {
  const all: Outage[] = []
  const current = () => all.findLast((outage) => outage.until === Number.POSITIVE_INFINITY)
  return {
    all,
    killed: (kind, from) => {
      const kill = { at: performance.now(), kind }
      const outage = current() ?? { from, until: Number.POSITIVE_INFINITY, kills: [], countsFrom: kill.at }
      if (!all.includes(outage)) all.push(outage)
      outage.kills.push(kill)
      outage.countsFrom = kind === 'server' ? Math.max(outage.countsFrom, kill.at) : Number.POSITIVE_INFINITY
    },
    databaseIsBack: () => {
      const outage = current()
      if (outage?.countsFrom === Number.POSITIVE_INFINITY) outage.countsFrom = performance.now()
    },
    accepted: (sentAt) => {
      const outage = current()
      if (outage !== undefined && sentAt > outage.countsFrom) outage.until = performance.now()
    },
    isOver: () => current() === undefined,
    within: (from, until) => all.reduce((sum, outage) => sum + Math.max(0, Math.min(until, outage.until) - Math.max(from, outage.from)), 0),
    touches: (from, until) => all.some((outage) => outage.from <= until && outage.until >= from),
  }
}
