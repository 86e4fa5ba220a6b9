// Identifiers: a prefix that says what it is, then 26 characters that sort by the time they were made.
import { randomBytes } from 'node:crypto'
import type { Instant } from '@muster/core/vocabulary.ts'

const PART = 16

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

export type Ids = <const Prefix extends string>(prefix: Prefix) => `${Prefix}_${string}`

export function createIds(now: () => Instant): Ids {
  return (prefix) => `${prefix}_${timePart(now())}${randomPart()}`
}

function timePart(at: Instant): string {
  let rest = at
  let text = ''
  for (let i = 0; i < 10; i += 1) {
    text = alphabet.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

// Asking the system for a little chance costs more than the rest of an id: it is asked for much, and used up.
let pool = Buffer.alloc(0)
let used = 0

function randomPart(): string {
  if (used + PART > pool.length) {
    pool = randomBytes(PART * 256)
    used = 0
  }
  let text = ''
  for (let i = 0; i < PART; i += 1) text += alphabet.charAt((pool[used + i] ?? 0) & 31)
  used += PART
  return text
}
