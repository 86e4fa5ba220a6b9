// The readings of an incident as a responder sees them at a terminal.
import type { ReadingView } from '@muster/contract/readings.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import { expect, test } from 'vitest'
import { NIGHT } from '../../testing/terminal.ts'
import { readingsText } from './readings.ts'

const io = {
  out: () => {},
  err: () => {},
  ask: null,
  localToken: () => null,
  readInput: async () => '',
  env: {},
  colour: false,
  columns: 120,
  now: () => NIGHT,
  timeZone: 'UTC',
}
const at = new Date(NIGHT - 20_000).toISOString()
const prometheus = { name: 'Prometheus', by: null, isDistrusted: false }

const success: ReadingView = {
  slug: 'success',
  name: 'Checkout success',
  unit: '%',
  target: '≥ 99.5 %',
  baseline: null,
  bound: 99.5,
  holdMinutes: 10,
  state: 'recorded',
  value: '99.9 %',
  at,
  isWithin: true,
  heldMs: 12 * MINUTE,
  isHeld: true,
  why: null,
  source: prometheus,
  others: [],
  isAutomatic: true,
  trouble: null,
  samples: [],
}

const shown = (change: Partial<ReadingView>) => readingsText([{ ...success, ...change }], io)

test('[IR-08] each has its value, its target, how long it has held and where that is known from', () => {
  expect(shown({})).toMatch(/Checkout success +99\.9 % +≥ 99\.5 % +held 12 min +Prometheus/)
  expect(shown({ isWithin: false, isHeld: false })).toContain('outside')
})

test('[IR-08] what does not count says so, and why', () => {
  const text = shown({ state: 'invalid', isWithin: false, why: 'The last reading is 5 min old, which says nothing of now.' })
  expect(text).toMatch(/invalid/)
  expect(text).toContain('Checkout success: The last reading is 5 min old, which says nothing of now.')
})

test('[HF-05] a source that disagrees is named with what it says', () => {
  const other = { name: 'customer calls', by: 'Ann', isDistrusted: false, value: '80 %', at, agrees: false }
  expect(shown({ others: [other] })).toContain('Checkout success: customer calls disagrees, 80 %')
})

test('[IR-08] without indicators it says how to get some', () => {
  expect(readingsText([], io)).toContain('under indicators')
})
