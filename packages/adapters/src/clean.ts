// The one place where a stranger's text becomes text we can store, show and send.
import { createHash } from 'node:crypto'
import { KEY_LIMIT, SUMMARY_LIMIT } from '@muster/core/alert/signal.ts'
import type { Link } from '@muster/core/alert/signal.ts'
import type { Json } from '@muster/core/vocabulary.ts'

export const SOURCE_LIMIT = 255
export const LABEL_LIMIT = { count: 64, name: 128, value: 1024 }
export const LINK_LIMIT = { count: 20, href: 2048, text: 255 }
export const DETAILS_LIMIT = { bytes: 65_536, depth: 64 }

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** PostgreSQL refuses NUL and lone surrogates in text and jsonb; both become U+FFFD. */
export function wellFormed(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '\uFFFD') : whole
}

/** `limit` counts UTF-16 units, so that whichever way a reader counts the text fits; the cut never splits a character. */
export function cleanText(text: string, limit: number): string {
  const whole = wellFormed(text)
  if (whole.length <= limit) return whole
  const cut = whole.slice(0, limit - 1)
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)) + '…'
}

export function cleanLine(text: string, limit: number): string {
  const line = wellFormed(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    // Marks that turn the direction of what follows: in a title they would turn round our own words too.
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
  return cleanText(line, limit)
}

export const cleanSummary = (text: string): string => cleanLine(text, SUMMARY_LIMIT)
export const cleanSource = (text: string): string => cleanLine(text, SOURCE_LIMIT)

/** A key too long to store keeps its head for the reader and a hash for its identity: cutting it would merge strangers. */
export function cleanKey(key: string): string {
  const whole = wellFormed(key)
  if (whole.length <= KEY_LIMIT) return whole
  return `${cleanText(whole, KEY_LIMIT - 65)}:${createHash('sha256').update(whole).digest('hex')}`
}

/** Text of a scalar, or null for what has none: absent, null, a list, an object, the empty string. */
export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return null
}

export function firstText(...values: unknown[]): string | null {
  for (const value of values) {
    const text = scalarText(value)
    if (text !== null) return text
  }
  return null
}

export function cleanLabels(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {}
  const pairs: [string, string][] = []
  for (const [name, raw] of Object.entries(value)) {
    if (pairs.length === LABEL_LIMIT.count) break
    if (name === '__proto__' || raw === null || raw === undefined) continue
    pairs.push([cleanText(name, LABEL_LIMIT.name), cleanText(labelText(raw), LABEL_LIMIT.value)])
  }
  return Object.fromEntries(pairs)
}

function labelText(raw: unknown): string {
  if (typeof raw === 'string') return raw
  return typeof raw === 'object' ? JSON.stringify(cleanDetails(raw)) : String(raw)
}

export function cleanLinks(links: readonly { href: unknown; text: unknown }[]): Link[] {
  const kept: Link[] = []
  for (const { href, text } of links) {
    if (kept.length === LINK_LIMIT.count) break
    const address = webAddress(href)
    if (address !== null) kept.push({ href: address, text: cleanLine(firstText(text) ?? address, LINK_LIMIT.text) })
  }
  return kept
}

// `javascript:` and its kin must never reach a page where somebody taps half asleep.
function webAddress(href: unknown): string | null {
  if (typeof href !== 'string' || href.length > LINK_LIMIT.href || !/^https?:\/\//i.test(href)) return null
  return URL.canParse(href) ? cleanLine(href, LINK_LIMIT.href) : null
}

/** Any JSON, made safe for jsonb and bounded; what does not fit is replaced by a sentence saying so. */
export function cleanDetails(value: unknown): Json {
  const cleaned = cleanJson(value, 1)
  const bytes = Buffer.byteLength(JSON.stringify(cleaned))
  if (bytes <= DETAILS_LIMIT.bytes) return cleaned
  return { notice: `These details were ${bytes} bytes long, more than the ${DETAILS_LIMIT.bytes} kept here; they were left out.` }
}

function cleanJson(value: unknown, depth: number): Json {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null
  // JSON.parse reads 1e400 as Infinity, which JSON cannot write again.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object') return wellFormed(String(value))
  if (depth > DETAILS_LIMIT.depth) return `Nested more than ${DETAILS_LIMIT.depth} levels deep: left out.`
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1))
  const pairs: [string, Json][] = []
  for (const [name, item] of Object.entries(value)) {
    if (name !== '__proto__') pairs.push([wellFormed(name), cleanJson(item, depth + 1)])
  }
  return Object.fromEntries(pairs)
}
