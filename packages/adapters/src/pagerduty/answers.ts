// What PagerDuty's Events API v2 says back, word for word where its words are public.
import type { Answer, Parsed } from '../intake.ts'

export const BODY_LIMIT_BYTES = 524_288

export function processed(dedupKey: string | null): Answer {
  const body = { status: 'success', message: 'Event processed' }
  return { status: 202, body: dedupKey === null ? body : { ...body, dedup_key: dedupKey } }
}

export function invalid(errors: string[]): Parsed {
  return { ok: false, answer: { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } } }
}

export function unreadable(why: 'not-json' | 'too-deep' | 'too-large'): Answer {
  if (why === 'too-large') {
    const errors = [`Event is too large (maximum is ${BODY_LIMIT_BYTES} bytes)`]
    return { status: 413, body: { status: 'invalid event', message: 'Event object is invalid', errors } }
  }
  return unrecognized(why === 'not-json' ? 'JSON parse error' : 'JSON is nested too deeply')
}

export function unrecognized(error: string): Answer {
  return { status: 400, body: { status: 'Unrecognized object', message: 'Event object format is unrecognized', errors: [error] } }
}
