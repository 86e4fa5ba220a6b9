// A declaration half written is found again as it was left.
import { expect, test } from 'vitest'
import { draftIn, written, type Draft } from './declare-draft.ts'

const DRAFT: Draft = {
  title: 'A signing key was published',
  service: 'vault',
  source: 'a customer',
  impact: { answers: { users: 1 }, picked: 'SEV2' },
  mine: true,
  test: true,
  private: true,
}

test('[EC-04] all of it is kept: that it is private, and a test, as well as its words', () => {
  expect(draftIn(written(DRAFT))).toEqual(DRAFT)
})

test('nothing written is no draft', () => {
  expect(written(draftIn(''))).toBe('')
})

test.each(['Nobody can pay', '12', '"quoted"', 'null'])('words kept alone are its title: %s', (words) => {
  expect(draftIn(words)).toEqual({ ...draftIn(''), title: words })
})
