// The rows of the board, and what is left degraded.
import { expect, test } from 'vitest'
import { fold, NOTHING } from '../protocol/facts.ts'
import type { ResponseClass } from '../vocabulary.ts'
import { rowsOf } from './board.ts'
import { acceptedIn } from './degradations.ts'
import type { Failing } from './impact.ts'
import type { Link } from './links.ts'
import { decidedOrder, orderAsked } from './order.ts'

const failing = (number: number, of: ResponseClass): Failing => ({
  id: `incident_${number}`,
  number,
  serviceId: 'service_1',
  class: of,
  severity: 'SEV1',
  criticalPath: false,
  openedAt: number,
})
const part = (from: number, to: number): Link => ({ from: `incident_${from}`, to: `incident_${to}`, kind: 'part-of' })

test('[OR-04] families stand in the order of the gravest among them, each umbrella before its parts', () => {
  const open = [failing(1, 'standard'), failing(2, 'major'), failing(3, 'crisis'), failing(4, 'major')]
  const rows = rowsOf(open, [part(3, 1), part(4, 1)]).map(({ one, under }) => [one.number, under])
  expect(rows).toEqual([
    [1, null],
    [3, 'incident_1'],
    [4, 'incident_1'],
    [2, null],
  ])
  // The umbrella is over, or not among those shown: its parts stand by themselves.
  expect(rowsOf(open, [part(3, 9)]).map(({ one, under }) => [one.number, under])).toEqual([
    [3, null],
    [2, null],
    [4, null],
    [1, null],
  ])
})

test('[OR-04] what was accepted as degraded is there until it is lifted', () => {
  const facts = fold(NOTHING, [
    { seq: 1, at: 1, type: 'degradation.accepted', body: { text: 'Reports are slow' } },
    { seq: 2, at: 2, type: 'degradation.accepted', body: { text: 'No exports' } },
    { seq: 3, at: 3, type: 'degradation.lifted', body: { of: 1 } },
  ])
  expect(acceptedIn(facts).map(({ seq }) => seq)).toEqual([2])
})

test('[DV-03] what the commander decided comes first comes first; what is new stands where its impact puts it', () => {
  const open = [failing(1, 'crisis'), failing(2, 'major'), failing(3, 'standard'), failing(4, 'major')]
  const rows = (decided: number[], links: Link[] = []) =>
    rowsOf(
      open,
      links,
      decided.map((n) => `incident_${n}`),
    ).map(({ one }) => one.number)
  expect(rows([])).toEqual([1, 2, 4, 3])
  expect(rows([2, 1])).toEqual([2, 1, 4, 3])
  expect(rows([3, 2])).toEqual([1, 4, 3, 2])
  // A part that was ranked ranks its family.
  expect(rows([4, 1, 2], [part(4, 3)])).toEqual([3, 4, 1, 2])
})

test('[OR-04] the youngest decision on any log counts, and the commander is asked while a critical one stands in none', () => {
  const decision = (at: number, order?: string[]) =>
    fold(NOTHING, [{ seq: 1, at, type: 'decision.made', body: { about: 'priority', order } }])
  expect(decidedOrder([decision(1, ['incident_2']), decision(3, ['incident_1']), decision(9)])).toEqual(['incident_1'])
  expect(decidedOrder([NOTHING])).toEqual([])
  const heads = [failing(1, 'crisis'), failing(2, 'major'), failing(3, 'standard')]
  expect(orderAsked(heads, []).map(({ number }) => number)).toEqual([1, 2])
  expect(orderAsked(heads, ['incident_1', 'incident_2'])).toEqual([])
  expect(orderAsked(heads.slice(1), [])).toEqual([])
})
