// Everything that has a time stands in one lane, cut to what is in sight; what could not be told apart is one mark with a number.
import { expect, test } from 'vitest'
import { around, drawn, lanesOf, placeOf, spanOf, type Alert } from './lanes.ts'
import type { LogView } from '../view.ts'

const MINUTE = 60_000
const start = Date.parse('2026-03-18T03:00:00Z')
const iso = (minutes: number) => new Date(start + minutes * MINUTE).toISOString()

const incident = {
  openedAt: iso(0),
  resolvedAt: null,
  recentChanges: [{ id: 'c', service: 'checkout', at: iso(-20), summary: 'Deploy 41', source: 'ci' }],
}
const entry = (seq: number, minutes: number, type: string, body: Record<string, unknown> = {}): LogView => ({
  seq,
  at: iso(minutes),
  type,
  who: [],
  by: 'Ana',
  says: `${type} ${seq}`,
  version: 1,
  body,
})
const alert = { openedAt: iso(0), closedAt: null, summary: 'Checkout fails' } as Alert
const given = (log: readonly LogView[], now = start + 40 * MINUTE) => ({ incident, alerts: [alert], log, now })

test('[IR-07] alerts, changes, the outside, findings, people and words stand in lanes of their own, in the order they happened', () => {
  const lanes = lanesOf(
    given([
      entry(1, 12, 'change.made'),
      entry(2, 9, 'finding.noted', { about: 'vendor' }),
      entry(3, 8, 'finding.noted'),
      entry(4, 2, 'page.acknowledged'),
      entry(5, 6, 'update.sent'),
      entry(6, 30, 'finding.noted', { observedAt: start + 5 * MINUTE }),
      entry(7, 7, 'delivery.accepted'),
    ]),
  )
  expect(lanes.map(({ id, marks }) => [id, ...marks.map(({ says }) => says)])).toEqual([
    ['alerts', 'Checkout fails'],
    ['changes', 'Deploy 41', 'change.made 1'],
    ['outside', 'finding.noted 2'],
    ['found', 'finding.noted 6', 'finding.noted 3'],
    ['people', 'page.acknowledged 4'],
    ['told', 'update.sent 5'],
  ])
})

test('[IR-07] what lasts is cut at the ends of what is in sight, and what lies outside is not drawn', () => {
  const span = { from: start, to: start + 100 * MINUTE }
  expect(placeOf({ at: start - 10 * MINUTE, until: start + 50 * MINUTE, says: '' }, span)).toEqual({ left: 0, width: 50 })
  expect(placeOf({ at: start - MINUTE, until: null, says: '' }, span)).toBeNull()
  expect(placeOf({ at: span.to, until: null, says: '' }, span)).toEqual({ left: 100, width: 0 })
})

test('[IR-07] ten thousand marks are drawn as no more than can be told apart', () => {
  const log = Array.from({ length: 10_000 }, (_, index) => entry(index, index / 250, 'finding.noted'))
  const found = lanesOf(given(log)).find(({ id }) => id === 'found')
  const marks = drawn(found ?? { id: '', title: '', marks: [] }, spanOf('all', { incident, now: start + 40 * MINUTE }))
  expect(marks.length).toBeLessThan(70)
  expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
})

test('[IR-07] a line along it names what happened around a moment, and what lasted over it', () => {
  const lanes = lanesOf(given([entry(1, 10, 'update.sent'), entry(2, 30, 'update.sent')]))
  const span = spanOf('all', { incident, now: start + 40 * MINUTE })
  expect(around(lanes, span, start + 10 * MINUTE).map(({ mark }) => mark.says)).toEqual(['Checkout fails', 'update.sent 1'])
})

test.each([
  ['hour', -20, 40],
  ['all', -30, 40],
  ['day', -24 * 60, 40],
] as const)('[IR-07] %s shows from minute %i to minute %i', (name, from, to) => {
  expect(spanOf(name, { incident, now: start + 40 * MINUTE })).toEqual({ from: start + from * MINUTE, to: start + to * MINUTE })
})
