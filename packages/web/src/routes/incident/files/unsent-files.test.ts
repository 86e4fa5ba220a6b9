// What a try that failed leaves of a file that is to be added.
import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { failureOf } from '../../../api/failure.ts'
import { failedWith } from './unsent-files.ts'

const answered = (status: number, reason: string) => new ORPCError('REFUSED', { status, message: 'no', data: { reason } })

test.each([
  ['a lost answer', new TypeError('gone'), true],
  ['a fault of the server', answered(500, 'fault'), true],
  ['a try that still runs', answered(409, 'still-running'), true],
  ['a refusal', answered(409, 'incident-resolved'), undefined],
])('[IR-04] after %s the same words go under the same key: %s', (_what, error, isFixed) => {
  expect(failedWith(error)).toEqual({ ...(isFixed && { isFixed }), progress: null, error })
})

test('[IR-04] a key that was used for other words is given up for a new one, and it says where to look first', () => {
  const left = failedWith(answered(409, 'idempotency-key-reused'))
  expect(left).toMatchObject({ key: expect.stringMatching(/^\d+-/), isFixed: false, progress: null })
  expect(failureOf(left.error).hint).toMatch(/^Look in the story: .* try again/)
})
