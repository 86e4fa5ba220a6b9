// A figure is read as it was meant, or not at all.
import { expect, test } from 'vitest'
import { figureOf } from './figure.ts'

test.each([
  ['1500', 1500],
  ['1,5', 1.5],
  ['1.5', 1.5],
  ['0,125', 0.125],
  ['12 000', 12_000],
  ['1,250,000.50', 1_250_000.5],
  ['1.250.000,50', 1_250_000.5],
  ['50,000', 50_000],
  ['1.500', null],
  ['much', null],
  ['', null],
  ['-4', null],
])('[CU-01] "%s" costs %s', (text, figure) => {
  expect(figureOf(text)).toBe(figure)
})
