// The signature our webhooks carry, so that a receiver knows a page came from us and was not replayed.
import { createHmac } from 'node:crypto'
import type { Instant } from '@muster/core/vocabulary.ts'

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`; a receiver recomputes it over the raw body and refuses an old `t`. */
export function signatureOf(body: string, secret: string, sentAt: Instant): string {
  const seconds = Math.floor(sentAt / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
