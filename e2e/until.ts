// Waiting, always bounded: ask again until there is an answer, or fail with what was being waited for.
import { setTimeout as sleep } from 'node:timers/promises'

export type Bound = { withinMs?: number; everyMs?: number }

export async function until<T>(what: string, ask: () => Promise<T | undefined>, bound: Bound = {}): Promise<T> {
  const { withinMs = 30_000, everyMs = 100 } = bound
  const deadline = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`)
    await sleep(everyMs)
  }
}

export async function answersOk(url: string): Promise<true | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  await response?.arrayBuffer()
  return response?.status === 200 ? true : undefined
}
