// Bytes to a JSON value at a fixed cost: strict UTF-8, and depth counted before anything is built.
import { isUtf8 } from 'node:buffer'

export type ReadJson = { ok: true; value: unknown } | { ok: false; why: 'not-json' | 'too-deep' }

const QUOTE = 0x22
const BACKSLASH = 0x5c
// '[' and '{' differ only in bit 0x20, as do ']' and '}'.
const CASE_BIT = 0x20
const OPEN = 0x7b
const CLOSE = 0x7d

/** `maxDepth` counts nested arrays and objects: `[]` is 1, `[[]]` is 2. */
export function readJson(bytes: Uint8Array, limits: { maxDepth: number }): ReadJson {
  if (!isUtf8(bytes)) return { ok: false, why: 'not-json' }
  if (isDeeperThan(bytes, limits.maxDepth)) return { ok: false, why: 'too-deep' }
  try {
    return { ok: true, value: JSON.parse(textOf(bytes)) }
  } catch {
    return { ok: false, why: 'not-json' }
  }
}

function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  // PowerShell and some .NET clients begin their UTF-8 with a byte order mark.
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

// Outside strings UTF-8 continuation bytes never equal an ASCII bracket, so bytes need no decoding first.
function isDeeperThan(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0
  const end = bytes.length
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) at = endOfString(bytes, at + 1)
    else if ((byte | CASE_BIT) === OPEN) {
      if (++depth > maxDepth) return true
    } else if ((byte | CASE_BIT) === CLOSE) depth--
  }
  return false
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
