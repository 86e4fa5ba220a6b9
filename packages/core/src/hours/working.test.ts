// When a team works: across nights, weekends, holidays and days on which clocks change.
import { describe, expect, it } from 'vitest'
import { instant } from '../schedule/fixture.ts'
import { HOUR, MINUTE } from '../vocabulary.ts'
import { ALWAYS, type Hours } from './hours.ts'
import { validateHours } from './validate.ts'
import { openingWords } from './words.ts'
import { afterWorking, afterWorkingDays, isWorking, workingFrom, workingUntil } from './working.ts'

const berlin: Hours = {
  timeZone: 'Europe/Berlin',
  week: [
    { days: [1, 2, 3, 4, 5], from: '09:00', to: '12:00' },
    { days: [1, 2, 3, 4], from: '13:00', to: '17:00' },
    { days: [5], from: '13:00', to: '15:00' },
  ],
  holidays: ['2026-12-25', '2027-01-01'],
}
const at = (text: string) => instant(text)
const told = (instantOf: number | null) => (instantOf === null ? null : new Date(instantOf).toISOString().slice(0, 16))

describe('[SV-02] work', () => {
  it.each([
    ['on a Monday morning', '2026-11-23T08:00Z', true],
    ['a minute before it opens', '2026-11-23T07:59Z', false],
    ['at noon, in the break', '2026-11-23T11:30Z', false],
    ['at the moment it closes', '2026-11-23T16:00Z', false],
    ['on a Friday afternoon, which is shorter', '2026-11-27T14:30Z', false],
    ['on a Saturday', '2026-11-28T10:00Z', false],
    ['on a holiday', '2026-12-25T10:00Z', false],
    ['in summer, an hour earlier by the world’s clock', '2026-07-06T07:00Z', true],
  ])('%s', (_when, now, isOpen) => {
    expect(isWorking(berlin, at(now))).toBe(isOpen)
  })

  it.each([
    ['while it is done, now', '2026-11-23T09:10Z', '2026-11-23T09:10'],
    ['on Friday night, on Monday', '2026-11-27T22:00Z', '2026-11-30T08:00'],
    ['before a holiday and a weekend, after both', '2026-12-24T20:00Z', '2026-12-28T08:00'],
    ['over the night the clocks go forward, by the new time', '2026-03-28T10:00Z', '2026-03-30T07:00'],
    ['over the night they go back, by the old time', '2026-10-24T10:00Z', '2026-10-26T08:00'],
  ])('begins %s', (_when, now, begins) => {
    expect(told(workingFrom(berlin, at(now)))).toBe(begins)
  })

  it.each([
    ['the same hour', '2026-11-23T09:00Z', 15, '2026-11-23T09:15'],
    ['up to the minute it closes', '2026-11-23T15:45Z', 15, '2026-11-23T16:00'],
    ['over the break', '2026-11-23T10:50Z', 15, '2026-11-23T12:05'],
    ['from Friday night into Monday', '2026-11-27T22:00Z', 15, '2026-11-30T08:15'],
    ['over the weekend', '2026-11-27T13:50Z', 15, '2026-11-30T08:05'],
  ])('is counted: %s', (_what, start, minutes, end) => {
    expect(told(afterWorking(berlin, at(start), minutes))).toBe(end)
  })

  it.each([
    ['five from a Wednesday are a week', '2026-11-25T10:00Z', 5, '2026-12-02T10:00'],
    ['five from a Friday night begin on Monday', '2026-11-27T22:00Z', 5, '2026-12-07T08:00'],
    ['a holiday is none of them', '2026-12-22T10:00Z', 5, '2026-12-30T10:00'],
    ['until work ends where it ends earlier', '2026-11-25T15:30Z', 2, '2026-11-27T14:00'],
    ['by the same local time when the clocks have changed between', '2026-10-21T09:00Z', 5, '2026-10-28T10:00'],
    ['none is the next moment of work', '2026-11-28T09:00Z', 0, '2026-11-30T08:00'],
  ])('is counted in days: %s', (_what, start, days, end) => {
    expect(told(afterWorkingDays(berlin, at(start), days))).toBe(end)
  })

  it('over midnight is one stretch of two entries', () => {
    const late: Hours = {
      timeZone: 'Asia/Kathmandu',
      week: [
        { days: [1], from: '22:00', to: '24:00' },
        { days: [2], from: '00:00', to: '06:00' },
      ],
      holidays: [],
    }
    const begins = workingFrom(late, at('2026-11-22T00:00Z'))
    expect([told(begins), told(workingUntil(late, begins))]).toEqual(['2026-11-23T16:15', '2026-11-24T00:15'])
    expect(afterWorking(late, begins, 180)).toBe(begins + 3 * HOUR)
  })

  it('in an hour that does not exist is not done, and one that happens twice is worked twice', () => {
    const early: Hours = { timeZone: 'Europe/Berlin', week: [{ days: [7], from: '02:00', to: '03:00' }], holidays: [] }
    expect(told(workingFrom(early, at('2026-03-28T00:00Z')))).toBe('2026-04-05T00:00')
    const begins = workingFrom(early, at('2026-10-24T00:00Z'))
    expect([told(begins), told(workingUntil(early, begins))]).toEqual(['2026-10-25T00:00', '2026-10-25T02:00'])
  })

  it('by a calendar that cannot be read is always done: what waits for it must not wait for ever', () => {
    const now = at('2026-11-28T03:00Z')
    const never: Hours = { ...berlin, week: [] }
    expect([isWorking(never, now), afterWorking(never, now, 15)]).toEqual([true, now + 15 * MINUTE])
    expect(isWorking({ ...berlin, timeZone: 'Mars/Olympus' }, now)).toBe(true)
  })

  it.each([
    ['2026-11-23T09:00Z', 'Open, until today 12:00.'],
    ['2026-11-27T22:00Z', 'Closed; next: opens Mon 09:00.'],
    ['2026-11-23T05:00Z', 'Closed; next: opens today 09:00.'],
    ['2026-12-24T20:00Z', 'Closed; next: opens Mon 09:00.'],
  ])('is told in words: at %s', (now, words) => {
    expect(openingWords(berlin, at(now))).toBe(words)
  })

  it('is told in words: round the clock, and after long holidays with the date', () => {
    expect(openingWords(ALWAYS, at('2026-11-23T09:00Z'))).toBe('Open all the time.')
    const holidays = Array.from({ length: 12 }, (_, day) => `2026-12-${20 + day}`).concat('2027-01-01')
    expect(openingWords({ ...berlin, holidays }, at('2026-12-20T09:00Z'))).toBe('Closed; next: opens Mon 4 Jan 09:00.')
  })
})

describe('[SV-02] a calendar is refused with what to do', () => {
  it.each<[string, Partial<Hours>, string]>([
    ['an unknown zone', { timeZone: 'Berlin' }, 'timeZone'],
    ['no day at all', { week: [] }, 'week'],
    ['an eighth day', { week: [{ days: [8], from: '09:00', to: '17:00' }] }, 'week[0].days'],
    ['an hour that is none', { week: [{ days: [1], from: '9:00', to: '17:00' }] }, 'week[0].from'],
    ['an end before the beginning', { week: [{ days: [1], from: '17:00', to: '09:00' }] }, 'week[0].to'],
    ['a day that does not exist', { holidays: ['2026-02-30'] }, 'holidays[0]'],
  ])('%s', (_what, change, place) => {
    expect(validateHours({ ...berlin, ...change }).map((fault) => fault.at)).toEqual([place])
  })

  it('and one that can be read has no fault', () => {
    expect([validateHours(berlin), validateHours(ALWAYS)]).toEqual([[], []])
  })
})
