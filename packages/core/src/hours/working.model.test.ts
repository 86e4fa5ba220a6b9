// Random calendars: what is counted in working time ends in it, adds up, and is plain time where somebody always works.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instant } from '../schedule/fixture.ts'
import { MINUTE } from '../vocabulary.ts'
import { ALWAYS, type Hours } from './hours.ts'
import { afterWorking, afterWorkingDays, isWorking, workingFrom, workingUntil } from './working.ts'

const zones = ['UTC', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu', 'America/Havana']
const two = (number: number) => String(number).padStart(2, '0')
const times = fc
  .tuple(fc.integer({ min: 0, max: 22 }), fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, length, minute]) => ({
    from: `${two(hour)}:${two(minute)}`,
    to: hour + length > 23 ? '24:00' : `${two(hour + length)}:${two(minute)}`,
  }))
const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 })
const holidays = fc.array(
  fc.integer({ min: 1, max: 28 }).map((day) => `2026-03-${two(day)}`),
  { maxLength: 8 },
)
const week = fc.array(
  fc.tuple(days, times).map(([on, time]) => ({ days: on, ...time })),
  { minLength: 1, maxLength: 3 },
)
const hours: fc.Arbitrary<Hours> = fc.record({ timeZone: fc.constantFrom(...zones), week, holidays })
const anyInstant = fc
  .integer({ min: instant('2026-01-01T00:00Z') / MINUTE, max: instant('2026-12-31T00:00Z') / MINUTE })
  .map((m) => m * MINUTE)
const minutes = fc.integer({ min: 1, max: 3000 })
const runs = { numRuns: 300 }

/** The last moment of work counts: what is due when work ends is due in it. */
const isIn = (one: Hours, at: number) => isWorking(one, at) || isWorking(one, at - 1)

it('[SV-02] what is counted in working time ends within working hours', () => {
  fc.assert(
    fc.property(hours, anyInstant, minutes, (one, start, length) => {
      expect(isIn(one, afterWorking(one, start, length))).toBe(true)
      expect(isIn(one, afterWorkingDays(one, start, length % 12))).toBe(true)
    }),
    runs,
  )
})

it('[SV-02] working time adds up, and is never shorter than time', () => {
  fc.assert(
    fc.property(hours, anyInstant, minutes, minutes, (one, start, a, b) => {
      const first = afterWorking(one, start, a)
      expect(afterWorking(one, first, b)).toBe(afterWorking(one, start, a + b))
      expect(first).toBeGreaterThanOrEqual(start + a * MINUTE)
    }),
    runs,
  )
})

it('[SV-02] working days of even hours add up', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      days,
      times,
      holidays,
      anyInstant,
      fc.integer({ min: 0, max: 9 }),
      (timeZone, on, time, off, start, count) => {
        // A day whose clocks change may not have that hour.
        const steady = timeZone === 'UTC' || timeZone === 'Asia/Kathmandu'
        fc.pre(steady)
        const one = { timeZone, week: [{ days: on, ...time }], holidays: off }
        expect(afterWorkingDays(one, afterWorkingDays(one, start, count), 2)).toBe(afterWorkingDays(one, start, count + 2))
      },
    ),
    runs,
  )
})

it('[SV-02] the next moment of work is work, with none before it, and its end is not', () => {
  fc.assert(
    fc.property(hours, anyInstant, (one, at) => {
      const begins = workingFrom(one, at)
      expect([isWorking(one, begins), begins === at || !isWorking(one, begins - 1)]).toEqual([true, true])
      const until = workingUntil(one, at)
      if (until !== null) expect(isWorking(one, until)).toBe(false)
    }),
    runs,
  )
})

it('[SV-02] where somebody always works it is plain time', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), anyInstant, minutes, (timeZone, start, length) => {
      const always = { ...ALWAYS, timeZone }
      expect([isWorking(always, start), afterWorking(always, start, length)]).toEqual([true, start + length * MINUTE])
      expect(afterWorkingDays(ALWAYS, start, length % 30)).toBe(start + (length % 30) * 24 * 60 * MINUTE)
    }),
    runs,
  )
})
