// A few at a time, and whoever waits too long leaves the queue: a mail never goes out after its delivery was given up.
export type Slots = { take: (signal: AbortSignal) => Promise<(() => void) | null> }

/** `take` gives a function that frees the slot, or null when `signal` fired first. */
export function slots(count: number): Slots {
  let free = count
  const waiting = new Set<() => void>()
  const release = (): void => {
    const [next] = waiting
    if (next === undefined) free++
    else {
      waiting.delete(next)
      next()
    }
  }
  return {
    take: (signal) => {
      if (signal.aborted) return Promise.resolve(null)
      if (free > 0) {
        free--
        return Promise.resolve(release)
      }
      return new Promise((resolve) => {
        const admit = (): void => {
          signal.removeEventListener('abort', leave)
          resolve(release)
        }
        const leave = (): void => {
          waiting.delete(admit)
          resolve(null)
        }
        waiting.add(admit)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
  }
}
