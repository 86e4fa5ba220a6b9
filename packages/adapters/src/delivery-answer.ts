// A provider's HTTP answer, or its silence, as one of the port's three answers. Nothing the provider wrote is repeated: it may echo secrets.
import type { Instant, Millis } from '@muster/core/vocabulary.ts'
import type { Delivered } from './channel.ts'
import { wellFormed } from './clean.ts'
import { OutboundRefused } from './outbound.ts'
import type { Outbound, Posted } from './outbound.ts'

/** Below the 8 s lease that guards a delivery, and below the 5 s promised for every call. */
export const CALL_DEADLINE_MS: Millis = 4500
const LONGEST_WAIT_MS: Millis = 86_400_000

type Undelivered = Exclude<Delivered, { type: 'delivered' }>

export const never = (why: string): Undelivered => ({ type: 'never', why })
export const retry = (why: string, afterMs: Millis | null = null): Undelivered => ({ type: 'retry', afterMs, why })

export function withDeadline(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(CALL_DEADLINE_MS)])
}

/** The delivery key as a header that every HTTP client may send; different keys stay different. */
export function idempotencyKey(key: string): Record<string, string> {
  const asHeader = wellFormed(key).replace(/[^\x20-\x7e]|^ | $/gu, encodeURIComponent)
  return { 'idempotency-key': asHeader }
}

type Call = { who: string; url: string; headers: Record<string, string>; body: string | Uint8Array; signal: AbortSignal; sentAt: Instant }

export async function postDelivery(outbound: Outbound, call: Call, receipt: (posted: Posted) => string | null): Promise<Delivered> {
  try {
    const { url, headers, body, signal } = call
    const posted = await outbound.post(url, {
      headers: { 'content-type': 'application/json', 'user-agent': 'Muster', ...headers },
      body,
      signal: withDeadline(signal),
    })
    return posted.status >= 200 && posted.status < 300 ? { type: 'delivered', receipt: receipt(posted) } : refusalOf(posted, call)
  } catch (error) {
    return silenceOf(error, call.who)
  }
}

function refusalOf({ status, headers }: Posted, { who, sentAt }: Call): Undelivered {
  if (status === 429) return retry(`${who} asks us to slow down (429)`, retryAfterMs(headers, sentAt))
  if (status === 408 || status >= 500) return retry(`${who} is in trouble (${status})`, retryAfterMs(headers, sentAt))
  if (status === 401 || status === 403) return never(`${who} refused our credentials (${status})`)
  if (status === 404 || status === 410) return never(`${who} has nothing at this address (${status})`)
  if (status >= 300 && status < 400) return never(`${who} redirects elsewhere (${status}); use the final address`)
  return never(`${who} refused the message (${status})`)
}

/** `Retry-After` in seconds or as a date; a date is read against the answer's own clock where it tells one. */
export function retryAfterMs(headers: Record<string, string>, sentAt: Instant): Millis | null {
  const asked = headers['retry-after']?.trim() ?? ''
  if (/^\d{1,9}(\.\d+)?$/.test(asked)) return Math.min(Math.ceil(Number(asked) * 1000), LONGEST_WAIT_MS)
  const until = Date.parse(asked)
  if (asked === '' || Number.isNaN(until)) return null
  const theirNow = Date.parse(headers['date'] ?? '')
  return Math.min(Math.max(0, until - (Number.isNaN(theirNow) ? sentAt : theirNow)), LONGEST_WAIT_MS)
}

const silences: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'refused the connection'],
  ['ECONNRESET', 'broke the connection off'],
  ['UND_ERR_SOCKET', 'broke the connection off'],
  ['ENOTFOUND', 'has a name that does not resolve'],
  ['EAI_AGAIN', 'has a name that does not resolve just now'],
  ['EHOSTUNREACH', 'cannot be reached'],
  ['ENETUNREACH', 'cannot be reached'],
  ['CERT_HAS_EXPIRED', 'shows an expired certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'shows a certificate nobody vouches for'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'shows a certificate nobody vouches for'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'shows a certificate for another name'],
])

export function silenceOf(error: unknown, who: string): Undelivered {
  if (error instanceof OutboundRefused) return never(`${who} was not called: ${error.message}`)
  const { name, code } =
    error instanceof Error ? { name: error.name, code: 'code' in error ? String(error.code) : '' } : { name: '', code: '' }
  const isLate = name === 'TimeoutError' || name === 'AbortError' || code.includes('TIMEOUT') || code === 'ETIMEDOUT'
  if (isLate) return retry(`${who} did not answer in time`)
  return retry(`${who} ${silences.get(code) ?? `could not be called (${/^[A-Z0-9_]{1,40}$/.test(code) ? code : 'unknown error'})`}`)
}
