// What is still to happen, soonest first; of two things at one moment, the one asked for first.

export type Queue = {
  at: () => number
  after: (delayMs: number, run: () => void) => void
  /** Runs the next thing; false when there is none. */
  step: () => boolean
}

type Due = { at: number; order: number; run: () => void }

export function createQueue(): Queue {
  const heap: Due[] = []
  let now = 0
  let asked = 0
  return {
    at: () => now,
    after: (delayMs, run) => {
      asked += 1
      push(heap, { at: now + Math.max(0, delayMs), order: asked, run })
    },
    step: () => {
      const next = pop(heap)
      if (next === undefined) return false
      now = next.at
      next.run()
      return true
    },
  }
}

const before = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order)

function push(heap: Due[], due: Due): void {
  let index = heap.push(due) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    const above = heap[parent]
    if (above === undefined || before(above, due)) break
    heap[index] = above
    index = parent
  }
  heap[index] = due
}

function pop(heap: Due[]): Due | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (first === undefined || last === undefined || heap.length === 0) return first
  let index = 0
  for (;;) {
    const left = 2 * index + 1
    const child = smaller(heap, left)
    const below = heap[child]
    if (below === undefined || before(last, below)) break
    heap[index] = below
    index = child
  }
  heap[index] = last
  return first
}

function smaller(heap: readonly Due[], left: number): number {
  const [a, b] = [heap[left], heap[left + 1]]
  return a !== undefined && b !== undefined && before(b, a) ? left + 1 : left
}
