// How a message's text is fitted to what a channel can carry: the limits, and the honest word about repeats.
import type { Message } from './channel.ts'
import { cleanLine, cleanText, wellFormed } from './clean.ts'

const REPEAT = 'This may be a repeat: an earlier try may have reached you.'

const encoder = new TextEncoder()

/** At most `limit` bytes of UTF-8, cut between characters and marked as cut. */
export function fitBytes(text: string, limit: number): string {
  const whole = wellFormed(text)
  if (encoder.encodeInto(whole, new Uint8Array(limit)).read === whole.length) return whole
  const { read } = encoder.encodeInto(whole, new Uint8Array(limit - 3))
  return `${whole.slice(0, read)}…`
}

export const fitText = cleanText
export const fitLine = cleanLine

/** From the second try on somebody may read this twice and must be told so. */
export function bodyOf(message: Message): string {
  const text = message.body === '' ? message.short : message.body
  if (message.attempt < 2 || /\brepeat/i.test(text)) return text
  return `${REPEAT}\n\n${text}`
}
