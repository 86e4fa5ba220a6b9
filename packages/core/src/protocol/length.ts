// How long a span of a pack is, and when it ends: in minutes, or in working time by the calendar the incident goes by.
import type { Hours } from '../hours/hours.ts'
import { afterWorking, afterWorkingDays } from '../hours/working.ts'
import { DAY, MINUTE, type Instant, type ResponseClass } from '../vocabulary.ts'
import type { Length, Pack, Span } from './pack.ts'

/** Null: this class has no such clock. */
export function lengthOf({ clocks }: Pick<Pack, 'clocks'>, span: Exclude<Span, { field: string }>, of: ResponseClass): Length | null {
  return typeof span === 'string' ? (clocks[span]?.[of] ?? null) : span
}

export function endOf(length: Length, start: Instant, hours: Hours | null): Instant {
  if (typeof length === 'number' || hours === null) return start + minutesOf(length) * MINUTE
  return 'working' in length ? afterWorking(hours, start, length.working) : afterWorkingDays(hours, start, length.workingDays)
}

/** By the clock on the wall, where nobody has said when work is done: five working days are a week. */
export function minutesOf(length: Length): number {
  if (typeof length === 'number') return length
  return 'working' in length ? length.working : Math.ceil((length.workingDays * 7) / 5) * (DAY / MINUTE)
}

/** As the log has it, the very object, which is known again; null where it has none that can be read. */
export function hoursIn(body: Readonly<Record<string, unknown>>): Hours | null {
  const found = body['hours'] as Partial<Hours> | null | undefined
  const { timeZone, week, holidays } = found ?? {}
  return typeof timeZone === 'string' && Array.isArray(week) && Array.isArray(holidays) ? (found as Hours) : null
}
