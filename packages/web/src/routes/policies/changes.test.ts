// The sentence above Save says what the ladder will do that it does not do now.
import { expect, test } from 'vitest'
import type { PolicyDocument } from '../../parts/config.ts'
import { policyChanges } from './changes.ts'
import { ladderWords } from './minutes.ts'

const was: PolicyDocument = {
  slug: 'standard',
  name: 'Standard',
  rungs: [
    { delayMinutes: 5, targets: [{ schedule: 'support' }], require: 'any' },
    { delayMinutes: 10, targets: [{ person: 'ben' }], require: 'any' },
  ],
  repeat: 2,
  calls: [],
  ackTimeoutMinutes: 30,
}
const titleOf = (target: object) => Object.values(target).join()
const [first, second] = was.rungs

test('a longer rung says its new length and that of the whole', () => {
  if (first === undefined || second === undefined) throw new Error('two rungs')
  const now = { ...was, rungs: [{ ...first, delayMinutes: 0.5, require: 'all' as const }, second] }
  expect(policyChanges(was, now, titleOf)).toEqual([
    'Rung 1 has 30 s to answer, not 5 min.',
    'Everybody on rung 1 must answer.',
    'The whole ladder takes 10.5 min, not 15 min.',
  ])
})

test('who comes and goes, how often, and how long an answer holds', () => {
  if (first === undefined) throw new Error('a rung')
  expect(policyChanges(was, { ...was, rungs: [first], repeat: 0, ackTimeoutMinutes: null }, titleOf)).toEqual([
    'One rung fewer.',
    'The whole ladder takes 5 min, not 15 min.',
    'It is climbed once.',
    'An answer holds for good.',
  ])
  expect(policyChanges(was, structuredClone(was), titleOf)).toEqual([])
  expect(ladderWords(was)).toBe('2 rungs in 15 min, 3 times')
})
