// How an indicator stands: a table of the four states, and what holds for any samples at all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '../vocabulary.ts'
import { isWithin, READ_EVERY, STALE_AFTER, type Indicator, type Origin, type Sample } from './indicator.ts'
import { TRUSTED, verdictOf, type Trust } from './verdict.ts'

const T0 = Date.UTC(2026, 0, 15, 3, 0)
const prometheus: Origin = { type: 'source', slug: 'prom', name: 'Prometheus' }
const ann: Origin = { type: 'person', name: 'Ann', saw: 'the sales board' }

const success: Indicator = {
  slug: 'success',
  name: 'Checkout success',
  unit: '%',
  target: { atLeast: 99.5 },
  baseline: null,
  holdMinutes: 10,
  from: { source: 'prom', query: 'success' },
}

const sample = (at: number, value: number | null, from: Origin = prometheus): Sample => ({ at, value, why: null, from })
const stand = (samples: readonly Sample[], now: number, trust: Trust = TRUSTED, indicator = success) =>
  verdictOf(indicator, samples, { now, trust })

test('[IR-08] without a sample it is pending, and says what is awaited', () => {
  expect(stand([], T0)).toMatchObject({ state: 'pending', value: null, isWithin: false, why: expect.stringContaining('not been read') })
  expect(stand([], T0, TRUSTED, { ...success, from: null })).toMatchObject({ state: 'pending', why: expect.stringContaining('Nobody') })
})

test.each<[string, Indicator, number, boolean]>([
  ['at its target', success, 99.5, true],
  ['just short of it', success, 99.4999, false],
  ['at most: at its target', { ...success, target: { atMost: 300 } }, 300, true],
  ['at most: above it', { ...success, target: { atMost: 300 } }, 301, false],
  ['within its baseline', { ...success, baseline: { value: 100, tolerancePercent: 1, window: 'last week' } }, 99.5, true],
  [
    'in order by its target, strange by its baseline',
    { ...success, target: { atLeast: 0 }, baseline: { value: 100, tolerancePercent: 20, window: 'last week' } },
    130,
    false,
  ],
])('[IR-08] %s', (_, indicator, value, within) => {
  expect(stand([sample(T0, value)], T0, TRUSTED, indicator)).toMatchObject({ state: 'recorded', value, isWithin: within, at: T0 })
})

test('[IR-03] a source that missed three readings says nothing of now; its last value is still shown', () => {
  const samples = [sample(T0, 99.9)]
  expect(stand(samples, T0 + 3 * READ_EVERY)).toMatchObject({ state: 'recorded', isWithin: true })
  expect(stand(samples, T0 + 3 * READ_EVERY + SECOND)).toMatchObject({
    state: 'invalid',
    value: 99.9,
    isWithin: false,
    heldMs: 0,
    why: 'The last reading is 91 s old, which says nothing of now.',
  })
})

test("[IR-03] a person's reading says who, and goes stale too", () => {
  const samples = [sample(T0, 99.9, ann)]
  expect(stand(samples, T0 + 10 * MINUTE)).toMatchObject({ state: 'recorded', source: ann, at: T0 })
  expect(stand(samples, T0 + 16 * MINUTE)).toMatchObject({ state: 'invalid', why: expect.stringContaining('16 min old') })
})

test.each([
  ['no number', sample(T0, null), 'The answer was not a number.'],
  ['what the answer was', { ...sample(T0, null), why: 'The query gives 3 series.' }, 'The query gives 3 series.'],
  ['NaN', sample(T0, Number.NaN), 'The answer was not a number that can be compared.'],
  ['infinity', sample(T0, Number.POSITIVE_INFINITY), 'The answer was not a number that can be compared.'],
])('[IR-08] invalid, with the reason: %s', (_, one, why) => {
  expect(stand([one], T0)).toMatchObject({ state: 'invalid', isWithin: false, isHeld: false, why })
})

