// Local clocks of any zone, without Temporal, which not every browser has yet: offsets, midnights, and when clocks change.
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const options = { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const made =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { ...options, hour: '2-digit', minute: '2-digit', second: '2-digit' })
  formats.set(timeZone, made)
  return made
}

/** The local clock read as if it were UTC. */
function wallOf(at: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

const offsetOf = (at: number, timeZone: string): number => wallOf(at, timeZone) - Math.floor(at / 1000) * 1000

export function isZone(timeZone: string): boolean {
  try {
    return formatOf(timeZone) !== undefined
  } catch {
    return false
  }
}

/** "2026-11-26T04:12": as an input of type datetime-local wants it. */
export function toLocal(at: number, timeZone: string): string {
  return new Date(wallOf(at, timeZone)).toISOString().slice(0, 16)
}

export const localDate = (at: number, timeZone: string): string => toLocal(at, timeZone).slice(0, 10)

/** Back from such a text. What happens twice counts at its first time, what never happens at the first moment after the gap. */
export function fromLocal(text: string, timeZone: string): number {
  const wall = Date.parse(`${text.slice(0, 16)}Z`)
  const candidates = [wall - offsetOf(wall - DAY_MS, timeZone), wall - offsetOf(wall + DAY_MS, timeZone)].toSorted((a, b) => a - b)
  const found = candidates.find((at) => wallOf(at, timeZone) === wall)
  if (found !== undefined) return found
  const [before, after] = candidates
  return before === undefined || after === undefined ? wall : changeBetween(before, after, timeZone)
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Monday is 1. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00Z`).getUTCDay() || 7

export const mondayOf = (date: string): string => addDays(date, 1 - weekdayOf(date))

export const startOfDay = (date: string, timeZone: string): number => fromLocal(`${date}T00:00`, timeZone)

/** The days that touch a stretch of time, each with the moment it begins. */
export function daysOf(from: number, to: number, timeZone: string): { date: string; at: number }[] {
  const days: { date: string; at: number }[] = []
  for (let date = localDate(from, timeZone); ; date = addDays(date, 1)) {
    const at = startOfDay(date, timeZone)
    if (at >= to) return days
    days.push({ date, at })
  }
}

/** When clocks change in a stretch of time, and by how much: forward is positive. */
export function clockChanges(from: number, to: number, timeZone: string): { at: number; byMinutes: number }[] {
  const changes: { at: number; byMinutes: number }[] = []
  for (let at = from; at < to; at += DAY_MS) {
    const end = Math.min(at + DAY_MS, to)
    const by = offsetOf(end, timeZone) - offsetOf(at, timeZone)
    if (by !== 0) changes.push({ at: changeBetween(at, end, timeZone), byMinutes: by / MINUTE_MS })
  }
  return changes
}

/** The one change between two moments whose offsets differ. */
function changeBetween(before: number, after: number, timeZone: string): number {
  const old = offsetOf(before, timeZone)
  let [low, high] = [Math.floor(before / MINUTE_MS), Math.ceil(after / MINUTE_MS)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetOf(middle * MINUTE_MS, timeZone) === old) low = middle
    else high = middle
  }
  return high * MINUTE_MS
}

export const ZONES: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]
