// What is known is what the log says of it: weighed, settled, taken back; and where sources disagree, what customers meet comes first.
import { expect, test } from 'vitest'
import { fold, NOTHING, type LogEntry } from './facts.ts'
import { known, workingHypothesis } from './known.ts'

type Body = Readonly<Record<string, unknown>>

const of = (...entries: readonly (readonly [type: string, body: Body])[]) =>
  fold(
    NOTHING,
    entries.map(([type, body], index): LogEntry => ({ seq: index + 1, at: index * 1000, type, body })),
  )

test('[IR-07] a hypothesis has what speaks for and against it, and is open until somebody says how it ended', () => {
  const facts = of(
    ['hypothesis.stated', { text: 'The vendor is down' }],
    ['hypothesis.stated', { text: 'The pool is empty' }],
    ['evidence.added', { hypothesis: 1, stance: 'against', text: 'Their status is green' }],
    ['evidence.added', { hypothesis: 2, stance: 'for', text: '100 of 100 in use' }],
    ['evidence.added', { hypothesis: 2, stance: 'for', text: 'Queue grows' }],
  )
  const [first, second] = known(facts).hypotheses
  expect(first).toMatchObject({ seq: 2, state: 'open', for: [{ seq: 4 }, { seq: 5 }], against: [], settled: null })
  expect(second).toMatchObject({ seq: 1, state: 'open', for: [], against: [{ text: 'Their status is green' }] })
  expect(workingHypothesis(facts)?.seq).toBe(2)
})

test('[IR-07] what holds and what is ruled out stands below what is open, and the last verdict is the one that counts', () => {
  const facts = of(
    ['hypothesis.stated', { text: 'a' }],
    ['hypothesis.stated', { text: 'b' }],
    ['hypothesis.stated', { text: 'c' }],
    ['hypothesis.settled', { hypothesis: 1, verdict: 'ruled-out', text: 'no' }],
    ['hypothesis.settled', { hypothesis: 2, verdict: 'ruled-out', text: 'no' }],
    ['hypothesis.settled', { hypothesis: 2, verdict: 'holds', text: 'yes after all' }],
  )
  expect(known(facts).hypotheses.map(({ seq, state }) => [seq, state])).toEqual([
    [3, 'open'],
    [2, 'holds'],
    [1, 'ruled-out'],
  ])
  expect(workingHypothesis(fold(facts, [{ seq: 7, at: 9000, type: 'entry.withdrawn', body: { seq: 3 } }]))?.seq).toBe(2)
})

test('[HF-05] of sources that disagree what customers meet stands first, then what is trusted, then what lags least', () => {
  const sides = [
    { source: 'Monitor', says: '99 %', lagMinutes: 5 },
    { source: 'Logs', says: 'fine' },
    { source: 'Trace', says: '40 % fail', lagMinutes: 1 },
    { source: 'Users', says: '6 of 10 fail', lagMinutes: 30, customers: true },
  ]
  const facts = of(
    ['source.conflict', { text: 'They disagree', sides }],
    ['source.distrusted', { source: ' trace ', text: 'clock is off' }],
  )
  const [conflict] = known(facts).conflicts
  expect(conflict?.sides.map(({ source, isTrusted }) => [source, isTrusted])).toEqual([
    ['Users', true],
    ['Monitor', true],
    ['Logs', true],
    ['Trace', false],
  ])
  expect(known(facts).sources).toEqual([{ source: ' trace ', state: 'distrusted', since: 1000, text: 'clock is off' }])
})

test('[HF-05] a conflict is a record that stays open until somebody settles it; what settles it can be taken back', () => {
  const facts = of(
    ['source.conflict', { text: 'first' }],
    ['source.conflict', { text: 'second' }],
    ['conflict.settled', { conflict: 1, text: 'users', basis: 'user reports' }],
  )
  expect(known(facts).conflicts.map(({ seq, settled }) => [seq, settled?.text ?? null])).toEqual([
    [2, null],
    [1, 'users'],
  ])
  const back = fold(facts, [{ seq: 4, at: 4000, type: 'entry.withdrawn', body: { seq: 3 } }])
  expect(known(back).conflicts.map(({ settled }) => settled)).toEqual([null, null])
})

test('[TC-03] a source that speaks again, or is believed again, is on no list', () => {
  const facts = of(
    ['source.silent', { source: 'Grafana' }],
    ['source.distrusted', { source: 'Logs', text: 'old' }],
    ['source.back', { source: 'grafana' }],
    ['source.trusted', { source: 'Logs', text: 'mended' }],
  )
  expect(known(facts).sources).toEqual([])
})

test('[IR-04] pins stand in the order they were made, each once; what was taken back is not pinned', () => {
  const facts = of(
    ['incident.said', { text: 'a' }],
    ['incident.said', { text: 'b' }],
    ['entry.pinned', { entry: 1 }],
    ['entry.pinned', { entry: 2 }],
    ['entry.unpinned', { entry: 1 }],
    ['entry.pinned', { entry: 1 }],
    ['entry.pinned', { entry: 99 }],
  )
  expect(known(facts).pins).toEqual([2, 1])
  expect(known(fold(facts, [{ seq: 8, at: 8000, type: 'entry.withdrawn', body: { seq: 2 } }])).pins).toEqual([1])
})

test('[IR-10] what was put right is known as it reads now, with what was said of it before', () => {
  const facts = of(
    ['hypothesis.stated', { text: 'The pol is empty' }],
    ['evidence.added', { hypothesis: 1, stance: 'for', text: '100 of 100' }],
    ['entry.corrected', { seq: 1, why: 'a slip', text: 'The pool is empty' }],
  )
  expect(known(facts).hypotheses).toMatchObject([{ seq: 1, text: 'The pool is empty', for: [{ seq: 2 }] }])
})
