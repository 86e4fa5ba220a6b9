// Times as a person reads them: the clock in their zone, and how long ago.
import { clockTime } from '@muster/core/page/message.ts'
import type { Instant } from '@muster/core/vocabulary.ts'

/** "04:12 · 3 min ago", or with the day when it is not today's. */
export function when(at: Instant, now: Instant, timeZone: string): string {
  const day = (instant: Instant) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate()
  const date = day(at).equals(day(now)) ? '' : ` on ${day(at).toString()}`
  return `${clockTime(at, timeZone)}${date} · ${relative(at - now)}`
}

export function relative(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  if (minutes < 1) return ms <= 0 ? 'just now' : 'in less than a minute'
  const length = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
  return ms <= 0 ? `${length} ago` : `in ${length}`
}
