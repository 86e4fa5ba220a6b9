// Another way to the same answers: a clock on the wall, read minute by minute, counts the minutes of work.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { instant } from '../schedule/fixture.ts'
import { MINUTE, type Instant } from '../vocabulary.ts'
import type { Hours } from './hours.ts'
import { afterWorking, isWorking } from './working.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function wallOf(timeZone: string): (at: Instant) => { date: string; time: string; day: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at) => {
    const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const date = `${part.get('year')}-${part.get('month')}-${part.get('day')}`
    return { date, time: `${part.get('hour')}:${part.get('minute')}`, day: WEEKDAYS.indexOf(part.get('weekday') ?? '') + 1 }
  }
}

/** As text: times of the day are of one length. */
function worksBy({ timeZone, week, holidays }: Hours): (at: Instant) => boolean {
  const wall = wallOf(timeZone)
  return (at) => {
    const { date, time, day } = wall(at)
    return !holidays.includes(date) && week.some(({ days, from, to }) => days.includes(day) && from <= time && time < to)
  }
}

const two = (number: number) => String(number).padStart(2, '0')
/** Clocks change at night: hours that begin or end in the hour that happens twice are for the tables. */
const hours: fc.Arbitrary<Hours> = fc.record({
  timeZone: fc.constantFrom('UTC', 'America/New_York', 'Europe/London', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
  week: fc.array(
    fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 3, maxLength: 7 }),
      from: fc.integer({ min: 5, max: 12 }).map((hour) => `${two(hour)}:30`),
      to: fc.integer({ min: 13, max: 23 }).map((hour) => `${two(hour)}:15`),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  holidays: fc.uniqueArray(
    fc.integer({ min: 1, max: 30 }).map((day) => `2026-03-${two(day)}`),
    { maxLength: 5 },
  ),
})
const start = fc
  .integer({ min: instant('2026-03-01T00:00Z') / MINUTE, max: instant('2026-04-10T00:00Z') / MINUTE })
  .map((minute) => minute * MINUTE)

it('[SV-02] the minutes of work are those a clock on the wall counts', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(hours, start, fc.integer({ min: 1, max: 300 }), (one, from, minutes) => {
      const works = worksBy(one)
      expect(isWorking(one, from)).toBe(works(from))
      let [at, left] = [from, minutes]
      while (left > 0) {
        if (works(at)) left -= 1
        at += MINUTE
      }
      expect(afterWorking(one, from, minutes)).toBe(at)
    }),
    { numRuns: 25 },
  )
})
