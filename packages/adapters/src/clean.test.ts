// Strangers' text after cleaning: storable, bounded, and still meaning the same.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DETAILS_LIMIT, cleanDetails, cleanKey, cleanLabels, cleanLinks, cleanSummary, cleanText } from './clean.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 300 })

describe('cleaning text', () => {
  test('NUL and lone surrogates become U+FFFD', () => {
    expect(cleanText('a\0b\ud800c', 10)).toBe('a\ufffdb\ufffdc')
  })

  test('whatever comes in, what goes out is well-formed, without NUL and within the limit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, limit) => {
        const cleaned = cleanText(text, limit)
        expect(cleaned.isWellFormed() && !cleaned.includes('\0') && cleaned.length <= limit).toBe(true)
      }),
    )
  })

  test('a cut never splits a character and shows that it is a cut', () => {
    expect(cleanText('🔥🔥🔥', 4)).toBe('🔥…')
    expect(cleanText('🔥🔥🔥', 5)).toBe('🔥🔥…')
  })

  test('a summary is one line of at most 1024', () => {
    expect(cleanSummary('  disk\r\n\tfull \u0007 ')).toBe('disk full')
    expect(cleanSummary('x'.repeat(5000))).toHaveLength(1024)
  })

  test('two long keys that differ only at the end stay two keys', () => {
    const [one, two] = [cleanKey(`${'k'.repeat(600)}1`), cleanKey(`${'k'.repeat(600)}2`)]
    expect(one).not.toBe(two)
    expect(one.length).toBeLessThanOrEqual(255)
    expect(cleanKey('short')).toBe('short')
  })
})

describe('cleaning labels and links', () => {
  test('labels are text, whatever they were', () => {
    expect(cleanLabels({ port: 5432, up: false, tags: ['a', 'b'], gone: null })).toEqual({ port: '5432', up: 'false', tags: '["a","b"]' })
  })

  test('labels cannot reach a prototype', () => {
    const labels = cleanLabels(JSON.parse('{"__proto__":{"x":1},"constructor":"c"}'))
    expect(Object.getPrototypeOf(labels)).toBe(Object.prototype)
    expect(Object.keys(labels)).toEqual(['constructor'])
  })

  test('only web links survive', () => {
    const links = ['javascript:alert(1)', 'data:text/html,x', '//x', 'http://ok.example/a', 7, null].map((href) => ({ href, text: '' }))
    expect(cleanLinks(links)).toEqual([{ href: 'http://ok.example/a', text: 'http://ok.example/a' }])
  })
})

describe('cleaning details', () => {
  test('any JSON stays what it is when it fits', () => {
    const details = { a: [1, 'two', null, true, { b: 0.5 }] }
    expect(cleanDetails(details)).toEqual(details)
  })

  test('no number is infinite', () => {
    expect(cleanDetails(JSON.parse('[1e400,-1e400]'))).toEqual(['Infinity', '-Infinity'])
  })

  test('too large is replaced by a sentence saying so', () => {
    expect(JSON.stringify(cleanDetails({ log: 'x'.repeat(DETAILS_LIMIT.bytes) }))).toMatch(/left out/)
  })

  test('deeper than 64 levels is left out below, kept above', () => {
    let deep: unknown = 'bottom'
    for (let level = 0; level < 5000; level++) deep = { deep }
    const cleaned = JSON.stringify(cleanDetails({ near: 1, deep }))
    expect(cleaned).toMatch(/"near":1.*levels deep: left out/)
    expect(cleaned).not.toContain('bottom')
  })

  test('any JSON comes out storable in jsonb', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const written = JSON.stringify(cleanDetails(value))
        expect(written.isWellFormed()).toBe(true)
        expect(/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i.test(written)).toBe(false)
      }),
    )
  })
})
