// The words a phone must show, put together another way than the product does.
import type { Instant, Severity } from '@muster/core/vocabulary.ts'
import { DAY, HOUR, MINUTE } from '@muster/core/vocabulary.ts'
import { offsetOf } from './people.ts'

export type About = {
  severity: Severity
  title: string
  service: string
  openedAt: Instant
  alertCount: number
  timeZone: string
  attempt: number
}

const signs = new Map<Severity, string>([
  ['SEV0', '◆ SEV0'],
  ['SEV1', '▲ SEV1'],
  ['SEV2', '■ SEV2'],
  ['SEV3', '● SEV3'],
])

/** The longest start of the text that leaves room for the ellipsis, in whole characters. */
export function cut(text: string, room: number): string {
  if (text.length <= room) return text
  let left = text.length
  const points = [...text]
  while (left > room - 1) left -= points.pop()?.length ?? 0
  return `${points.join('')}…`
}

function time(at: Instant, timeZone: string): string {
  const day = (((at + offsetOf(timeZone)) % DAY) + DAY) % DAY
  const two = (number: number) => (number < 10 ? `0${number}` : `${number}`)
  return `${two(Math.floor(day / HOUR))}:${two(Math.floor((day % HOUR) / MINUTE))}`
}

export function shortWords({ severity, title, service, openedAt, alertCount, timeZone, attempt }: About): string {
  const before = `${signs.get(severity) ?? ''} ${cut(service, 40)}: `
  const alerts = alertCount === 1 ? '' : ` (${alertCount} alerts)`
  const repeat = attempt === 1 ? '' : ' May be a repeat.'
  const after = `${alerts} since ${time(openedAt, timeZone)}. Open to acknowledge.${repeat}`
  return [before, cut(title, 160 - before.length - after.length), after].join('')
}

export function titleWords({ severity, title, service }: Pick<About, 'severity' | 'title' | 'service'>): string {
  const before = `${signs.get(severity) ?? ''} ${cut(service, 40)}: `
  return before + cut(title, 110 - before.length)
}
