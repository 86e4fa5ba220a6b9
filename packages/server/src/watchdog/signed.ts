// A text and its signature together, as it travels and as it lies on disk: what was altered on the way is not read.
import type { Secrets } from '../secrets.ts'

export type Purpose = 'watchdog-snapshot' | 'watchdog-outage'

export type Signed = { text: string; signature: string }
export type Opened = { ok: true; text: string } | { ok: false; reason: 'not-signed' | 'altered' }

export function signed(secrets: Secrets, purpose: Purpose, value: object): Signed {
  const text = JSON.stringify(value)
  return { text, signature: secrets.sign(purpose, text) }
}

/** Altered, or signed with another key: the two cannot be told apart. */
export function opened(secrets: Secrets, purpose: Purpose, raw: string): Opened {
  const found = parsed(raw)
  if (found === null) return { ok: false, reason: 'not-signed' }
  return secrets.verify(purpose, found.text, found.signature) ? { ok: true, text: found.text } : { ok: false, reason: 'altered' }
}

function parsed(raw: string): Signed | null {
  try {
    const found: unknown = JSON.parse(raw)
    if (typeof found !== 'object' || found === null || !('text' in found) || !('signature' in found)) return null
    return { text: String(found.text), signature: String(found.signature) }
  } catch {
    return null
  }
}
