// Nobody has to count entries to know which one is meant.
import { expect, test } from 'vitest'
import { quotedIn, type Quotable } from './quoted.ts'

const entry = (seq: number, type: string, says: string, body: Record<string, unknown> = {}): Quotable => ({ seq, type, body, says })

const told = (said: Quotable, about: Quotable) => quotedIn([said, about])(said)

test('an entry about another says it in the words of the other', () => {
  const thought = entry(12, 'hypothesis.stated', 'Ana thinks: The bank dropped us', { text: 'The bank dropped us' })
  const settled = entry(15, 'hypothesis.settled', 'Ben: entry 12 holds. They confirmed it', { hypothesis: 12 })
  expect(told(settled, thought)).toBe('Ben: “The bank dropped us” holds. They confirmed it')
  const called = entry(20, 'deviation.invoked', 'Ana called "The runbook fails".')
  expect(told(entry(21, 'entry.withdrawn', 'Ana took back entry 20: Wrong incident.', { seq: 20 }), called)).toBe(
    'Ana took back “Ana called "The runbook fails"”: Wrong incident.',
  )
})

test('long words are cut short, and what somebody wrote of their own is left as it is', () => {
  const long = entry(3, 'finding.noted', 'Ana found: much', { text: 'much '.repeat(60) })
  expect(told(entry(4, 'entry.pinned', 'Ben pinned entry 3.', { entry: 3 }), long).length).toBeLessThan(110)
  expect(told(entry(5, 'incident.said', 'Ben saw: entry 3', { text: 'entry 3' }), long)).toBe('Ben saw: entry 3')
})

test('an entry that is not among those that were read keeps its number', () => {
  const alone = entry(9, 'entry.pinned', 'Ben pinned entry 3.', { entry: 3 })
  expect(quotedIn([alone])(alone)).toBe('Ben pinned entry 3.')
})
