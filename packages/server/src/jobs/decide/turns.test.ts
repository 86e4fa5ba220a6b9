// Turns: a quiet service goes ahead of a stormy one, a stormy one gathers, nobody is forgotten.
import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const [storm, other, quiet] = ['service_storm', 'service_other', 'service_quiet'] as const

test('a service that had no turn lately goes first, and one in a storm gathers for twice its last batch', () => {
  let now = 0
  const turns = createTurns(() => now)
  expect(turns.next(new Set([storm]))).toBe(storm)
  turns.done(storm, 20)
  expect(turns.next(new Set([storm]))).toBe(null)
  expect(turns.readyInMs()).toBe(40)
  expect(turns.next(new Set([storm, quiet]))).toBe(quiet)
  turns.done(quiet, 5)
  now = 40
  expect(turns.next(new Set([storm]))).toBe(storm)
})

test('of two that are ready the one whose last turn is longer ago goes first', () => {
  let now = 0
  const turns = createTurns(() => now)
  turns.done(storm, 10)
  turns.done(other, 10)
  now = 100
  expect(turns.next(new Set([other, storm]))).toBe(storm)
  turns.done(storm, 10)
  expect(turns.next(new Set([other, storm]))).toBe(other)
})

test('nobody gathers longer than a quarter of a second, and what is quiet is forgotten', () => {
  let now = 0
  const turns = createTurns(() => now)
  turns.done(storm, 10_000)
  expect(turns.readyInMs()).toBe(250)
  now = 251
  expect(turns.next(new Set())).toBe(null)
  expect(turns.readyInMs()).toBe(null)
})
