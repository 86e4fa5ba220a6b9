// The picture of dependencies: what is needed stands further right, and circles do no harm.
import { expect, test } from 'vitest'
import { layersOf } from './layers.ts'

const edges = (given: Record<string, string[]>) => new Map(Object.entries(given))

function columnsOf(given: Record<string, string[]>): Record<string, number> {
  const { columns } = layersOf(Object.keys(given), edges(given))
  return Object.fromEntries(columns.flatMap((column, index) => column.map((name) => [name, index])))
}

test('a service stands right of everything that needs it, by the longest way', () => {
  expect(columnsOf({ shop: ['cart', 'db'], cart: ['stock'], stock: ['db'], db: [] })).toEqual({ shop: 0, cart: 1, stock: 2, db: 3 })
})

test('services that need each other are all drawn, once', () => {
  const columns = columnsOf({ a: ['b'], b: ['c'], c: ['a'], alone: [], self: ['self'] })
  expect(Object.keys(columns).toSorted()).toEqual(['a', 'alone', 'b', 'c', 'self'])
  expect(columns).toMatchObject({ a: 0, b: 1, c: 2, alone: 0, self: 0 })
})

test('a dependency on something that is not shown is left out', () => {
  expect(columnsOf({ a: ['gone'] })).toEqual({ a: 0 })
})

test('a chain of thousands is laid out, not overflowed', () => {
  const chain = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`s${index}`, index < 4999 ? [`s${index + 1}`] : []]))
  expect(columnsOf(chain)['s4999']).toBe(4999)
})
