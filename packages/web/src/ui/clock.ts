// One clock for the whole screen, set by the server: everything that counts ticks at the same moment.
import { useSyncExternalStore } from 'react'

let offsetMs = 0
let now = Date.now()
let timer: ReturnType<typeof setInterval> | null = null
const listeners = new Set<() => void>()

function tick(): void {
  now = Date.now() + offsetMs
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** The server's time as this browser last heard it; a wrong clock here must not show a wrong countdown. */
export function serverSays(at: number): void {
  offsetMs = at - Date.now()
  tick()
}

/** What the clock says in one's own words: drawn anew only when the words change, which is seldom each second. */
export function useClock<T extends string | number | boolean>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(now))
}

/** Epoch milliseconds, new each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
