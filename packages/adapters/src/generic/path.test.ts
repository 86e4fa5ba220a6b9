// The path language: small enough to say in one breath.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPath, valuesAt } from './path.ts'

const root = { a: { b: [{ c: 1 }, { c: 2 }, {}] }, 'odd key': { "it's": 3 }, größe: 4, 'dash-ed': 5 }

test.each([
  ['$', [root]],
  ['$.a.b[0].c', [1]],
  ['$.a.b[*].c', [1, 2]],
  ["$['odd key']['it\\'s']", [3]],
  ['$["odd key"]', [{ "it's": 3 }]],
  ['$.größe', [4]],
  ['$.dash-ed', [5]],
  ['$.a.b[7]', []],
  ['$.a.b.length', []],
  ['$.toString', []],
  ['$.__proto__', []],
  ['$.constructor.prototype', []],
])('%s', (path, values) => {
  expect(valuesAt(path, root)).toEqual(values)
})

test.each(['', 'a.b', '$a', '$.', '$..a', '$[', '$[-1]', '$[?(@.a)]', '$[a]', "$['a]", `$${'.a'.repeat(17)}`, `$.${'a'.repeat(300)}`])(
  '%j is not a path',
  (path) => {
    expect(readPath(path)).toBeNull()
    expect(valuesAt(path, root)).toEqual([])
  },
)

test('a path that fans out is bounded', () => {
  const wide = Array.from({ length: 2000 }, () => Array.from({ length: 2000 }, () => [1, 2]))
  expect(valuesAt('$[*][*][*]', wide)).toHaveLength(1000)
})

test('no path and no value make it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constant('$.a[0][*]')), fc.jsonValue(), (path, value) => {
      expect(Array.isArray(valuesAt(path, value))).toBe(true)
    }),
  )
})
