// Times as a tired person reads them, and as they type them: the clock here, and how far away it is.

export type Here = { now: () => number; timeZone: string }

const two = (figure: number): string => String(figure).padStart(2, '0')
const zoned = (at: number, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)

/** "04:12", with the date in front when it is not today's. */
export function clock(at: string | number, { now, timeZone }: Here): string {
  const local = zoned(typeof at === 'number' ? at : Date.parse(at), timeZone)
  const time = `${two(local.hour)}:${two(local.minute)}`
  return local.toPlainDate().equals(zoned(now(), timeZone).toPlainDate()) ? time : `${local.toPlainDate().toString()} ${time}`
}

/** "04:12 · 3 min ago". */
export function when(at: string | number, here: Here): string {
  const ms = (typeof at === 'number' ? at : Date.parse(at)) - here.now()
  return `${clock(at, here)} · ${relative(ms)}`
}

function relative(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  if (minutes < 1) return ms <= 0 ? 'just now' : 'in less than a minute'
  const length = minutes < 120 ? `${minutes} min` : minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
  return ms <= 0 ? `${length} ago` : `in ${length}`
}

/** "12 m 04 s": the two units that matter at this length. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} m`
  return `${Math.floor(seconds / 86_400)} d ${two(Math.floor((seconds % 86_400) / 3600))} h`
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** What a person types for a time, as an ISO instant: "04:30" is the next one, "+2h" counts from now; null when it is no time. */
export function readTime(text: string, { now, timeZone }: Here): string | null {
  const ahead = /^\+(\d{1,5})([mhd])$/.exec(text)
  if (ahead !== null)
    return Temporal.Instant.fromEpochMilliseconds(now() + Number(ahead[1]) * units[ahead[2] as keyof typeof units]).toString()
  try {
    if (/^([01]?\d|2[0-3]):[0-5]\d$/.test(text)) return nextClock(text.padStart(5, '0'), zoned(now(), timeZone))
    if (/(Z|[+-]\d\d:?\d\d)$/i.test(text) && text.includes('T')) return Temporal.Instant.from(text).toString()
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant().toString()
  } catch {
    return null
  }
}

function nextClock(text: string, now: Temporal.ZonedDateTime): string {
  const today = now.withPlainTime(text)
  const next = Temporal.ZonedDateTime.compare(today, now) < 0 ? now.add({ days: 1 }).withPlainTime(text) : today
  return next.toInstant().toString()
}
