// What the forms of the protocol ask is what the contract takes of each entry.
import { protocolEntry } from '@muster/contract/protocol-entry.ts'
import { expect, test } from 'vitest'
import { endingWords, WORDS, type Field } from './entry-words.ts'
import type { Protocol } from './protocol.ts'

/** As the form sends it when it is filled in. */
const SENT: Record<Field['kind'], string | number> = {
  text: 'The pool is full',
  line: 'The pool',
  amount: 1200,
  url: 'https://example.org/dashboard',
  date: '2026-11-30',
  person: 'ann',
  role: 'commander',
  outcome: 'done',
  'link-kind': 'dashboard',
  minutes: 10,
}

/** Ended by forms of their own, which know more than what is asked. */
const ELSEWHERE = [
  'question.answered',
  'severity.changed',
  'deviation.invoked',
  'deviation.recorded',
  'evidence.added',
  'hypothesis.settled',
  'conflict.settled',
  'packet.sent',
  // About one thing that stands on the screen, with a button of its own there.
  'column.chosen',
  'degradation.lifted',
  'duty.snoozed',
  'duty.waived',
  'entry.pinned',
  'entry.unpinned',
  'followup.done',
  'followup.moved',
]

test.each(Object.entries(WORDS).filter(([type]) => !ELSEWHERE.includes(type)))(
  '[BX-05] what the form of %s asks, the contract takes',
  (type, { fields }) => {
    const entry = { type, ...Object.fromEntries(fields.map(({ name, kind }) => [name, name === 'currency' ? 'EUR' : SENT[kind]])) }
    expect(protocolEntry.safeParse(entry).error?.issues ?? []).toEqual([])
  },
)

test('[BX-05] an ending is called by what is done, never by a yes or no that is worked out from it', () => {
  const protocol = { roles: [], audiences: [] } as unknown as Protocol
  expect(endingWords({ type: 'reading.changed', where: { inWords: true } }, protocol)).toBe('Write down a reading')
  expect(endingWords({ type: 'reading.changed', where: { metric: 'error rate' } }, protocol)).toBe('Error rate: write down a reading')
})
