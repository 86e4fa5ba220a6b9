// Who really stands watch when overrides are in force: covers are followed to their end, A→B and B→C is C.
import type { UserId } from '../vocabulary.ts'
import type { Override } from './schedule.ts'

export type StandIn = {
  /** Null when there was nobody to begin with, or an override leaves a gap on purpose. */
  userId: UserId | null
  /** The overrides that were applied, in order. */
  overrides: Override[]
}

/** Of two overrides for the same person the one later in the list wins. */
export function standIn(named: UserId | null, active: readonly Override[]): StandIn {
  const forAll = active.findLast((one) => one.replaces === null)
  const overrides = forAll === undefined ? [] : [forAll]
  const seen = new Set<UserId | null>([null])
  let userId = forAll === undefined ? named : forAll.userId
  while (!seen.has(userId)) {
    seen.add(userId)
    const next = active.findLast((one) => one.replaces === userId)
    // Circles are refused at the door; one met all the same ends before it would come back.
    if (next === undefined || (next.userId !== null && seen.has(next.userId))) break
    overrides.push(next)
    userId = next.userId
  }
  return { userId, overrides }
}

/** The overrides that, at some moment, are part of a chain that comes back to its first person. */
export function inCircles(overrides: readonly Override[]): Set<Override> {
  const circling = new Set<Override>()
  // What is in force changes at these instants only.
  for (const at of new Set(overrides.flatMap((one) => [one.startsAt, one.endsAt]))) {
    const cover = new Map<UserId | null, Override>()
    for (const one of overrides) {
      if (one.startsAt <= at && at < one.endsAt && one.replaces !== null) cover.set(one.replaces, one)
    }
    for (const one of cover.values()) {
      if (comesBack(one, cover)) circling.add(one)
    }
  }
  return circling
}

function comesBack(first: Override, cover: ReadonlyMap<UserId | null, Override>): boolean {
  const seen = new Set<Override>([first])
  let next = cover.get(first.userId)
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    next = cover.get(next.userId)
  }
  // Somebody who stands in for themselves is told so in another sentence.
  return next === first && seen.size > 1
}
