// The simulator is worth something only if it sees mistakes: they are planted in the rules one by one, and counted.
import { expect, test } from 'vitest'
import { describe as name, measure } from './mutants.ts'

/** For each mistake; npm run sim -- --mutants plays more. */
const NIGHTS = 200

test('[BX-03] at least nine of ten planted mutants are found', { timeout: 600_000 }, async () => {
  const { share, survivors, wrongExcuses, planted } = await measure({ nights: NIGHTS, withExcused: false })
  expect(planted).toBeGreaterThan(1000)
  expect(wrongExcuses).toEqual([])
  expect(share, survivors.map(name).join('\n')).toBeGreaterThanOrEqual(0.9)
})
