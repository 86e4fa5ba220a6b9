// The moments monitors send, in all their spellings.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf } from './instant-of.ts'

const at = Date.UTC(2015, 6, 17, 8, 42, 58, 315)

test.each([
  '2015-07-17T08:42:58.315Z',
  '2015-07-17T08:42:58.315+0000',
  '2015-07-17T08:42:58.315+00:00',
  '2015-07-17T08:42:58.315999999Z',
  '2015-07-17T10:42:58.315+0200',
  '2015-07-17T05:12:58.315-03:30',
  '2015-07-17 08:42:58.315',
  '2015-07-17t08:42:58.315z',
  '1437122578315',
  1437122578315,
  1437122578.315,
])('[SY-01] %j is that very millisecond', (text) => {
  expect(instantOf(text)).toBe(at)
})

test.each([
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:00.000Z',
  '',
  'yesterday',
  '2015-02-30T00:00:00Z',
  '2015-13-01',
  '2015-01-01T25:00Z',
  '1969-12-31T23:59:59Z',
  0,
  -1,
  5,
  Number.NaN,
  Infinity,
  null,
  undefined,
  {},
  [],
  true,
  '9'.repeat(300),
])('%j says nothing about when', (value) => {
  expect(instantOf(value)).toBeNull()
})

test('every instant we can write we can read', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }), (date) => {
      expect(instantOf(date.toISOString())).toBe(date.getTime())
    }),
  )
})
