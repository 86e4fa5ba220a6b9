// How the communication stands is read on a terminal: the verdict first, and nothing of a question is lost.
import type { CommunicationView, QuestionView } from '@muster/contract/communication.ts'
import { expect, test } from 'vitest'
import { NIGHT } from '../testing/terminal.ts'
import { communicationText } from './communication.ts'
import { widthOf } from './width.ts'

const io = (columns: number) => ({
  out: () => {},
  err: () => {},
  ask: null,
  localToken: () => null,
  readInput: async () => '',
  env: {},
  colour: false,
  columns,
  now: () => NIGHT,
  timeZone: 'UTC',
})

const minutesAgo = (minutes: number) => new Date(NIGHT - minutes * 60_000).toISOString()
const promises = { kept: 3, renegotiated: 1, late: 0, open: 0, overdue: 1 }
const question: QuestionView = {
  seq: 14,
  audience: 'executives',
  audienceName: 'Executives',
  text: 'When can people pay again?',
  by: 'Eve',
  isMine: true,
  askedAt: minutesAgo(12),
  answer: null,
}
const view: CommunicationView = {
  standing: 'late',
  says: 'The word promised to Executives is 6 min late.',
  promises,
  questions: { open: 1, oldestAt: minutesAgo(12) },
  audiences: [
    {
      id: 'executives',
      name: 'Executives',
      standing: 'late',
      says: 'The word promised to Executives is 6 min late.',
      lastAt: minutesAgo(21),
      promisedAt: minutesAgo(6),
      promises,
      questions: { open: 1, oldestAt: minutesAgo(12) },
    },
  ],
  queue: [question],
  mine: [{ ...question, seq: 9, answer: { at: minutesAgo(1), by: 'Ben', text: 'Not before ten.', isUpdate: false } }],
  isAnswering: false,
  mayAskCost: false,
  askedOf: ['Ben'],
}

test.each([40, 60, 80, 120])('[CU-03] it fits %d columns, with the verdict first and the promises counted', (width) => {
  const text = communicationText(view, io(width))
  for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width)
  expect(text.replaceAll(/\s+/g, ' ')).toMatch(
    /^The word promised to Executives is 6 min late\. Promises: 3 kept, 1 made anew in time, 1 overdue\./,
  )
})

test('[BX-14] a question that waits stands with its number, and one that was asked with its answer', () => {
  const text = communicationText(view, io(160))
  expect(text).toMatch(/14 +Eve .*When can people pay again\? +not yet/)
  expect(text).toMatch(/9 +Eve .*Not before ten\./)
})

test('where nothing waits, nothing is said of it', () => {
  const text = communicationText({ ...view, promises: { ...promises, kept: 0, renegotiated: 0, overdue: 0 }, queue: [], mine: [] }, io(80))
  expect(text).not.toMatch(/Promises|Questions|asked/)
})
