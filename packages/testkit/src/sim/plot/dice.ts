// Chance with a seed: the same number gives the same night, on every machine, for ever.

export type Dice = {
  /** Between 0 and 1, without 1. */
  next: () => number
  /** A whole number, both ends included. */
  int: (least: number, most: number) => number
  chance: (probability: number) => boolean
  pick: <T>(from: readonly T[]) => T
  /** Names by weight. */
  weigh: <Name extends string>(weights: Record<Name, number>) => Name
}

/** Mulberry32. */
export function dice(seed: number): Dice {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const one = from[int(0, from.length - 1)]
      if (one === undefined) throw new Error('picked from nothing')
      return one
    },
    weigh: (weights) => weigh(weights, next()),
  }
}

function weigh<Name extends string>(weights: Record<Name, number>, chance: number): Name {
  const names = Object.keys(weights) as Name[]
  let left = chance * names.reduce((sum, name) => sum + weights[name], 0)
  for (const name of names) {
    left -= weights[name]
    if (left < 0) return name
  }
  throw new Error('weighed nothing')
}
