// Handoffs on the days when clocks change, in the zones that do it strangely.
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, type Instant } from '../vocabulary.ts'
import { ada, ben, instant, iso, layer, schedule } from './fixture.ts'
import { endOf, startOf } from './local-time.ts'
import { nextHandoff, onCallAt, shifts } from './on-call.ts'
import type { Schedule } from './schedule.ts'

function daily(timeZone: string, handoffTime: string, startsOn = '2026-01-01'): Schedule {
  return schedule(timeZone, [layer({ rotation: { every: 'day', handoffTime, startsOn } })])
}

function handoffs(rota: Schedule, from: string, count: number): (string | null)[] {
  let at: Instant | null = instant(from)
  return Array.from({ length: count }, () => {
    at = at === null ? null : nextHandoff(rota, at)
    return iso(at)
  })
}

describe('a handoff happens at its local time', () => {
  it.each([
    [
      'that does not exist in New York: at the first instant after the gap',
      'America/New_York',
      '02:30',
      '2026-03-07T00:00Z',
      ['2026-03-07T07:30Z', '2026-03-08T07:00Z', '2026-03-09T06:30Z'],
    ],
    [
      'that happens twice in New York: once, at its first occurrence',
      'America/New_York',
      '01:30',
      '2026-11-01T00:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'inside the half-hour gap of Lord Howe: at its end',
      'Australia/Lord_Howe',
      '02:15',
      '2026-10-02T15:45Z',
      ['2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ],
    [
      'at the midnight Cairo leaves out: at the first instant of the day',
      'Africa/Cairo',
      '00:00',
      '2026-04-23T00:00Z',
      ['2026-04-23T22:00Z', '2026-04-24T21:00Z'],
    ],
    ['on a quarter-hour offset in Kathmandu', 'Asia/Kathmandu', '09:00', '2026-06-01T00:00Z', ['2026-06-01T03:15Z', '2026-06-02T03:15Z']],
  ])('%s', (_, timeZone, time, from, expected) => {
    expect(handoffs(daily(timeZone, time), from, expected.length)).toEqual(expected)
  })

  it('in London on Mondays at 09:00, whether the week has 167 hours or 169', () => {
    const rota = schedule('Europe/London', [layer()])
    expect(handoffs(rota, '2026-03-23T08:59Z', 2)).toEqual(['2026-03-23T09:00Z', '2026-03-30T08:00Z'])
    expect(handoffs(rota, '2026-10-19T07:59Z', 2)).toEqual(['2026-10-19T08:00Z', '2026-10-26T09:00Z'])
    const hours = shifts(rota, instant('2026-03-23T09:00Z'), instant('2026-10-26T09:00Z')).map((one) => (one.endsAt - one.startsAt) / HOUR)
    expect([hours.at(0), hours.at(1), hours.at(-1)]).toEqual([167, 168, 169])
  })

  it('on the day Apia left out: at the first instant after it, and a turn of no length is nobody’s', () => {
    expect(handoffs(daily('Pacific/Apia', '10:00', '2011-12-01'), '2011-12-29T20:00Z', 2)).toEqual([
      '2011-12-30T10:00Z',
      '2011-12-30T20:00Z',
    ])
    const midnight = daily('Pacific/Apia', '00:00', '2011-12-01')
    const numberAt = (at: string) => onCallAt(midnight, instant(at)).from?.turn.number
    expect([numberAt('2011-12-30T09:59Z'), numberAt('2011-12-30T10:00Z')]).toEqual([28, 30])
  })

  it('even where a clock put back across midnight repeats the evening before', () => {
    const rota = daily('America/St_Johns', '00:00', '1990-01-01')
    const first = instant('1990-10-28T02:30Z')
    const repeated = instant('1990-10-28T02:45Z')
    expect(onCallAt(rota, first).users).toEqual(onCallAt(rota, repeated).users)
    expect(onCallAt(rota, first - HOUR).users).not.toEqual(onCallAt(rota, first).users)
  })
})

describe('a rotation', () => {
  it('ends one turn at the instant the next begins', () => {
    const rota = schedule('Europe/London', [layer()])
    const at = instant('2026-03-30T08:00Z')
    expect([onCallAt(rota, at - 1).users, onCallAt(rota, at).users]).toEqual([[ben], [ada]])
  })

  it('names nobody before its first turn, and says when that is', () => {
    const before = onCallAt(schedule('Europe/London', [layer()]), instant('2026-01-05T08:59Z'))
    expect([before.users, iso(before.until)]).toEqual([[], '2026-01-05T09:00Z'])
  })

  it('that starts in mid-week counts that week as its first', () => {
    const rota = schedule('Europe/London', [layer({ rotation: { startsOn: '2026-01-07' } })])
    expect(onCallAt(rota, instant('2026-01-05T09:00Z')).users).toEqual([ada])
    expect(handoffs(rota, '2026-01-07T00:00Z', 1)).toEqual(['2026-01-12T09:00Z'])
  })

  it('of three-day turns hands off every third day', () => {
    const rota = schedule('UTC', [layer({ rotation: { every: 'day', length: 3, startsOn: '2026-01-01' } })])
    expect(handoffs(rota, '2026-01-01T09:00Z', 2)).toEqual(['2026-01-04T09:00Z', '2026-01-07T09:00Z'])
  })

  it('with one participant never hands off', () => {
    expect(nextHandoff(schedule('UTC', [layer({ participants: [ada] })]), instant('2026-02-01T00:00Z'))).toBeNull()
  })

  it('asked in fractions of a millisecond answers as for the whole one', () => {
    const rota = schedule('Europe/London', [layer()])
    expect(onCallAt(rota, instant('2026-03-30T08:00Z') - 0.5).users).toEqual([ben])
  })

  it('a century old answers as one that began last week', () => {
    const [old, young] = ['1926-01-04', '2026-01-04'].map((startsOn) =>
      schedule('UTC', [layer({ participants: [ada], rotation: { startsOn } })]),
    )
    const at = instant('2026-06-01T12:00Z')
    expect(old && onCallAt(old, at).from?.turn.startsAt).toBe(young && onCallAt(young, at).from?.turn.startsAt)
  })
})

describe('a local time', () => {
  const on = Temporal.PlainDate.from
  const time = Temporal.PlainTime.from
  it('that happens twice starts things at its first occurrence and ends them at its last', () => {
    const [date, clock] = [on('2026-11-01'), time('01:30')]
    expect(endOf(date, clock, 'America/New_York') - startOf(date, clock, 'America/New_York')).toBe(HOUR)
  })

  it('that does not exist starts and ends things at the first instant after the gap', () => {
    const [date, clock] = [on('2026-03-08'), time('02:30')]
    expect([startOf, endOf].map((edge) => iso(edge(date, clock, 'America/New_York')))).toEqual(['2026-03-08T07:00Z', '2026-03-08T07:00Z'])
    expect(startOf(on('2011-12-30'), time('23:59'), 'Pacific/Apia') - startOf(on('2011-12-29'), time('00:00'), 'Pacific/Apia')).toBe(DAY)
  })
})
