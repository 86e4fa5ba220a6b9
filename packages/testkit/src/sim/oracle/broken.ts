// A promise that a night broke, and the moment it was seen.
import type { Instant } from '@muster/core/vocabulary.ts'

export class Broken extends Error {
  readonly promise: string
  readonly at: Instant
  constructor(promise: string, at: Instant, detail: string) {
    super(detail)
    this.promise = promise
    this.at = at
  }
}

export type Moment = { at: Instant }

export function promise(kept: boolean, what: string, { at }: Moment, detail: () => string): void {
  if (!kept) throw new Broken(what, at, detail())
}

/** Said and expected are the same, whatever the order of the fields. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return keys.every((key) => key in right && same(left[key], right[key]))
}

export const told = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
