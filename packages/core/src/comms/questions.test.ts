// A question waits in the queue until it is answered, by words for one or with an update for all.
import { expect, test } from 'vitest'
import { fold, NOTHING, type LogEntry } from '../protocol/facts.ts'
import type { Duty } from '../protocol/pack.ts'
import { MINUTE } from '../vocabulary.ts'
import { answerersOf, answersQuestions, isOpen, MOST_OPEN, questionsOf, whyNotAsk } from './questions.ts'

const T0 = Date.UTC(2026, 2, 18, 3, 10)
const eve = { type: 'member', id: 'member_1', name: 'Eve' }
const pat = { type: 'member', id: 'member_2', name: 'Pat' }
const dan = { type: 'user', id: 'user_1', name: 'Dan' }

const log = (...entries: [type: string, body: Record<string, unknown>][]): LogEntry[] =>
  entries.map(([type, body], place) => ({ seq: place + 1, at: T0 + place * MINUTE, type, body }))

const asked = (audience: string, text: string, by: object = eve): [string, Record<string, unknown>] => [
  'question.asked',
  { audience, text, by },
]
const of = (entries: LogEntry[]) => questionsOf(fold(NOTHING, entries))

test('[BX-14] open questions stand in the order in which they were asked, with whoever asked them and since when', () => {
  const found = of(log(asked('executives', 'When?'), asked('customers', 'Is my order lost?', pat)))
  expect(found.filter(isOpen).map(({ seq, audience, by, askedAt }) => ({ seq, audience, by, askedAt }))).toEqual([
    { seq: 1, audience: 'executives', by: eve, askedAt: T0 },
    { seq: 2, audience: 'customers', by: pat, askedAt: T0 + MINUTE },
  ])
})

test('[BX-14] an answer ends its own question only, and an update to all answers with its own words', () => {
  const found = of(
    log(
      asked('executives', 'When?'),
      asked('customers', 'Is my order lost?'),
      ['question.answered', { question: 1, text: 'At ten.', by: dan }],
      ['update.sent', { audience: 'customers', text: 'No order is lost.', by: dan }],
      ['question.answered', { question: 2, update: 4, by: dan }],
      asked('executives', 'Really?'),
    ),
  )
  expect(found.map(({ answer }) => answer)).toEqual([
    { seq: 3, at: T0 + 2 * MINUTE, by: dan, text: 'At ten.', update: null },
    { seq: 5, at: T0 + 4 * MINUTE, by: dan, text: 'No order is lost.', update: 4 },
    null,
  ])
})

test('[BX-14] an answer that is taken back leaves the question open again', () => {
  const entries = log(
    asked('executives', 'When?'),
    ['question.answered', { question: 1, text: 'At ten.', by: dan }],
    ['entry.withdrawn', { seq: 2, why: 'Nobody knows yet.' }],
  )
  expect(of(entries).map(isOpen)).toEqual([true])
})

test('[BX-14] whoever has many open questions waits for an answer first; others may still ask', () => {
  const many = log(...Array.from({ length: MOST_OPEN }, (_, place) => asked('executives', `Question ${place}`)))
  expect(whyNotAsk(of(many.slice(1)), eve)).toBeNull()
  expect(whyNotAsk(of(many), eve)).toBe('too-many-open-questions')
  expect(whyNotAsk(of(many), pat)).toBeNull()
  // The same name is not the same person.
  expect(whyNotAsk(of(many), { ...eve, id: 'member_9' })).toBeNull()
  expect(whyNotAsk(of(many), { type: 'token', name: 'Eve' })).toBeNull()
})

test('[BX-14] the queue is theirs who owe the answers; it falls to the support engineer only while nobody has such a role', () => {
  const duty = { owner: ['communications', 'commander'], done: [{ logged: 'question.answered' }] } as unknown as Duty
  const pack = { duties: [duty, { ...duty, owner: ['scribe'], done: [{ logged: 'update.sent' }] }] }
  expect(answersQuestions(pack, { support: 'ann', scribe: 'sam' }, 'ann')).toBe(true)
  expect(answersQuestions(pack, { support: 'ann', scribe: 'sam' }, 'sam')).toBe(false)
  expect(answersQuestions(pack, {}, 'ben')).toBe(true)
  expect(answersQuestions(pack, {}, null)).toBe(false)
  const led = { support: 'ann', commander: 'cleo', communications: 'dan' }
  expect(answerersOf(pack, led)).toEqual(['dan', 'cleo'])
  expect(['ann', 'cleo', 'dan'].map((who) => answersQuestions(pack, led, who))).toEqual([false, true, true])
})
