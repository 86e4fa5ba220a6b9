// What a form says of a draft that would read otherwise by now.
import { expect, test } from 'vitest'
import { newDraftSays } from './new-draft.ts'

test.each([
  ['Card payments fail. Next word at 04:30.', null],
  ['Card payments fail. Next word at 04:31.', 'Its times have moved on: take the new draft'],
  ['Card payments work again. Next word at 04:30.', 'What is known has changed: take the new draft'],
])('[IR-05] of a draft taken before, "%s" is said to be: %s', (fresh, says) => {
  expect(newDraftSays('Card payments fail. Next word at 04:30.', fresh)).toBe(says)
})
