// Reading a stranger's bytes: exact about JSON, calm about malice, cheap for both.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from './read-json.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string, maxDepth = 64) => readJson(bytes(text), { maxDepth })

describe('reading JSON', () => {
  test('every JSON value is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(text, 1000)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  test('no bytes whatever make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(typeof readJson(noise, { maxDepth: 8 }).ok).toBe('boolean')
      }),
    )
  })

  test.each(['', ' ', '{', '{"a":}', "{'a':1}", '[1,]', 'NaN', '"\u0001"', '{} {}', '"open \\'])('%j is not JSON', (text) => {
    expect(read(text)).toEqual({ ok: false, why: 'not-json' })
  })

  test.each([
    ['a stray continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['Latin-1', [0x22, 0xe9, 0x22]],
  ])('%s is not JSON, because its UTF-8 is not', (_, raw) => {
    expect(readJson(Uint8Array.from(raw), { maxDepth: 8 })).toEqual({ ok: false, why: 'not-json' })
  })

  test('a byte order mark in front is forgiven', () => {
    expect(read('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } })
  })

  test('depth counts nested lists and objects, and nothing inside strings', () => {
    expect(read('[[]]', 2).ok).toBe(true)
    expect(read('[{"a":[]}]', 2)).toEqual({ ok: false, why: 'too-deep' })
    expect(read('["[[[[{{{{", {"\\"[[[[\\\\":1}]', 2).ok).toBe(true)
    expect(read('[[],[],[],[{}]]', 3).ok).toBe(true)
  })

  test('a view into a larger buffer reads its own bytes only', () => {
    expect(readJson(bytes('xx{"a":1}yy').subarray(2, 9), { maxDepth: 2 })).toEqual({ ok: true, value: { a: 1 } })
  })

  test('ten thousand levels and half a megabyte of brackets are refused in milliseconds', () => {
    const before = performance.now()
    expect(read('['.repeat(10_000))).toEqual({ ok: false, why: 'too-deep' })
    expect(read('{"a":'.repeat(100_000))).toEqual({ ok: false, why: 'too-deep' })
    expect(read(`[${'[],'.repeat(170_000)}[]]`).ok).toBe(true)
    expect(performance.now() - before).toBeLessThan(500)
  })

  test('a __proto__ key changes no prototype', () => {
    const result = read('{"__proto__":{"polluted":true},"a":1}')
    expect(result.ok && Object.getPrototypeOf(result.value)).toBe(Object.prototype)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})