test('[TC-03] what comes from a distrusted source never counts, under either of its names', () => {
  const samples = [sample(T0, 93, ann), sample(T0 + MINUTE, 99.9)]
  for (const name of ['prom', ' prometheus '])
    expect(stand(samples, T0 + MINUTE, { distrusted: [name], setAside: null })).toMatchObject({ value: 93, isWithin: false, source: ann })
  expect(stand(samples, T0 + MINUTE, { distrusted: ['prom', 'the sales board'], setAside: null })).toMatchObject({
    state: 'invalid',
    isWithin: false,
    why: 'Prometheus was marked as unreliable for this incident.',
  })
})

test('[IR-08] what was set aside for this incident is not applicable, and does not pass either', () => {
  expect(stand([sample(T0, 99.9)], T0, { distrusted: [], setAside: 'The shop is closed today.' })).toMatchObject({
    state: 'not-applicable',
    isWithin: false,
    isHeld: false,
    why: 'The shop is closed today.',
  })
})

test('[IR-08] it has held when it was within for as long as was asked', () => {
  const steady = Array.from({ length: 21 }, (_, place) => sample(T0 + place * READ_EVERY, 99.9))
  expect(stand(steady.slice(0, 20), T0 + 19 * READ_EVERY)).toMatchObject({ isWithin: true, isHeld: false, heldMs: 9.5 * MINUTE })
  expect(stand(steady, T0 + 20 * READ_EVERY)).toMatchObject({ isWithin: true, isHeld: true, heldMs: 10 * MINUTE })
})

test("[IR-08] a person's glance does not stand in for a source that was not read", () => {
  expect(stand([sample(T0, 99.9, ann), sample(T0 + 12 * MINUTE, 99.9)], T0 + 12 * MINUTE)).toMatchObject({ isWithin: true, heldMs: 0 })
  expect(stand([sample(T0, 99.9, ann), sample(T0 + 12 * MINUTE, 99.9, ann)], T0 + 12 * MINUTE)).toMatchObject({ isHeld: true })
})

const anOrigin = fc.constantFrom(prometheus, ann)
const aSample = fc.record({
  at: fc.integer({ min: 0, max: 60 }).map((steps) => T0 + steps * READ_EVERY),
  value: fc.oneof({ weight: 8, arbitrary: fc.constant(99.9) }, fc.constantFrom(null, 93, Number.NaN)),
  why: fc.constant(null),
  from: anOrigin,
})
const someSamples = fc
  .oneof(
    fc.array(aSample, { maxLength: 40 }),
    fc
      .tuple(fc.nat(60), fc.array(aSample, { maxLength: 3 }))
      .map(([length, odd]) => [...Array.from({ length }, (_, place) => sample(T0 + place * READ_EVERY, 99.9)), ...odd]),
  )
  .map((samples) => samples.toSorted((a, b) => a.at - b.at))
const distrusts = fc.subarray(['prom', 'the sales board'])

test('[IR-08] it is never held when a sample within the hold time was outside or missing, and unknown never passes', () => {
  fc.assert(
    fc.property(someSamples, fc.nat(90), distrusts, (samples, minutes, distrusted) => {
      const now = T0 + minutes * 30 * SECOND
      const verdict = stand(samples, now, { distrusted, setAside: null })
      if (verdict.state !== 'recorded') expect(verdict).toMatchObject({ isWithin: false, isHeld: false, heldMs: 0 })
      if (!verdict.isHeld) return
      const until = verdict.at ?? 0
      const isTrusted = ({ from }: Sample) => !distrusted.includes(from.type === 'source' ? from.slug : (from.saw ?? ''))
      const counted = samples.filter((one) => one.at <= now && isTrusted(one))
      const span = counted.filter(({ at }) => at >= until - success.holdMinutes * MINUTE)
      expect(span.every(({ value }) => value !== null && isWithin(success, value))).toBe(true)
      // Without a gap longer than its source may leave, from before the hold time until now.
      const first = counted.findLast(({ at }) => at <= until - success.holdMinutes * MINUTE)
      expect(first).toBeDefined()
      for (const [place, one] of counted.entries()) {
        const next = counted[place + 1]
        const most = Math.min(STALE_AFTER[one.from.type], STALE_AFTER[next?.from.type ?? 'person'])
        if (one.at >= (first?.at ?? 0)) expect((next?.at ?? now) - one.at).toBeLessThanOrEqual(most)
      }
    }),
    { numRuns: 2000 },
  )
})
