// How the communication of an incident stands is said honestly: what was kept, what was late, who waits, and in one sentence what matters most.
import { describe, expect, test } from 'vitest'
import { fold, NOTHING, type LogEntry } from '../protocol/facts.ts'
import type { Duty, Pack } from '../protocol/pack.ts'
import { read } from '../protocol/read.ts'
import { MINUTE } from '../vocabulary.ts'
import { commsHealth } from './health.ts'
import { countsOf, promisesOf } from './promises.ts'

const T0 = Date.UTC(2026, 2, 18, 3, 10)
const at = (minutes: number) => T0 + minutes * MINUTE

const duty: Omit<Duty, 'id' | 'from' | 'within' | 'done'> = {
  source: 'CU-03',
  owner: ['communications'],
  says: 'Say it.',
  why: 'They wait.',
  overdue: [],
}
const pack: Pack = {
  name: 'small',
  version: 1,
  about: 'Two audiences.',
  classes: { SEV0: 'crisis', SEV1: 'crisis', SEV2: 'standard', SEV3: 'business-hours' },
  labels: {} as Pack['labels'],
  impact: [],
  clocks: {},
  phases: [{ id: 'first', name: 'First', fromMinutes: 0, goals: [] }],
  roles: [],
  sets: {},
  columns: [],
  duties: [
    {
      ...duty,
      id: 'keep-customers-told',
      from: [{ logged: 'update.sent', where: { audience: 'customers' } }],
      every: true,
      within: 15,
      done: [{ logged: 'update.sent', where: { audience: 'customers' } }],
    },
    {
      ...duty,
      id: 'first-word',
      from: [{ logged: 'incident.opened' }],
      within: 10,
      done: [{ logged: 'update.sent', where: { audience: 'room' } }],
    },
    {
      ...duty,
      id: 'answer',
      from: [{ logged: 'question.asked' }],
      each: true,
      same: ['question'],
      within: 20,
      done: [{ logged: 'question.answered' }],
    },
  ],
  guardrails: [],
  advice: [],
  deviations: [],
  capabilities: [],
  audiences: [
    { id: 'room', name: 'The room', every: null, approver: null, by: 'room' },
    { id: 'customers', name: 'Customers', every: null, approver: null, by: 'status-page' },
  ],
  templates: {},
  memory: {},
  specialists: [],
}

type Written = [minute: number, type: string, body?: Record<string, unknown>]
const log = (...written: Written[]): LogEntry[] =>
  [[0, 'incident.opened', { severity: 'SEV1' }] as Written, ...written].map(([minute, type, body = {}], place) => ({
    seq: place + 1,
    at: at(minute),
    type,
    body,
  }))

const told = (minute: number, audience: string): Written => [minute, 'update.sent', { audience, text: 'We are on it.' }]
const promised = (minute: number, audience: string, next: number): Written => [minute, 'promise.made', { audience, nextAt: at(next) }]

function health(minute: number, ...written: Written[]) {
  const facts = fold(NOTHING, log(...written))
  const reading = read(pack, facts, at(minute))
  if (reading === null) throw new Error('it was not opened')
  return commsHealth(pack, facts, { reading, now: at(minute) })
}

describe('[CU-03] a promise', () => {
  const states = (minute: number, ...written: Written[]) => promisesOf(fold(NOTHING, log(...written)), at(minute)).map(({ state }) => state)

  test('is kept by word in time, late by word after it, made anew by another promise in time', () => {
    expect(states(20, promised(1, 'room', 15), told(15, 'room'))).toEqual(['kept'])
    expect(states(20, promised(1, 'room', 15), told(16, 'room'))).toEqual(['late'])
    expect(states(20, promised(1, 'room', 15), promised(14, 'room', 30))).toEqual(['renegotiated', 'open'])
    expect(states(20, promised(1, 'room', 15), promised(16, 'room', 30))).toEqual(['late', 'open'])
  })

  test('is open until its time, and overdue after it, for as long as no word comes', () => {
    expect(states(15, promised(1, 'room', 15))).toEqual(['open'])
    expect(states(16, promised(1, 'room', 15))).toEqual(['overdue'])
  })

  test('to one audience is not kept by word to another', () => {
    expect(states(16, promised(1, 'room', 15), told(10, 'customers'))).toEqual(['overdue'])
  })

  test('given with the word that keeps the one before is a new one', () => {
    expect(states(12, promised(1, 'room', 15), told(10, 'room'), promised(10, 'room', 25))).toEqual(['kept', 'open'])
  })

  test('is counted once, in one way', () => {
    const promises = promisesOf(
      fold(NOTHING, log(promised(1, 'room', 15), told(10, 'room'), promised(10, 'room', 25), promised(11, 'customers', 12))),
      at(20),
    )
    expect(countsOf(promises)).toEqual({ kept: 1, renegotiated: 0, late: 0, open: 1, overdue: 1 })
  })
})

describe('[CU-03] the verdict', () => {
  test.each<[string, 'well' | 'soon' | 'late', number, ...Written[]]>([
    ['Nothing was promised to anybody yet.', 'well', 5],
    ['A question waits, for 3 min.', 'well', 5, [2, 'question.asked', { audience: 'customers', text: 'When?', question: 2 }]],
    ['Nothing was said to the room yet, 12 min in.', 'late', 12],
    ['Nothing was said to Customers for 42 min.', 'late', 44, told(1, 'room'), told(2, 'customers')],
    ['The word promised to Customers is 6 min late.', 'late', 36, told(1, 'room'), told(2, 'customers'), promised(2, 'customers', 30)],
    ['Next word to the room in 8 min.', 'well', 10, told(1, 'room'), promised(1, 'room', 18)],
    ['Next word to the room in 90 s.', 'soon', 16.5, told(1, 'room'), promised(1, 'room', 18)],
    ['Nobody waits for word now.', 'well', 12, promised(1, 'room', 10), told(9, 'room')],
    [
      'A question from Customers has waited 22 min.',
      'late',
      24,
      told(1, 'room'),
      [2, 'question.asked', { audience: 'customers', text: 'When?', question: 3 }],
    ],
  ])('%s', (says, standing, minute, ...written) => {
    expect(health(minute, ...written)).toMatchObject({ says, standing })
  })

  test('is of what matters most: a broken promise before silence, silence before a question', () => {
    const question: Written = [1, 'question.asked', { audience: 'customers', text: 'When?', question: 2 }]
    expect(health(45, question).says).toBe('Nothing was said to the room yet, 45 min in.')
    expect(health(45, question, promised(2, 'room', 44)).says).toBe('The word promised to the room is 60 s late.')
  })

  test('names for each audience its last word, its promise and who waits', () => {
    const { audiences, questions } = health(
      12,
      told(1, 'room'),
      promised(1, 'room', 20),
      [2, 'question.asked', { audience: 'customers', text: 'When?', question: 4 }],
      [3, 'question.asked', { audience: 'customers', text: 'Why?', question: 5 }],
      [4, 'question.answered', { question: 4, text: 'Soon.' }],
    )
    expect(questions).toEqual({ open: 1, oldestAt: at(3) })
    expect(audiences).toMatchObject([
      { id: 'room', lastAt: at(1), promisedAt: at(20), questions: { open: 0, oldestAt: null } },
      {
        id: 'customers',
        lastAt: null,
        promisedAt: null,
        says: 'Nothing was said to Customers yet.',
        questions: { open: 1, oldestAt: at(3) },
      },
    ])
  })
})
