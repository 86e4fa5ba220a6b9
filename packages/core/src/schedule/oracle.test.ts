// A second engine, walking minute by minute, agrees with the first over a year in six zones.
import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, type Instant } from '../vocabulary.ts'
import { ada, ben, cyd, layer, schedule } from './fixture.ts'
import { onCallAt, shifts } from './on-call.ts'
import type { Rotation } from './schedule.ts'

// The other algorithm: a clock on the wall, read from Intl and looked at once a minute. Whenever it shows the next handoff
// or later, the next person takes over. No calendar arithmetic, no Temporal, no rule about gaps or repeated hours.
const people = [ada, ben, cyd]
type Takeover = { at: Instant; turn: number }

/** What the wall shows at each minute of a stretch, in minutes; Intl is asked every hour, and every minute of an hour in which it changes. */
function wallClock(timeZone: string, from: Instant, to: Instant): Int32Array {
  const wall = new Int32Array((to - from) / MINUTE)
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' })
  const read = (at: Instant) => {
    const [day, month, year, hour, minute] = format.format(at).split(/\D+/).map(Number)
    return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute) / MINUTE
  }
  for (let hour = 0; hour < wall.length; hour += 60) {
    const start = read(from + hour * MINUTE)
    const steady = read(from + hour * MINUTE + HOUR) === start + 60
    for (let minute = 0; minute < 60; minute++) wall[hour + minute] = steady ? start + minute : read(from + (hour + minute) * MINUTE)
  }
  return wall
}

function walk(wall: Int32Array, from: Instant, rotation: Rotation): Takeover[] {
  const [hours = 0, minutes = 0] = rotation.handoffTime.split(':').map(Number)
  const weekday = (day: number) => ((((day + 3) % 7) + 7) % 7) + 1
  let day = Date.parse(`${rotation.startsOn}T00:00Z`) / DAY
  while (rotation.every === 'week' && weekday(day) !== rotation.handoffDay) day -= 1
  const step = rotation.length * (rotation.every === 'week' ? 7 : 1) * 1440
  let due = day * 1440 + hours * 60 + minutes
  let turn = -1
  const takeovers: Takeover[] = []
  wall.forEach((shown, minute) => {
    if (shown < due) return
    while (shown >= due) {
      turn += 1
      due += step
    }
    takeovers.push({ at: from + minute * MINUTE, turn })
  })
  return takeovers
}

const times = ['00:00', '00:30', '01:30', '02:00', '02:15', '02:30', '09:00', '23:45']
const rotations = (startsOn: string): Rotation[] => [
  ...times.map((handoffTime) => ({ every: 'day', length: 1, handoffDay: 1, handoffTime, startsOn }) as const),
  { every: 'day', length: 5, handoffDay: 1, handoffTime: '02:30', startsOn },
  { every: 'week', length: 1, handoffDay: 1, handoffTime: '09:00', startsOn },
  { every: 'week', length: 1, handoffDay: 7, handoffTime: '02:30', startsOn },
  { every: 'week', length: 2, handoffDay: 5, handoffTime: '00:00', startsOn },
]

it.each([
  ['America/New_York', 2026],
  ['Europe/London', 2026],
  ['Australia/Lord_Howe', 2026],
  ['Africa/Cairo', 2026],
  ['Asia/Kathmandu', 2026],
  ['Pacific/Apia', 2011],
  ['America/St_Johns', 1990],
])('somebody watching the wall clock in %s all through %i agrees with the engine', { timeout: 60_000 }, (timeZone, year) => {
  const [from, to] = [Date.UTC(year - 1, 11, 1), Date.UTC(year + 1, 0, 3)]
  const wall = wallClock(timeZone, from, to)
  const jumps = Array.from(wall.keys()).filter((minute) => minute > 0 && wall[minute] !== (wall[minute - 1] ?? 0) + 1)
  for (const rotation of rotations(`${year - 1}-12-15`)) {
    const rota = schedule(timeZone, [layer({ participants: people, rotation })])
    const takeovers = walk(wall, from, rotation)
    const expected = takeovers.map(({ at, turn }, index) => ({
      userId: people[turn % 3],
      startsAt: at,
      endsAt: takeovers[index + 1]?.at ?? to,
    }))
    expect(shifts(rota, takeovers[0]?.at ?? from, to)).toEqual(expected)

    const turnAt = (at: Instant) => onCallAt(rota, at).from?.turn.number ?? -1
    const nearJumps = jumps.flatMap((jump) => Array.from({ length: 240 }, (_, minute) => from + (jump + minute - 120) * MINUTE))
    const nearTakeovers = takeovers.flatMap(({ at }) => [at - MINUTE, at - 1, at, at + 1, at + MINUTE])
    const asked = [...nearJumps, ...nearTakeovers].filter((at) => at < to)
    expect(asked.map(turnAt)).toEqual(asked.map((at) => takeovers.findLast((one) => one.at <= at)?.turn ?? -1))
  }
})
