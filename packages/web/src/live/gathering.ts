// When to read anew what is no longer true: soon after it was said, with a rest after each reading, and not everybody at the same moment.

const GATHER_MS = 60
const LONGEST_REST_MS = 2000
/** What people write is few bytes, and everybody waits for it; all else is much, and a server under load is asked for it seldom. */
export const REST_FACTOR = { log: 1, others: 3 }

export type Gathering = (what: readonly string[], spreadMs?: number) => void

/** `again` is for what a reading found under way, and therefore perhaps answered before it was said. */
type Read = (what: readonly string[], again: (one: string) => void) => Promise<unknown>

/**
 * The first word is followed at once; after a reading there is a rest so many times as long, so that a server under load is asked less.
 * What many hear at the same moment each of them reads at a random one, within the time the server says.
 */
export function createGathering(restFactor: number, read: Read): Gathering {
  const waiting = new Set<string>()
  let state: 'idle' | 'gathering' | 'reading' = 'idle'
  let restUntil = -Infinity
  let spreadMs = 0
  const gather = () => {
    state = 'gathering'
    setTimeout(() => void readNow(), Math.max(GATHER_MS, restUntil - performance.now()) + Math.random() * spreadMs)
  }
  const readNow = async () => {
    state = 'reading'
    const from = performance.now()
    const what = [...waiting]
    waiting.clear()
    await read(what, (one) => waiting.add(one))
    restUntil = performance.now() + Math.min(LONGEST_REST_MS, (performance.now() - from) * restFactor)
    if (waiting.size > 0) gather()
    else state = 'idle'
  }
  return (what, within = 0) => {
    for (const one of what) waiting.add(one)
    spreadMs = within
    if (state === 'idle') gather()
  }
}
