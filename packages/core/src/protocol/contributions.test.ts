// What somebody did quietly is seen as well as what was said aloud; what a machine wrote is nobody's.
import { expect, test } from 'vitest'
import { contributions } from './contributions.ts'
import { fold, NOTHING, type LogEntry } from './facts.ts'

const ana = { type: 'user', id: 'user_ana', name: 'Ana' }
const ben = { type: 'user', id: 'user_ben', name: 'Ben' }

test('[SC-05] findings, words to others, impact, what was tried and what was written down count for whoever did it, and for nobody else', () => {
  const bodies: readonly (readonly [string, object])[] = [
    ['finding.noted', { by: ana, text: 'a' }],
    ['update.sent', { by: ana, audience: 'customer-support', text: 'b' }],
    ['impact.noted', { by: ana, text: 'c' }],
    ['run.step', { by: ben, step: 'Switch', outcome: 'done' }],
    ['document.flagged', { by: ana, text: 'd' }],
    ['reading.changed', { by: { type: 'system' }, metric: 'e' }],
    ['finding.noted', { by: { type: 'monitor', name: 'probe' }, text: 'f' }],
  ]
  const facts = fold(
    NOTHING,
    bodies.map(([type, body], index): LogEntry => ({ seq: index + 1, at: index, type, body: { ...body } })),
  )
  const told = contributions(facts).map(({ id, count, of }) => [
    id,
    count,
    Object.entries(of).flatMap(([kind, list]) => list.map(() => kind)),
  ])
  expect(told).toEqual([
    ['user_ana', 4, ['found', 'impact', 'told', 'wrote']],
    ['user_ben', 1, ['tried']],
  ])
})

test('[SC-05] what was taken back is nobody’s contribution', () => {
  const facts = fold(NOTHING, [
    { seq: 1, at: 1, type: 'finding.noted', body: { by: ana, text: 'a' } },
    { seq: 2, at: 2, type: 'entry.withdrawn', body: { by: ana, seq: 1 } },
  ])
  expect(contributions(facts)).toEqual([])
})
