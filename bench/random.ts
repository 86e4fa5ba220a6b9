// Chance from a seed: the same seed gives the same choices, and each named stream is its own, so that one part's haste changes no other's.

export type Random = {
  /** At least 0, below 1. */
  next: () => number
  between: (low: number, high: number) => number
  chance: (share: number) => boolean
  pick: <T>(list: readonly [T, ...T[]]) => T
}

export function randomFor(seed: number, stream: string): Random {
  let state = seed | 0
  for (const letter of stream) state = Math.imul(state ^ letter.charCodeAt(0), 0x9e3779b1)
  // mulberry32: small, and good enough to choose moments with.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
  }
}
