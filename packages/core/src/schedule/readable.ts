// What the engine can read. The same questions refuse a schedule at the door and let a damaged one be passed over at night.
import type { Rotation } from './schedule.ts'

export const LONGEST_TURN = 366

export function isTimeZone(name: string): boolean {
  // Temporal also takes offsets and whole timestamps for a zone; neither knows when clocks change.
  if (!/^[A-Za-z][\w+\-/]*$/.test(name)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

export function isLocalTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

export function isLocalDate(text: string): boolean {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(text)
  if (parts === null) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  // 30 February passes the pattern and is moved to the 28th.
  return Temporal.PlainDate.from({ year, month, day }).day === day
}

export function isTurnLength(length: number): boolean {
  return Number.isInteger(length) && length >= 1 && length <= LONGEST_TURN
}

export function isWeekday(day: number): boolean {
  return Number.isInteger(day) && day >= 1 && day <= 7
}

export function isReadable(rotation: Rotation, timeZone: string): boolean {
  const { every, length, handoffDay, handoffTime, startsOn } = rotation
  const cadence = isTurnLength(length) && (every === 'day' || isWeekday(handoffDay))
  return cadence && isLocalTime(handoffTime) && isLocalDate(startsOn) && isTimeZone(timeZone)
}
