// Identifiers: a prefix that says what it is, then 26 characters that sort by the time they were made.
import { randomBytes } from 'node:crypto'
import type { Instant } from '@muster/core/vocabulary.ts'

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

function randomPart(): string {
  let text = ''
  for (const byte of randomBytes(16)) text += alphabet.charAt(byte & 31)
  return text
}
