// What goes on the log of all that is read: changes of the verdict and steps toward the target, and nothing twice.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE } from '../vocabulary.ts'
import { changeOf, movesToward, type Change, type Told } from './change.ts'
import { READ_EVERY, shortOf, type Indicator, type Sample } from './indicator.ts'
import { silenceChange } from './silence.ts'
import { TRUSTED, verdictOf } from './verdict.ts'

const T0 = Date.UTC(2026, 0, 15, 3, 0)
const success: Indicator = {
  slug: 'success',
  name: 'Checkout success',
  unit: '%',
  target: { atLeast: 99.5 },
  baseline: null,
  holdMinutes: 2,
  from: { source: 'prom', query: 'success' },
}

/** What a run of values, half a minute apart, puts on the log. */
function logOf(values: readonly (number | null)[], indicator = success): (Change & { at: number })[] {
  const samples: Sample[] = []
  const log: (Change & { at: number })[] = []
  for (const [place, value] of values.entries()) {
    const at = T0 + place * READ_EVERY
    samples.push({ at, value, why: null, from: { type: 'source', slug: 'prom', name: 'Prometheus' } })
    const last = log.at(-1)
    const told: Told | null = last === undefined ? null : { level: last.level, value: last.value, at: last.at }
    const change = changeOf(indicator, verdictOf(indicator, samples, { now: at, trust: TRUSTED }), told)
    if (change !== null) log.push({ ...change, at })
  }
  return log
}

const textsOf = (values: readonly (number | null)[], indicator = success) => logOf(values, indicator).map(({ text }) => text)

test('[IR-03] what is in order when somebody first looks is no news, and stays none', () => {
  expect(textsOf([99.9, 99.8, 99.9, 99.9, 99.9, 99.9])).toEqual([])
})

test('[IR-03] a fall, a return and that it has held each land once', () => {
  expect(textsOf([93.1, 93.1, 92, 99.9, 99.9, 99.9, 99.9, 99.9, 99.9, 90])).toEqual([
    'Checkout success is at 93.1 %, target ≥ 99.5 %',
    'Checkout success is back at 99.9 %, target ≥ 99.5 %',
    'Checkout success has held for 2 min, at 99.9 %, target ≥ 99.5 %',
    'Checkout success fell to 90 %, target ≥ 99.5 %',
  ])
})

test('[IR-03] one good sample among bad ones is noise', () => {
  expect(textsOf([93, 99.9, 93, 99.9, 93])).toHaveLength(1)
})

test('[PO-06] half of the way to the target is a step toward it, however far is left', () => {
  const log = logOf([59.5, 59.5, 59.5, 59.5, 79.5, 79.5, 79.5, 79.5, 79.5, 90, 90])
  expect(log.map(({ text, isTowardTarget }) => [text, isTowardTarget])).toEqual([
    ['Checkout success is at 59.5 %, target ≥ 99.5 %', false],
    ['Checkout success came closer, to 79.5 %, target ≥ 99.5 %', true],
    ['Checkout success came closer, to 90 %, target ≥ 99.5 %', true],
  ])
})

test('[IR-08] outside its baseline is said with the baseline and its window', () => {
  const latency: Indicator = {
    ...success,
    name: 'Latency',
    unit: 'ms',
    target: { atMost: 300 },
    baseline: { value: 100, tolerancePercent: 20, window: 'the last seven days' },
  }
  expect(textsOf([100, 100, 130], latency)).toEqual(['Latency is at 130 ms, outside its baseline 100 ms ± 20 % (the last seven days)'])
})

const anyValues = fc.array(fc.oneof(fc.constantFrom(99.9, 93, 80, 40, null), fc.double({ min: 0, max: 100, noNaN: true })), {
  maxLength: 60,
})

test('[IR-03] only changes of the verdict become entries, and steps toward the target that at least halve what is missing', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const log = logOf(values)
      for (const [place, one] of log.entries()) {
        const before = log[place - 1]
        if (before === undefined) expect(one).toMatchObject({ level: 'outside', isTowardTarget: false })
        else if (one.level === before.level) {
          expect(one).toMatchObject({ level: 'outside', isTowardTarget: true })
          expect(shortOf(success.target, one.value)).toBeLessThanOrEqual(shortOf(success.target, before.value) / 2)
          expect(one.at - before.at).toBeGreaterThanOrEqual(2 * MINUTE)
        } else expect(one.isTowardTarget).toBe(one.level !== 'outside')
      }
    }),
    { numRuns: 2000 },
  )
})

test.each<[string, number, number | null, boolean]>([
  ['nothing before, and within', 99.9, null, true],
  ['nothing before, and outside', 93, null, false],
  ['closer than before', 95, 93, true],
  ['as far as before', 93, 93, false],
  ['within, as before', 99.9, 99.6, false],
])('[PO-06] whether what a person read is progress: %s', (_, value, before, toward) => {
  expect(movesToward(success, value, before)).toBe(toward)
})

test('[OR-02] a source that does not answer is silent after two minutes, once, and back once', () => {
  expect(silenceChange({ failingSince: T0, isSilent: false }, T0 + 2 * MINUTE - 1)).toBeNull()
  expect(silenceChange({ failingSince: T0, isSilent: false }, T0 + 2 * MINUTE)).toBe('source.silent')
  expect(silenceChange({ failingSince: T0, isSilent: true }, T0 + 9 * MINUTE)).toBeNull()
  expect(silenceChange({ failingSince: null, isSilent: true }, T0 + 9 * MINUTE)).toBe('source.back')
  expect(silenceChange({ failingSince: null, isSilent: false }, T0)).toBeNull()
})
