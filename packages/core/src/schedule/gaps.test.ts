// When nobody will be on call, when my next turn is, and when it is night.
import { describe, expect, it } from 'vitest'
import { HOUR } from '../vocabulary.ts'
import { ada, ben, cover, cyd, instant, iso, layer, schedule } from './fixture.ts'
import { coverageGaps, nextShiftOf } from './gaps.ts'
import { isIn, nightsBetween } from './night.ts'
import type { Schedule } from './schedule.ts'

const span = { from: instant('2026-03-02T12:00Z'), to: instant('2026-03-16T12:00Z') }
const everybody = () => true
const gaps = (of: Schedule, isActive = everybody as (userId: string) => boolean) =>
  coverageGaps(of, span, isActive).map(({ startsAt, endsAt }) => `${iso(startsAt)} to ${iso(endsAt)}`)

describe('a gap in the watch is told before it comes', () => {
  it('there is none while a rotation runs', () => {
    expect(gaps(schedule('Europe/Paris', [layer()]))).toEqual([])
    expect(gaps(schedule('Europe/Paris', [layer()], [cover('swap', ada, cyd)]))).toEqual([])
  })

  it.each<[string, Schedule, string[]]>([
    ['nobody takes part', schedule('UTC', [layer({ participants: [] })]), ['2026-03-02T12:00Z to 2026-03-16T12:00Z']],
    [
      'the rotation begins later',
      schedule('UTC', [layer({ rotation: { startsOn: '2026-03-09' } })]),
      ['2026-03-02T12:00Z to 2026-03-09T09:00Z'],
    ],
    [
      'somebody is taken off on purpose',
      schedule(
        'UTC',
        [layer()],
        [cover('off', null, null, { startsAt: instant('2026-03-05T00:00Z'), endsAt: instant('2026-03-06T00:00Z') })],
      ),
      ['2026-03-05T00:00Z to 2026-03-06T00:00Z'],
    ],
  ])('when %s', (_why, of, expected) => {
    expect(gaps(of)).toEqual(expected)
  })

  it('somebody who has left watches nothing, and two of them in a row leave one gap', () => {
    const left = gaps(schedule('UTC', [layer({ participants: [ada, ben] })]), (userId) => userId !== ada)
    expect(left).toEqual(['2026-03-02T12:00Z to 2026-03-09T09:00Z', '2026-03-16T09:00Z to 2026-03-16T12:00Z'])
    expect(gaps(schedule('UTC', [layer()]), () => false)).toEqual(['2026-03-02T12:00Z to 2026-03-16T12:00Z'])
  })
})

describe('my next shift', () => {
  const rota = schedule('UTC', [layer({ participants: [ada, ben] })])

  it('is the first that begins from now on, not the one under way', () => {
    const [first, second] = [ada, ben].map((userId) => nextShiftOf(rota, userId, { from: span.from, to: span.from + 30 * 24 * HOUR }))
    const starts = [iso(first?.startsAt ?? null), iso(second?.startsAt ?? null)].toSorted()
    expect(starts).toEqual(['2026-03-09T09:00Z', '2026-03-16T09:00Z'])
  })

  it('is none for somebody who is not on the rota', () => {
    expect(nextShiftOf(rota, cyd, span)).toBeNull()
  })
})

describe('the night is from ten to seven where the sleeper is', () => {
  it.each([
    ['Europe/Paris', '2026-03-03T21:00Z', '2026-03-04T06:00Z'],
    ['Asia/Kolkata', '2026-03-03T16:30Z', '2026-03-04T01:30Z'],
  ])('in %s', (zone, begins, ends) => {
    const nights = nightsBetween(instant('2026-03-03T12:00Z'), instant('2026-03-04T12:00Z'), zone)
    expect(isIn(nights, instant(begins))).toBe(true)
    expect(isIn(nights, instant(begins) - 1)).toBe(false)
    expect(isIn(nights, instant(ends) - 1)).toBe(true)
    expect(isIn(nights, instant(ends))).toBe(false)
  })

  it('is an hour shorter when clocks go forward', () => {
    const [night] = nightsBetween(instant('2026-03-28T18:00Z'), instant('2026-03-29T12:00Z'), 'Europe/Paris').filter(
      ({ startsAt }) => startsAt > instant('2026-03-28T12:00Z'),
    )
    expect(((night?.endsAt ?? 0) - (night?.startsAt ?? 0)) / HOUR).toBe(8)
  })
})
