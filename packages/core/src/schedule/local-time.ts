// From a local date and time to an instant and back, also on the days when clocks change.
import type { Instant } from '../vocabulary.ts'

/**
 * When something that starts at a local time starts. A time that happens twice counts at its first occurrence;
 * a time that does not exist counts at the first instant after the gap (not moved on by the gap's length, as RFC 5545 has it).
 */
export function startOf(date: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Instant {
  return instantOf(date.toPlainDateTime(time), timeZone, 'earlier')
}

/** When something that ends at a local time ends: as `startOf`, but a time that happens twice counts at its last occurrence. */
export function endOf(date: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Instant {
  return instantOf(date.toPlainDateTime(time), timeZone, 'later')
}

export function localDate(at: Instant, timeZone: string): Temporal.PlainDate {
  return zoned(at, timeZone).toPlainDate()
}

export function localTime(at: Instant, timeZone: string): Temporal.PlainTime {
  return zoned(at, timeZone).toPlainTime()
}

/** A moment as people in the zone read it: `2026-03-30 09:00`. */
export function localClock(at: Instant, timeZone: string): string {
  return zoned(at, timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
}

function zoned(at: Instant, timeZone: string): Temporal.ZonedDateTime {
  // Temporal refuses part milliseconds; handoffs fall on whole ones, so rounding down changes no answer.
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timeZone)
}

function instantOf(wanted: Temporal.PlainDateTime, timeZone: string, occurrence: 'earlier' | 'later'): Instant {
  const found = wanted.toZonedDateTime(timeZone, { disambiguation: occurrence })
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds
  // In a gap 'earlier' lands before the transition by less than the gap, so the next transition is the gap's end.
  const before = wanted.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? before).epochMilliseconds
}
