// What a screen shows of a reading that failed after it had been there.
import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { standsOf } from './stands.ts'

const answered = (status: number) => new ORPCError('REFUSED', { status, message: 'no' })
const gone = new TypeError('fetch failed')

test.each([
  ['nothing yet', undefined, null, false, 'loading'],
  ['what was read', 1, null, false, 'read'],
  ['a first reading that failed', undefined, answered(500), false, 'failed'],
  ['what is there no more, or was made private', 1, answered(404), false, 'failed'],
  ['what may not be seen any more', 1, answered(403), false, 'failed'],
  ['what could not be read anew', 1, answered(500), false, 'not-anew'],
  ['what could not be read anew while the rest comes', 1, gone, false, 'not-anew'],
  ['what could not be read anew while the banner says so', 1, gone, true, 'read'],
  ['what is on screen of somebody who is signed out, as the banner says', 1, answered(401), false, 'read'],
] as const)('%s', (_what, data, error, isLost, stands) => {
  expect(standsOf({ data, error }, isLost)).toBe(stands)
})
