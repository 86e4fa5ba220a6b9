// A confusing step is suggested by what the log shows of it, and only while a run is under way and nobody has flagged it.
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../vocabulary.ts'
import { suspectStep } from './confusing.ts'
import { fold, NOTHING, type LogEntry } from './facts.ts'

type Written = readonly [minute: number, type: string, body?: LogEntry['body']]
const log = (...entries: readonly Written[]) =>
  fold(
    NOTHING,
    entries.map(([minute, type, body = {}], index): LogEntry => ({ seq: index + 1, at: minute * MINUTE, type, body })),
  )
const step = (minute: number, name: string, outcome: string): Written => [minute, 'run.step', { step: name, outcome }]
const started: Written = [0, 'run.started', { text: 'Failover' }]
const at = (minute: number, ...entries: readonly Written[]) => suspectStep(log(...entries), minute * MINUTE)

describe('[EC-03] a step that fails again', () => {
  test('is suggested at the second time, with the entries it rests on', () => {
    expect(at(5, started, step(1, '1', 'done'), step(2, '2', 'failed'))).toBeNull()
    expect(at(5, started, step(1, '1', 'done'), step(2, 'Drain', 'failed'), step(4, 'drain', 'failed'))).toEqual({
      step: 'drain',
      why: 'It failed 2 times in this run.',
      because: [3, 4],
    })
  })

  test('and is done at last is not; nor two steps that fail once each', () => {
    expect(at(5, started, step(2, '2', 'failed'), step(3, '2', 'failed'), step(4, '2', 'done'))).toBeNull()
    expect(at(5, started, step(2, '2', 'failed'), step(3, '3', 'failed'))).toBeNull()
  })

  test('in another run does not count', () => {
    expect(at(9, started, step(2, '2', 'failed'), [3, 'run.stopped'], [4, 'run.started'], step(5, '2', 'failed'))).toBeNull()
  })
})

describe('[EC-03] a step that takes far longer than those before it', () => {
  const brisk = [started, step(2, '1', 'done'), step(4, '2', 'done')] as const

  test('is suggested by the number after the last one that was done', () => {
    expect(at(14, ...brisk)).toBeNull()
    expect(at(15, ...brisk)).toEqual({
      step: '3',
      why: 'It has taken 11 min so far; the steps before it took about 2 min each.',
      because: [3],
    })
    expect(at(15, started, step(2, 'Drain', 'done'), step(4, 'Switch', 'done'))?.step).toBe('after Switch')
    expect(at(15, started, step(2, '1', 'done'), step(4, '2', 'failed'))?.step).toBe('2')
  })

  test('is not, where steps take long anyway, where there is nothing to compare with, or where nobody is at it any more', () => {
    expect(at(30, started, step(6, '1', 'done'), step(12, '2', 'done'))).toBeNull()
    expect(at(40, started, step(2, '1', 'done'))).toBeNull()
    expect(at(80, ...brisk)).toBeNull()
  })
})

describe('[EC-03] a suggestion is gone', () => {
  const failing = [started, step(2, '2', 'failed'), step(3, '2', 'failed')] as const

  test.each<[string, Written]>([
    ['once somebody flags the step', step(4, '2', 'confusing')],
    ['once the document is flagged', [4, 'document.flagged', { text: 'Step 2' }]],
    ['once the run is stopped', [4, 'run.stopped']],
    ['once the run is finished', [4, 'run.completed']],
    ['once the incident is over', [4, 'incident.resolved']],
  ])('%s', (_when, then) => {
    expect(at(5, ...failing)).not.toBeNull()
    expect(at(5, ...failing, then)).toBeNull()
  })

  test('and without a run there is none', () => {
    expect(at(5, step(2, '2', 'failed'), step(3, '2', 'failed'))).toBeNull()
  })
})
