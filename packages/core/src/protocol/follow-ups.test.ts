// A date belongs to no zone: what is due on a day is late when that day is over everywhere.
import { expect, test } from 'vitest'
import { isLate } from './follow-ups.ts'

const day = Date.parse('2026-04-01')

test.each([
  ['on its day', '2026-04-01T23:59:59Z', false],
  ['while it is still that day in the west of the Pacific', '2026-04-02T11:59:59Z', false],
  ['when the day is over everywhere', '2026-04-02T12:00:00Z', true],
])('[IR-14] a follow-up %s: late is %s', (_when, now, late) => {
  expect(isLate(day, Date.parse(now))).toBe(late)
})
