// The many ways monitors write a moment, read as epoch milliseconds; null for what says nothing.
import type { Instant } from '@muster/core/vocabulary.ts'

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i
const SECONDS_FROM = 1e8
const MILLIS_FROM = 1e11
const LATEST = Date.UTC(9999, 11, 31)

/** ISO 8601 with or without a colon in the offset, nanoseconds, epoch seconds or milliseconds. No offset means UTC. */
export function instantOf(value: unknown): Instant | null {
  if (typeof value === 'number') return fromEpoch(value)
  if (typeof value !== 'string' || value.length > 64) return null
  const text = value.trim()
  if (/^\d{9,13}(\.\d+)?$/.test(text)) return fromEpoch(Number(text))
  const parts = ISO.exec(text)
  return parts === null ? null : fromParts(parts)
}

function fromEpoch(value: number): Instant | null {
  if (!(value >= SECONDS_FROM && value <= LATEST)) return null
  return Math.trunc(value < MILLIS_FROM ? value * 1000 : value)
}

function fromParts([, year, month, day, hour, minute, second, fraction, zone]: RegExpExecArray): Instant | null {
  // Go writes an unset time as year 1.
  if (Number(year) < 1970) return null
  const millis = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  const fields = [Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Math.min(Number(second ?? 0), 60)] as const
  const at = Date.UTC(Number(year), ...fields, millis)
  const isRealDay = new Date(Date.UTC(Number(year), fields[0], fields[1])).getUTCDate() === fields[1] && fields[0] < 12
  if (!isRealDay || fields[2] > 24 || fields[3] > 59) return null
  const offset = offsetMs(zone)
  return offset === null || at - offset < 0 || at - offset > LATEST ? null : at - offset
}

function offsetMs(zone: string | undefined): number | null {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  if (minutes > 18 * 60) return null
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}
