// Turns: a quiet service goes ahead of a stormy one, a stormy one gathers, nobody is forgotten.
import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const [storm, other, quiet] = ['service_storm', 'service_other', 'service_quiet'] as const

test('a service that had no turn lately goes first, and one in a storm gathers for twice its last batch', () => {
  let now = 0
  const turns = createTurns(() => now)
  expect(turns.next(new Set([storm]))).toBe(storm)
  turns.done(storm, { tookMs: 20, full: false })
  expect(turns.next(new Set([storm]))).toBe(null)
  expect(turns.readyInMs()).toBe(40)
  expect(turns.next(new Set([storm, quiet]))).toBe(quiet)
  turns.done(quiet, { tookMs: 5, full: false })
  now = 40
  expect(turns.next(new Set([storm]))).toBe(storm)
})

test('a service whose batch was full does not gather, and still lets the others go first', () => {
  const turns = createTurns(() => 0)
  turns.done(storm, { tookMs: 100, full: true })
  expect(turns.readyInMs()).toBe(0)
  expect(turns.next(new Set([storm, quiet]))).toBe(quiet)
  expect(turns.next(new Set([storm]))).toBe(storm)
})

test('of two that are ready the one whose last turn is longer ago goes first', () => {
  let now = 0
  const turns = createTurns(() => now)
  turns.done(storm, { tookMs: 10, full: false })
  turns.done(other, { tookMs: 10, full: false })
  now = 100
  expect(turns.next(new Set([other, storm]))).toBe(storm)
  turns.done(storm, { tookMs: 10, full: false })
  expect(turns.next(new Set([other, storm]))).toBe(other)
})

test('nobody gathers longer than a quarter of a second, and what is quiet is forgotten', () => {
  let now = 0
  const turns = createTurns(() => now)
  turns.done(storm, { tookMs: 10_000, full: false })
  expect(turns.readyInMs()).toBe(250)
  now = 251
  expect(turns.next(new Set())).toBe(null)
  expect(turns.readyInMs()).toBe(null)
})
