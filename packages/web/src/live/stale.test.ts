// Two hundred screens hear the same word: what somebody wrote is on each of them at once, and the rest follows without a crush.
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStale, type Said } from './stale.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const SHOWN = {
  incident: ['incidents', '1'],
  log: ['incidents', '1', 'log'],
  protocol: ['incidents', '1', 'protocol'],
  alerts: ['alerts', 'list'],
}
type Part = keyof typeof SHOWN

/** A screen that has everything, and then counts what it reads; a reading takes as long as it is told. */
async function screen(readingMs = 0) {
  const queries = new QueryClient()
  const read: Part[] = []
  for (const [part, key] of Object.entries(SHOWN) as [Part, string[]][]) {
    const queryFn = async () => {
      read.push(part)
      if (readingMs > 0) await new Promise((resolve) => setTimeout(resolve, readingMs))
      return part
    }
    new QueryObserver(queries, { queryKey: ['org', ...key], queryFn }).subscribe(() => undefined)
  }
  await after(readingMs)
  read.length = 0
  const hear: (said: Said) => void = createStale('org', queries)
  return { read, hear, times: (part: Part) => read.filter((one) => one === part).length }
}

test('where few look, everything is read as soon as it is said, each thing once', async () => {
  const { read, hear } = await screen()
  hear({ kind: 'incident' })
  await after(60)
  expect(read.toSorted()).toEqual(['alerts', 'incident', 'log', 'protocol'])
  await after(10_000)
  expect(read).toHaveLength(4)
})

test('where many look, the log is read at once by each of them, and the rest by each at its own moment within the time the server says', async () => {
  const screens = await Promise.all(Array.from({ length: 200 }, () => screen()))
  for (const { hear } of screens) hear({ kind: 'incident', spreadMs: 2000 })
  await after(60)
  expect(screens.every(({ times }) => times('log') === 1)).toBe(true)
  let before = 0
  for (let quarter = 0; quarter < 4; quarter += 1) {
    await after(500)
    const now = screens.filter(({ times }) => times('protocol') === 1).length
    expect(now - before).toBeGreaterThan(20)
    before = now
  }
  expect(before).toBe(200)
  expect(screens.every(({ read }) => read.length === 4)).toBe(true)
})

test('what is written while the rest still waits is read at once too, and the rest once for both', async () => {
  const { hear, times } = await screen()
  hear({ kind: 'incident', spreadMs: 60_000 })
  await after(60)
  hear({ kind: 'incident', spreadMs: 60_000 })
  await after(60)
  expect(times('log')).toBe(2)
  await after(120_000)
  expect([times('log'), times('protocol')]).toEqual([2, 1])
})

test('what is said while it is being read is read once more: the log after as long a rest, all else after one three times as long', async () => {
  const { hear, times } = await screen(100)
  hear({ kind: 'incident' })
  await after(110)
  hear({ kind: 'incident' })
  await after(50 + 99)
  expect(times('log')).toBe(1)
  await after(2)
  expect([times('log'), times('protocol')]).toEqual([2, 1])
  await after(198)
  expect(times('protocol')).toBe(1)
  await after(2)
  expect([times('log'), times('protocol')]).toEqual([2, 2])
})
