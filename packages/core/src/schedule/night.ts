// The hours people sleep, in their own zone.
import { DAY, type Instant } from '../vocabulary.ts'
import { endOf, localDate, startOf } from './local-time.ts'

const BEGINS = Temporal.PlainTime.from('22:00')
const ENDS = Temporal.PlainTime.from('07:00')

export type Night = { startsAt: Instant; endsAt: Instant }

/** The nights, from 22:00 to 07:00 local time, that touch the time from `from` to `to`. */
export function nightsBetween(from: Instant, to: Instant, timeZone: string): Night[] {
  const last = localDate(to, timeZone)
  const nights: Night[] = []
  for (let day = localDate(from - DAY, timeZone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const night = { startsAt: startOf(day, BEGINS, timeZone), endsAt: endOf(day.add({ days: 1 }), ENDS, timeZone) }
    if (night.endsAt > from && night.startsAt < to) nights.push(night)
  }
  return nights
}

export function isIn(nights: readonly Night[], at: Instant): boolean {
  return nights.some(({ startsAt, endsAt }) => at >= startsAt && at < endsAt)
}
