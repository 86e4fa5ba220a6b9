// Times and lengths of time in words: absolute and relative, in the reader's zone, never as figures that could be read two ways.
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  const made = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options)
  formats.set(key, made)
  return made
}

const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone

export const localZone = (): string => zoneHere

type Clock = { now: number; timeZone?: string; seconds?: boolean }

/** What was written within this minute: a screen has hundreds of times, and writing one costs as much as drawing it. */
const written = new Map<string, string>()
const MOST_WRITTEN = 5000
let writtenAt = -1

/** "04:12", with the day when it is not today's: "Tue 24 Nov, 04:12". */
export function clockTime(at: number, { now, timeZone = zoneHere, seconds = false }: Clock): string {
  const minute = Math.floor(now / MINUTE_MS)
  if (minute !== writtenAt || written.size > MOST_WRITTEN) written.clear()
  writtenAt = minute
  const key = `${at} ${timeZone} ${seconds}`
  const known = written.get(key) ?? writeClock(at, { now, timeZone, seconds })
  written.set(key, known)
  return known
}

function writeClock(at: number, { now, timeZone, seconds }: Required<Clock>): string {
  const time = format({ hour: '2-digit', minute: '2-digit', ...(seconds && { second: '2-digit' }), hourCycle: 'h23', timeZone }).format(at)
  const day = (instant: number) => format({ year: 'numeric', month: 'short', day: 'numeric', timeZone }).format(instant)
  if (day(at) === day(now)) return time
  const sameYear = format({ year: 'numeric', timeZone }).format(at) === format({ year: 'numeric', timeZone }).format(now)
  const date = format({ weekday: 'short', day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }), timeZone }).format(at)
  return `${date.replace(/(\w{3}) (\d)/, '$1 $2').replace(',', '')}, ${time}`
}

/** "3 min ago", "in 12 min", "just now". */
export function relative(at: number, now: number): string {
  const away = Math.abs(now - at)
  if (away < 10_000) return 'just now'
  const amount = rough(away)
  return at <= now ? `${amount} ago` : `in ${amount}`
}

/** "45 s", "12 min", "5 h", "3 days": for how long ago something was. */
export function rough(lengthMs: number): string {
  if (lengthMs < MINUTE_MS) return `${Math.floor(lengthMs / 1000)} s`
  if (lengthMs < HOUR_MS) return `${Math.floor(lengthMs / MINUTE_MS)} min`
  if (lengthMs < 2 * DAY_MS) return `${Math.floor(lengthMs / HOUR_MS)} h`
  return `${Math.floor(lengthMs / DAY_MS)} days`
}

/** "12 m 04 s", "3 h 07 m", "2 d 4 h": for what counts. Never negative. */
export function duration(lengthMs: number): string {
  const total = Math.max(0, Math.floor(lengthMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  if (total < 60) return `${total} s`
  if (total < 3600) return `${Math.floor(total / 60)} m ${two(total % 60)} s`
  if (total < 86_400) return `${Math.floor(total / 3600)} h ${two(Math.floor((total % 3600) / 60))} m`
  return `${Math.floor(total / 86_400)} d ${Math.floor((total % 86_400) / 3600)} h`
}
