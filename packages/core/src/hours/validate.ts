// Everything wrong with a working calendar at once: where it is, and a sentence saying what to do.
import { isLocalDate, isLocalTime, isTimeZone, isWeekday } from '../schedule/readable.ts'
import type { Hours, WorkingTime } from './hours.ts'

type Fault = { at: string; says: string }

export const END_OF_DAY = '24:00'

export function validateHours({ timeZone, week, holidays }: Hours): Fault[] {
  return [
    ...unless(isTimeZone(timeZone), 'timeZone', `"${timeZone}" is not a known time zone. Write an IANA name such as Europe/London.`),
    ...unless(
      week.some(({ days }) => days.length > 0),
      'week',
      'Name at least one day: a team that never works would never see what waits.',
    ),
    ...week.flatMap((time, index) => timeFaults(time, `week[${index}]`)),
    ...holidays.flatMap((date, index) =>
      unless(isLocalDate(date), `holidays[${index}]`, `Write a date that exists as YYYY-MM-DD, not "${date}".`),
    ),
  ]
}

export const isReadableHours = (hours: Hours): boolean => validateHours(hours).length === 0

function timeFaults({ days, from, to }: WorkingTime, at: string): Fault[] {
  const isRead = isLocalTime(from) && isEnd(to)
  return [
    ...unless(days.every(isWeekday), `${at}.days`, `Write weekdays as 1 (Monday) to 7 (Sunday), not ${days.join(', ')}.`),
    ...unless(isLocalTime(from), `${at}.from`, `Write the time as HH:MM, from 00:00 to 23:59, not "${from}".`),
    ...unless(isEnd(to), `${at}.to`, `Write the time as HH:MM, up to ${END_OF_DAY}, not "${to}".`),
    // As text: both have leading zeros.
    ...unless(
      !isRead || from < to,
      `${at}.to`,
      'It ends before it begins. Work over midnight is two entries: until 24:00, and from 00:00.',
    ),
  ]
}

const isEnd = (text: string): boolean => text === END_OF_DAY || isLocalTime(text)

const unless = (right: boolean, at: string, says: string): Fault[] => (right ? [] : [{ at, says }])
