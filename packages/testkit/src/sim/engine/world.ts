// One night's world: its clock, its store, its workers, and the record everything goes into.
import type { ContactId, Instant, Millis } from '@muster/core/vocabulary.ts'
import type { Dice } from '../plot/dice.ts'
import type { Faults } from '../plot/faults.ts'
import type { Call, Commit, Entry } from '../record.ts'
import type { Queue } from './queue.ts'
import type { LateTimer, Store } from './store.ts'

export const LANES = ['inbox', 'timers', 'outbox'] as const
export type Lane = (typeof LANES)[number]

export type Worker = {
  name: string
  alive: boolean
  /** Rises with every death: what an earlier life had planned is not done. */
  life: number
  pausedUntil: number
  /** When each loop turns next, so that of many wake-ups only the soonest counts. */
  turns: Record<Lane, number | null>
}

export type World = {
  dice: Dice
  queue: Queue
  store: Store
  faults: Faults
  workers: Worker[]
  entries: Entry[]
  /** The engine's time: the database's clock. */
  now: () => Instant
  /** Puts the database's clock forward. */
  jump: (byMs: Millis) => void
  isAway: () => boolean
  setAway: (forMs: Millis) => void
  /** Contacts that nobody can reach, all night. */
  dead: ReadonlySet<ContactId>
  /** What people do about a phone that rings. */
  onRing: (call: Call) => void
  /** A timer that a worker may have read before this change took its meaning away. */
  beforeChange: (timer: LateTimer) => void
}

export function write(world: World, entry: Entry): void {
  world.entries.push(entry)
}

export function writeCommit(world: World, commit: Commit | null): boolean {
  if (commit === null) return false
  world.entries.push(commit)
  for (const timer of commit.replaced) world.beforeChange(timer)
  return true
}
