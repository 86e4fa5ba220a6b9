// What runs now and must not outlive the benchmark, whatever ends it.

const running = new Set<() => Promise<void>>()

/** Gives back the same stop, which forgets itself; stopping twice is stopping once. */
export function mustStop(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined
  const once = () => {
    stopped ??= stop().finally(() => running.delete(once))
    return stopped
  }
  running.add(once)
  return once
}

/** In the order opposite to that of starting, so that a folder goes after those who live in it. */
export async function stopAll(): Promise<void> {
  for (const stop of [...running].toReversed()) await stop().catch(() => undefined)
}
