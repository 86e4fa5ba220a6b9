// Local times in and out, on the days when clocks change above all.
import { expect, test } from 'vitest'
import { addDays, clockChanges, daysOf, fromLocal, mondayOf, toLocal } from './zoned.ts'

const at = (iso: string) => Date.parse(iso)

test('a local time comes back as the moment it came from, in zones of every kind', () => {
  for (const zone of ['UTC', 'Europe/Lisbon', 'Asia/Kolkata', 'America/New_York', 'Pacific/Chatham', 'Pacific/Apia']) {
    for (const moment of ['2026-01-15T03:07:00Z', '2026-07-15T23:59:00Z', '2028-02-29T12:00:00Z'])
      expect(toLocal(fromLocal(toLocal(at(moment), zone), zone), zone), zone).toBe(toLocal(at(moment), zone))
    expect(fromLocal(toLocal(at('2026-07-15T23:59:00Z'), zone), zone), zone).toBe(at('2026-07-15T23:59:00Z'))
  }
})

test('a time that happens twice counts at its first, one that never happens at the end of the gap', () => {
  expect(fromLocal('2026-10-25T02:30', 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'))
  expect(fromLocal('2026-03-29T02:30', 'Europe/Berlin')).toBe(at('2026-03-29T01:00:00Z'))
})

test('a change of clocks is found to the minute, with its direction', () => {
  expect(clockChanges(at('2026-10-20T00:00:00Z'), at('2026-11-10T00:00:00Z'), 'America/New_York')).toEqual([
    { at: at('2026-11-01T06:00:00Z'), byMinutes: -60 },
  ])
  expect(clockChanges(at('2026-03-01T00:00:00Z'), at('2026-04-01T00:00:00Z'), 'Europe/Lisbon')).toEqual([
    { at: at('2026-03-29T01:00:00Z'), byMinutes: 60 },
  ])
  expect(clockChanges(at('2026-03-01T00:00:00Z'), at('2026-12-01T00:00:00Z'), 'Asia/Kolkata')).toEqual([])
})

test('a week has seven days, also the one with 25 hours in one of them', () => {
  const from = fromLocal('2026-10-19T00:00', 'Europe/Berlin')
  const days = daysOf(from, fromLocal('2026-10-26T00:00', 'Europe/Berlin'), 'Europe/Berlin')
  expect(days.map(({ date }) => date)).toEqual(Array.from({ length: 7 }, (_, day) => addDays('2026-10-19', day)))
  expect(mondayOf('2026-11-29')).toBe('2026-11-23')
})
