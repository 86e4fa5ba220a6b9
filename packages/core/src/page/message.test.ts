// What stands on a locked screen at three in the morning.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { SEVERITIES } from '../vocabulary.ts'
import { T0 } from './fixture.ts'
import { clip, clockTime, shortText, SHORT_LIMIT, subjectText, TITLE_LIMIT, titleText, type PageWords } from './message.ts'

const words = (of: Partial<PageWords> = {}): PageWords => ({
  severity: 'SEV1',
  service: 'Checkout',
  title: 'Error rate 12 %',
  number: 7,
  openedAt: T0,
  alertCount: 1,
  timeZone: 'Europe/London',
  attempt: 1,
  ...of,
})

test('[IR-04] the subject of an incident is the same at every severity, and is cut like any line', () => {
  const subjects = SEVERITIES.map((severity) => subjectText(words({ severity })))
  expect(new Set(subjects)).toEqual(new Set(['#7 Checkout: Error rate 12 %']))
  const cut = subjectText(words({ title: 'x'.repeat(300), service: 'y'.repeat(300) }))
  expect(cut).toHaveLength(TITLE_LIMIT)
  expect(cut).toBe(`#7 ${'y'.repeat(39)}…: ${'x'.repeat(64)}…`)
})

describe('the short text', () => {
  it('says how bad, where, what, since when, and what to do', () => {
    expect(shortText(words())).toBe('▲ SEV1 Checkout: Error rate 12 % since 03:00. Open to acknowledge.')
  })

  it('says how many alerts when there is more than one', () => {
    expect(shortText(words({ alertCount: 2 }))).toBe('▲ SEV1 Checkout: Error rate 12 % (2 alerts) since 03:00. Open to acknowledge.')
  })

  it('says from the second try on that it may be a repeat', () => {
    expect(shortText(words({ attempt: 2 }))).toBe('▲ SEV1 Checkout: Error rate 12 % since 03:00. Open to acknowledge. May be a repeat.')
  })

  it('gives the time in the reader’s zone', () => {
    expect(shortText(words({ timeZone: 'Asia/Kathmandu' }))).toContain('since 08:45.')
  })

  it('cuts the title, never the time or what to do', () => {
    const text = shortText(words({ title: 'x'.repeat(500), service: 'y'.repeat(100), alertCount: 12, attempt: 2 }))
    expect(text).toHaveLength(SHORT_LIMIT)
    expect(text).toBe(`▲ SEV1 ${'y'.repeat(39)}…: ${'x'.repeat(47)}… (12 alerts) since 03:00. Open to acknowledge. May be a repeat.`)
  })

  test('every severity has a shape of its own, so that none is told by colour alone', () => {
    expect(SEVERITIES.map((severity) => titleText(words({ severity })).split(' ')[0])).toEqual(['◆', '▲', '■', '●'])
  })

  it('is never longer than 160 characters and always ends with what to do, whatever the monitor sends', () => {
    const anything = fc.string({ unit: 'grapheme', maxLength: 400 })
    const somewhere = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia')
    const record = fc.record({
      severity: fc.constantFrom(...SEVERITIES),
      service: anything,
      title: anything,
      number: fc.nat(),
      openedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      alertCount: fc.nat(),
      timeZone: somewhere,
      attempt: fc.integer({ min: 1, max: 99 }),
    })
    fc.assert(
      fc.property(record, (said) => {
        const text = shortText(said)
        expect(text.length).toBeLessThanOrEqual(SHORT_LIMIT)
        expect(text).toMatch(/since \d\d:\d\d\. Open to acknowledge\.( May be a repeat\.)?$/)
        expect(text.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('the title', () => {
  it('says how bad, where, what, in at most 110 characters', () => {
    expect(titleText(words())).toBe('▲ SEV1 Checkout: Error rate 12 %')
    expect(titleText(words({ title: 'x'.repeat(500) }))).toBe(`▲ SEV1 Checkout: ${'x'.repeat(TITLE_LIMIT - 18)}…`)
  })
})

describe('clipping', () => {
  it('leaves alone what fits, to the last character', () => {
    expect([clip('', 0), clip('four', 4), clip('four', 5)]).toEqual(['', 'four', 'four'])
  })

  it('says with an ellipsis that something is missing', () => {
    expect([clip('fives', 4), clip('fives', 2), clip('fives', 1), clip('fives', 0), clip('fives', -3)]).toEqual(['fiv…', 'f…', '…', '', ''])
  })

  it('cuts at a code point, never inside one', () => {
    expect([clip('a👩b👩c', 3), clip('a👩b👩c', 4), clip('👩👩', 3), clip('👩👩', 2)]).toEqual(['a…', 'a👩…', '👩…', '…'])
  })
})

test('times have two digits, and midnight is 00:00', () => {
  expect([T0, T0 + 6 * 3_600_000 + 5 * 60_000, T0 - 3 * 3_600_000].map((at) => clockTime(at, 'UTC'))).toEqual(['03:00', '09:05', '00:00'])
})
