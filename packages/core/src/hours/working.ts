// Time as a team has it: whether it works now, when work begins, and where so much working time ends.
import { startOf, endOf, localDate, localTime } from '../schedule/local-time.ts'
import { MINUTE, type Instant } from '../vocabulary.ts'
import { ALWAYS, type Hours } from './hours.ts'
import { END_OF_DAY, isReadableHours } from './validate.ts'

type Stretch = { startsAt: Instant; endsAt: Instant }

export function isWorking(hours: Hours, at: Instant): boolean {
  return workingFrom(hours, at) === at
}

/** The next instant at which work is done: `at` itself while it is. */
export function workingFrom(hours: Hours, at: Instant): Instant {
  for (const { startsAt } of stretchesFrom(readable(hours), at)) return Math.max(at, startsAt)
  return at
}

/** When work ends next; from outside, when it ends after it has begun. A stretch of more than a fortnight has no end worth telling: null. */
export function workingUntil(hours: Hours, at: Instant): Instant | null {
  let until: Instant | null = null
  let joined = 0
  for (const { startsAt, endsAt } of stretchesFrom(readable(hours), at)) {
    if (until !== null && startsAt > until) return until
    until = endsAt
    joined += 1
    if (joined > LONGEST_JOINED) return null
  }
  return until
}

const LONGEST_JOINED = 14

/** The instant at which so many minutes of work have passed since `start`. */
export function afterWorking(hours: Hours, start: Instant, minutes: number): Instant {
  let left = minutes * MINUTE
  for (const { startsAt, endsAt } of stretchesFrom(readable(hours), start)) {
    const from = Math.max(start, startsAt)
    if (left <= endsAt - from) return from + left
    left -= endsAt - from
  }
  return start + left
}

/** Minutes of a ladder: working time where it goes by a calendar. */
export function afterMinutes(hours: Hours | undefined, start: Instant, minutes: number): Instant {
  return hours === undefined ? start + minutes * MINUTE : afterWorking(hours, start, minutes)
}

/** The same time of day so many working days on; where work ends earlier on that day, its end. What begins outside of work begins with the next. */
export function afterWorkingDays(hours: Hours, start: Instant, days: number): Instant {
  const begins = workingFrom(hours, start)
  if (days <= 0) return begins
  const by = readable(hours)
  const time = localTime(begins, by.timeZone)
  let date = localDate(begins, by.timeZone)
  for (let left = days, looked = 0; left > 0 && looked < days * 7 + furthest(by); looked += 1) {
    date = date.add({ days: 1 })
    if (stretchesOn(by, date).length > 0) left -= 1
  }
  const wanted = startOf(date, time, by.timeZone)
  const stretches = stretchesOn(by, date)
  if (stretches.some(({ startsAt, endsAt }) => startsAt <= wanted && wanted < endsAt)) return wanted
  return stretches.findLast(({ endsAt }) => endsAt <= wanted)?.endsAt ?? stretches[0]?.startsAt ?? wanted
}

/** A calendar may have hundreds of holidays, and a protocol asks it again and again. */
const known = new WeakMap<Hours, Hours>()

function readable(hours: Hours): Hours {
  const found = known.get(hours) ?? (isReadableHours(hours) ? hours : ALWAYS)
  known.set(hours, found)
  return found
}

/** Each holiday may take the only working day of a week, and a clock change its hours. */
const furthest = ({ holidays }: Hours): number => (holidays.length + 3) * 7

/** In order, and none of them twice, from the one that `at` lies in or the first after it. */
function* stretchesFrom(hours: Hours, at: Instant): Generator<Stretch> {
  let [date, reached] = [localDate(at, hours.timeZone).subtract({ days: 1 }), at]
  for (let empty = 0; empty < furthest(hours);) {
    const found = stretchesOn(hours, date).filter(({ endsAt }) => endsAt > reached)
    for (const { startsAt, endsAt } of found) {
      if (endsAt <= reached) continue
      // A clock put back makes the end of one the middle of the next.
      const from = Math.max(startsAt, reached)
      reached = endsAt
      yield { startsAt: from, endsAt }
    }
    empty = found.length === 0 ? empty + 1 : 0
    date = date.add({ days: 1 })
  }
}

function stretchesOn({ timeZone, week, holidays }: Hours, date: Temporal.PlainDate): Stretch[] {
  if (holidays.includes(date.toString())) return []
  const at = (time: string): Temporal.PlainTime => Temporal.PlainTime.from(time)
  return week
    .filter(({ days }) => days.includes(date.dayOfWeek))
    .map(({ from, to }) => ({
      startsAt: startOf(date, at(from), timeZone),
      endsAt: to === END_OF_DAY ? startOf(date.add({ days: 1 }), at('00:00'), timeZone) : endOf(date, at(to), timeZone),
    }))
    .filter(({ startsAt, endsAt }) => startsAt < endsAt)
    .toSorted((a, b) => a.startsAt - b.startsAt)
}
