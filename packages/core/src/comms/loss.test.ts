// What an incident costs is counted from what somebody estimated, and is not there until somebody has.
import { expect, test } from 'vitest'
import { fold, NOTHING, type LogEntry } from '../protocol/facts.ts'
import { HOUR, MINUTE } from '../vocabulary.ts'
import { lossOf, moneyWords } from './loss.ts'

const T0 = Date.UTC(2026, 2, 18, 3, 10)
type Written = [minute: number, type: string, body: Record<string, unknown>]
const facts = (...written: Written[]) =>
  fold(
    NOTHING,
    written.map(([minute, type, body], place): LogEntry => ({ seq: place + 1, at: T0 + minute * MINUTE, type, body })),
  )
const estimate = (minute: number, amount: number, currency = 'EUR'): Written => [minute, 'loss.estimated', { amount, currency }]
const span = { from: T0, until: T0 + 2 * HOUR, perMinute: null }

test('[HP-03] nothing is counted until somebody has estimated it', () => {
  expect(lossOf(facts([0, 'impact.noted', { text: '50,000 EUR an hour' }]), span)).toBeNull()
})

test('[HP-03] the first estimate counts from the beginning, a later one from when it was made', () => {
  expect(lossOf(facts(estimate(30, 50_000)), span)).toMatchObject({ perHour: 50_000, soFar: 100_000, currency: 'EUR', because: [1] })
  expect(lossOf(facts(estimate(30, 50_000), estimate(60, 20_000)), span)).toMatchObject({ perHour: 20_000, soFar: 70_000, because: [1, 2] })
})

test('[HP-03] amounts of two currencies are not added up', () => {
  expect(lossOf(facts(estimate(30, 50_000), estimate(60, 10_000, 'USD')), span)).toMatchObject({ currency: 'USD', soFar: 20_000 })
})

test('[HP-03] nothing more is lost after the end', () => {
  expect(lossOf(facts(estimate(30, 60_000), estimate(90, 1)), { ...span, until: T0 + HOUR })).toMatchObject({ soFar: 60_000 })
})

test('[HP-03] how much is restored is left out until somebody has read it', () => {
  const restored = (text: string, metric = 'Restored') =>
    lossOf(facts(estimate(1, 1), [2, 'reading.changed', { metric, text }]), span)?.restoredPercent
  expect(restored('70 % of payments pass')).toBe(70)
  expect(restored('72.5 per cent')).toBe(72.5)
  expect(restored('a little better')).toBeNull()
  expect(restored('170 %')).toBeNull()
  expect(restored('70 %', 'CPU')).toBeNull()
})

test('[HP-03] money has its unit', () => {
  expect(moneyWords(1_234_567.4, 'EUR')).toBe('1,234,567 EUR')
  expect(moneyWords(999, 'USD')).toBe('999 USD')
})

test('[HP-03] what the organisation says of the service counts from the beginning, and an estimate made in the incident stands over it', () => {
  const set = { ...span, perMinute: { amount: 500, currency: 'EUR' } }
  expect(lossOf(facts(), set)).toMatchObject({ perHour: 30_000, soFar: 60_000, by: 'organisation', because: [] })
  expect(lossOf(facts(estimate(60, 10_000)), set)).toMatchObject({ perHour: 10_000, soFar: 20_000, by: 'estimate' })
})
