// The words of a page: what, where, how bad, since when, what to do, in at most 160 characters for a locked screen.
import { gradeOf, SHAPES, type Grade, type Instant, type Severity } from '../vocabulary.ts'

export const SHORT_LIMIT = 160
/** Leaves room for since-when within the first 160 characters. */
export const TITLE_LIMIT = 110

export type PageWords = {
  severity: Severity
  /** What the protocol calls it; the severity's own name when it has none. */
  grade?: Grade
  service: string
  title: string
  number: number
  openedAt: Instant
  alertCount: number
  timeZone: string
  /** Above 1 the message says that it may be a repeat. */
  attempt: number
}

export function shortText(words: PageWords): string {
  const head = headOf(words)
  const more = words.alertCount > 1 ? ` (${words.alertCount} alerts)` : ''
  const tail = `${more} since ${clockTime(words.openedAt, words.timeZone)}. Open to acknowledge.${words.attempt > 1 ? ' May be a repeat.' : ''}`
  return head + clip(words.title, SHORT_LIMIT - head.length - tail.length) + tail
}

/** The bold line of a push or a mail: how bad, where, what. */
export function titleText(words: Pick<PageWords, 'severity' | 'grade' | 'service' | 'title'>): string {
  const head = headOf(words)
  return head + clip(words.title, TITLE_LIMIT - head.length)
}

/** What everything about one incident is called, whatever becomes of its severity. */
export function subjectText({ number, service, title }: Pick<PageWords, 'number' | 'service' | 'title'>): string {
  const head = `#${number} ${clip(service, 40)}: `
  return head + clip(title, TITLE_LIMIT - head.length)
}

function headOf({ severity, grade = gradeOf(severity), service }: Pick<PageWords, 'severity' | 'grade' | 'service'>): string {
  return `${SHAPES[grade.class]} ${clip(grade.label, 20)} ${clip(service, 40)}: `
}

/** HH:MM in the reader's zone. */
export function clockTime(at: Instant, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`
}

/** Cuts at a code point, never inside one, and says so with an ellipsis. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text
  if (limit <= 1) return '…'.slice(0, Math.max(0, limit))
  let end = 0
  for (const point of text) {
    if (end + point.length > limit - 1) break
    end += point.length
  }
  return `${text.slice(0, end)}…`
}
