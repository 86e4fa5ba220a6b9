// The pacer counts what can be followed without motion.
import { expect, test } from 'vitest'
import { breathAt } from './breath.ts'

test('[HP-04] four seconds in, four seconds out, counted down, and then the next breath', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((second) => breathAt(second).words)).toEqual([
    'Breathe in, 4',
    'Breathe in, 3',
    'Breathe in, 2',
    'Breathe in, 1',
    'Breathe out, 4',
    'Breathe out, 3',
    'Breathe out, 2',
    'Breathe out, 1',
    'Breathe in, 4',
  ])
  expect([7, 8, 15, 16].map((second) => breathAt(second).breaths)).toEqual([0, 1, 1, 2])
})
