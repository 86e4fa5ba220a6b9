// The estimate of the database's time: close to it, never backwards, never standing still.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDatabaseClock } from './clock.ts'

const START = Date.UTC(2026, 2, 2, 3, 10)

async function setUp() {
  const state = { local: 5, database: START, takes: 0 }
  const steps: number[] = []
  const clock = await createDatabaseClock({
    read: async () => {
      state.local += state.takes
      state.database += state.takes
      return state.database - state.takes / 2
    },
    monotonic: () => state.local,
    onStep: (step) => steps.push(Math.round(step)),
  })
  const pass = (ms: number) => {
    state.local += ms
    state.database += ms
  }
  return { state, steps, clock, pass }
}

test('between readings it goes with the local monotonic clock', async () => {
  const { clock, pass } = await setUp()
  expect(clock.now()).toBe(START)
  pass(1500)
  expect(clock.now()).toBe(START + 1500)
})

test('a step forward is followed at once and alarms above a second', async () => {
  const { clock, state, steps } = await setUp()
  state.database += 900
  await clock.sync()
  state.database += 5000
  await clock.sync()
  expect(clock.now()).toBe(START + 5900)
  expect(steps).toEqual([5000])
})

test('after a step back time goes on a tenth slower until the two meet, and never backwards', async () => {
  const { clock, state, steps, pass } = await setUp()
  state.database -= 60_000
  await clock.sync()
  expect(steps).toEqual([-60_000])
  expect(clock.now()).toBe(START)
  pass(10_000)
  expect(clock.now()).toBe(START + 9000)
  for (let i = 0; i < 600; i += 1) {
    pass(1000)
    await clock.sync()
    clock.now()
  }
  expect(clock.now()).toBe(Math.floor(state.database))
  expect(steps).toHaveLength(1)
})

test('a slow reading that disagrees within its own doubt is not believed', async () => {
  const { clock, state, steps } = await setUp()
  state.takes = 3000
  state.database += 2500
  await clock.sync()
  expect(steps).toEqual([])
  expect(clock.now()).toBe(START + 3000)
})

test('whatever the database’s clock does, the estimate never runs backwards and loses at most a tenth of the time that passes', async () => {
  const happening = fc.record({
    passes: fc.integer({ min: 0, max: 30_000 }),
    jumps: fc.integer({ min: -900_000, max: 900_000 }),
    syncs: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (story) => {
      const { clock, state, pass } = await setUp()
      let before = clock.now()
      for (const { passes, jumps, syncs } of story) {
        pass(passes)
        state.database += jumps
        if (syncs) await clock.sync()
        const now = clock.now()
        expect(now - before).toBeGreaterThanOrEqual(Math.floor(passes * 0.9) - 1)
        before = now
      }
    }),
    { numRuns: 200 },
  )
})
