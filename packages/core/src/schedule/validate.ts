// Everything wrong with a schedule at once: where it is, and a sentence saying what to do.
import { isLocalDate, isLocalTime, isTimeZone, isTurnLength, isWeekday, LONGEST_TURN } from './readable.ts'
import type { Layer, Override, Rotation, Schedule } from './schedule.ts'
import { inCircles } from './stand-in.ts'

export type Fault = { at: string; says: string }

export function validateSchedule(schedule: Schedule): Fault[] {
  const { name, timeZone, layers, overrides } = schedule
  return [
    ...unless(name.trim() !== '', 'name', 'Give the schedule a name.'),
    ...unless(isTimeZone(timeZone), 'timeZone', `"${timeZone}" is not a known time zone. Write an IANA name such as Europe/London.`),
    ...unless(layers.length > 0, 'layers', 'Add a layer: without one nobody is ever on call.'),
    ...layers.flatMap((layer, index) => layerFaults(layer, `layers[${index}]`)),
    ...repeated(layers, 'layers'),
    ...overrides.flatMap((override, index) => overrideFaults(override, `overrides[${index}]`)),
    ...repeated(overrides, 'overrides'),
    ...circleFaults(overrides),
  ]
}

function layerFaults({ name, participants, rotation }: Layer, at: string): Fault[] {
  return [
    ...unless(name.trim() !== '', `${at}.name`, 'Give the layer a name.'),
    ...unless(participants.length > 0, `${at}.participants`, 'Add at least one person: an empty rotation puts nobody on call.'),
    ...rotationFaults(rotation, `${at}.rotation`),
  ]
}

function rotationFaults({ every, length, handoffDay, handoffTime, startsOn }: Rotation, at: string): Fault[] {
  const weekdayFits = every === 'day' || isWeekday(handoffDay)
  return [
    ...unless(
      isTurnLength(length),
      `${at}.length`,
      `A turn lasts a whole number of ${every}s, from 1 to ${LONGEST_TURN}. Correct ${length}.`,
    ),
    ...unless(weekdayFits, `${at}.handoffDay`, `Write the weekday as 1 (Monday) to 7 (Sunday), not ${handoffDay}.`),
    ...unless(isLocalTime(handoffTime), `${at}.handoffTime`, `Write the time as HH:MM, from 00:00 to 23:59, not "${handoffTime}".`),
    ...unless(isLocalDate(startsOn), `${at}.startsOn`, `Write a date that exists as YYYY-MM-DD, not "${startsOn}".`),
  ]
}

function overrideFaults({ userId, replaces, startsAt, endsAt }: Override, at: string): Fault[] {
  const times = Number.isFinite(startsAt) && Number.isFinite(endsAt)
  return [
    ...unless(times, `${at}.startsAt`, 'Give both a start and an end.'),
    ...unless(!times || startsAt < endsAt, `${at}.endsAt`, 'It ends before it starts, or at once. Put the end after the start.'),
    ...unless(userId === null || userId !== replaces, `${at}.userId`, 'This person would stand in for themselves. Choose somebody else.'),
  ]
}

function repeated(items: readonly { id: string }[], at: string): Fault[] {
  return items.flatMap(({ id }, index) => {
    const first = items.findIndex((one) => one.id === id)
    return unless(first === index, `${at}[${index}].id`, `"${id}" is already the id of ${at}[${first}]. Give this one another.`)
  })
}

function circleFaults(overrides: readonly Override[]): Fault[] {
  const circling = inCircles(overrides)
  const says = 'This chain of covers leads back to where it began. Take one of them out, or end one before the next begins.'
  return overrides.flatMap((override, index) => unless(!circling.has(override), `overrides[${index}].userId`, says))
}

function unless(right: boolean, at: string, says: string): Fault[] {
  return right ? [] : [{ at, says }]
}
