// What a person sees: tables that fit, times that need no arithmetic, colour that never stands alone.
import { expect, test } from 'vitest'
import { incident } from '../testing/server.ts'
import { NIGHT } from '../testing/terminal.ts'
import { incidentTable, incidentText } from './incident.ts'
import { logTable } from './log.ts'
import { gradeOf } from '@muster/core/vocabulary.ts'
import { severityMark } from './severity.ts'
import { table } from './table.ts'
import { clock, duration, readTime, when } from './times.ts'
import { widthOf, wrap } from './width.ts'

const here = { now: () => NIGHT, timeZone: 'UTC' }
const io = (columns: number, colour = false) => ({
  out: () => {},
  err: () => {},
  ask: null,
  localToken: () => null,
  readInput: async () => '',
  env: {},
  colour,
  columns,
  ...here,
})
const words = (text: string) => text.split(/[\s·]+/).filter((word) => word !== '')

const columns = [{ title: 'No' }, { title: 'Title', flexible: true }, { title: 'Says', flexible: true }] as const
const rows = [
  ['#1', 'Zahlungen schlagen fehl im letzten Schritt', 'Nobody answers'],
  ['#2', '決済サービスが応答していませんので確認してください', 'A-very-long-word-without-any-place-to-break-it-at-all'],
]

test.each([20, 30, 40, 60, 80, 120])('at %d columns no line of a table is wider, and no text is lost', (width) => {
  const text = table({ columns, rows }, { columns: width, colour: false })
  for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width)
  const squeezed = (all: string) => all.replaceAll(/\s/g, '')
  for (const letter of new Set(squeezed(rows.flat().join('')))) {
    const count = (all: string) => squeezed(all).split(letter).length
    expect(count(text)).toBeGreaterThanOrEqual(count(rows.flat().join('')))
  }
})

test.each([32, 40, 60, 80])('the list of incidents fits %d columns and keeps every word', (width) => {
  const text = incidentTable([incident, { ...incident, severity: 'SEV3', status: 'acknowledged' }], io(width))
  for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width)
  for (const word of words(incident.title)) expect(text).toContain(word)
})

test('at 80 columns incidents are still a table', () => {
  const text = incidentTable([{ ...incident, severity: 'SEV3', status: 'acknowledged' }], io(80))
  expect(text.split('\n')[0]).toMatch(/^Severity +No +Title +Service +Status +Since$/)
})

test('written into a pipe, a row stays one line', () => {
  expect(incidentTable([incident], io(Number.POSITIVE_INFINITY)).trimEnd().split('\n')).toHaveLength(2)
})

test('severity is a shape and a word, also without colour', () => {
  expect((['SEV0', 'SEV1', 'SEV2', 'SEV3'] as const).map((severity) => severityMark(gradeOf(severity)).text)).toEqual([
    '◆ SEV0 crisis',
    '▲ SEV1 major',
    '■ SEV2 standard',
    '● SEV3 business hours',
  ])
  expect(incidentTable([incident], io(80, false))).not.toContain('\u001b')
})

test('colour changes no widths and no words', () => {
  // oxlint-disable-next-line no-control-regex
  const bare = (text: string) => text.replaceAll(/\u001b\[\d+m/g, '')
  for (const width of [30, 60, 100]) expect(bare(incidentText(incident, io(width, true)))).toBe(incidentText(incident, io(width, false)))
})

test('an incident ends with one next step of at most twelve words', () => {
  for (const status of ['triggered', 'acknowledged', 'resolved'] as const) {
    const step =
      incidentText({ ...incident, status }, io(120))
        .trimEnd()
        .split('\n')
        .at(-1) ?? ''
    expect(words(step).length).toBeLessThanOrEqual(12)
  }
})

test('times are the clock here and how far away it is', () => {
  expect(when(NIGHT - 3 * 60_000, here)).toBe('04:09 · 3 min ago')
  expect(when(NIGHT + 5 * 60_000, { ...here, timeZone: 'Asia/Kolkata' })).toBe('09:47 · in 5 min')
  expect(clock(NIGHT - 86_400_000, here)).toBe('2026-04-13 04:12')
})

test('durations name the two units that matter', () => {
  expect([4000, 724_000, 3_840_000, 183_600_000].map(duration)).toEqual(['4 s', '12 m 04 s', '1 h 04 m', '2 d 03 h'])
})

test.each([
  ['04:30', '2026-04-14T04:30:00Z'],
  ['4:00', '2026-04-15T04:00:00Z'],
  ['+2h', '2026-04-14T06:12:00Z'],
  ['2026-04-14T09:00', '2026-04-14T09:00:00Z'],
  ['2026-04-14T09:00:00+02:00', '2026-04-14T07:00:00Z'],
  ['25:00', null],
  ['tomorrow', null],
])('the time "%s" is read as %s', (text, instant) => {
  expect(readTime(text, here)).toBe(instant)
})

test('a log entry is when it was, who did it, and its sentence', () => {
  const says = 'Ada acknowledged: the ladder stops.'
  const entry = { seq: 3, at: incident.openedAt, type: 'page.acknowledged', who: [], by: 'Ada', says, version: 1, body: {} }
  expect(logTable([entry], io(200))).toMatch(/3 +04:09 +Ada +Ada acknowledged: the ladder stops\.\n$/)
})

test('wrapping breaks between words where it can', () => {
  expect(wrap('checkout is down', 9)).toEqual(['checkout', 'is down'])
  expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
})
