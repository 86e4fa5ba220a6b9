// A working calendar in words: whether it is open, and when that changes.
import { localDate, localClock } from '../schedule/local-time.ts'
import type { Instant } from '../vocabulary.ts'
import type { Hours } from './hours.ts'
import { isWorking, workingFrom, workingUntil } from './working.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "today 09:00", "Mon 09:00", and from a week on "Mon 4 Jan 09:00". */
export function momentWords({ timeZone }: Pick<Hours, 'timeZone'>, at: Instant, now: Instant): string {
  const date = localDate(at, timeZone)
  const days = localDate(now, timeZone).until(date).days
  const time = localClock(at, timeZone).slice(-5)
  if (days === 0) return `today ${time}`
  const weekday = WEEKDAYS[date.dayOfWeek - 1]
  return days < 7 ? `${weekday} ${time}` : `${weekday} ${date.day} ${MONTHS[date.month - 1]} ${time}`
}

/** "Open, until today 17:00." or "Closed; next: opens Mon 09:00." */
export function openingWords(hours: Hours, now: Instant): string {
  if (!isWorking(hours, now)) return `Closed; next: opens ${momentWords(hours, workingFrom(hours, now), now)}.`
  const until = workingUntil(hours, now)
  return until === null ? 'Open all the time.' : `Open, until ${momentWords(hours, until, now)}.`
}
