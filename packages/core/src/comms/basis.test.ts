// What an update says it rests on: who was believed, what was read and when, and how much of that an audience is told.
import { expect, test } from 'vitest'
import { fold, NOTHING, type LogEntry } from '../protocol/facts.ts'
import { MINUTE } from '../vocabulary.ts'
import { basisSentence, groundsOf } from './basis.ts'

/** 03:00. */
const T0 = 3 * 60 * MINUTE
const clock = (at: number) => new Date(at).toISOString().slice(11, 16)
type Written = readonly [minute: number, type: string, body: LogEntry['body']]
const log = (...entries: readonly Written[]) =>
  fold(
    NOTHING,
    entries.map(([minute, type, body], index): LogEntry => ({ seq: index + 1, at: T0 + minute * MINUTE, type, body })),
  )
const expected = [{ slug: 'prom', name: 'Prometheus', lagMinutes: 5, trust: 'high' as const }]
const nameOf = () => 'Ann'
const grounds = (...entries: readonly Written[]) => groundsOf({ facts: log(...entries), expected, nameOf })

const sides = [
  { source: 'Prometheus', says: '99 %' },
  { source: 'User reports', says: '6 of 10 fail', customers: true },
]
const disagree: Written = [1, 'source.conflict', { text: 'They disagree', sides }]

test('[HF-05] a message says until when it is known and by whom, and what is older says so itself', () => {
  const found = grounds(
    disagree,
    [2, 'conflict.settled', { conflict: 1, basis: 'user reports', text: 'It fails' }],
    [12, 'reading.changed', { metric: 'success', name: 'Checkout success', text: 'fell' }],
  )
  expect(basisSentence(found, 'named', clock)).toBe('As of 03:12, by user reports (03:01) and Checkout success.')
})

test('[HF-05] a source that is five minutes behind tells of five minutes ago', () => {
  const found = grounds([12, 'reading.changed', { metric: 'success', name: 'Checkout success', text: 'fell', source: 'Prometheus' }])
  expect(basisSentence(found, 'named', clock)).toBe('As of 03:07, by Checkout success.')
  const settled = grounds(disagree, [20, 'conflict.settled', { conflict: 1, basis: 'Prometheus', text: 'It works' }])
  expect(basisSentence(settled, 'named', clock)).toBe('As of 02:56, by Prometheus.')
})

test('[HF-05] an audience outside is told the kind of source, and no name of ours', () => {
  const found = grounds(
    disagree,
    [2, 'conflict.settled', { conflict: 1, basis: 'user reports', text: 'It fails' }],
    [12, 'reading.changed', { metric: 'success', name: 'Checkout success', text: 'fell' }],
  )
  expect(basisSentence(found, 'plain', clock)).toBe('As of 03:12, by what customers report and what we measure.')
  expect(basisSentence(found, 'none', clock)).toBeNull()
})

test('[HF-05] where nothing was measured it rests on what people wrote; where nothing is written it says nothing', () => {
  const found = grounds([4, 'impact.noted', { text: 'Nobody can pay' }])
  expect(basisSentence(found, 'named', clock)).toBe('As of 03:04, by Ann.')
  expect(basisSentence(found, 'plain', clock)).toBe('As of 03:04, by what our engineers see.')
  expect(basisSentence(grounds(), 'named', clock)).toBeNull()
})

test('[HF-05] of many readings the youngest two are named, each by its last', () => {
  const reading = (minute: number, metric: string): Written => [
    minute,
    'reading.changed',
    { metric, name: metric.toUpperCase(), text: 'x' },
  ]
  const found = grounds(reading(1, 'a'), reading(2, 'b'), reading(3, 'c'), reading(9, 'a'))
  expect(basisSentence(found, 'named', clock)).toBe('As of 03:09, by A and C (03:03).')
})
