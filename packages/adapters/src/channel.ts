// The port every way of reaching a person implements. It answers one of three things and never throws across the port.
import type { ChannelName, Instant, Millis } from '@muster/core/vocabulary.ts'

export type Message = {
  /** The delivery key: the same key means the same page, so receivers can drop a repeat. */
  key: string
  /** 1 for the first try. Above 1 the text must say that it may be a repeat. */
  attempt: number
  kind: 'page' | 'notice' | 'test'
  /** What, where, how bad, since when, what to do: at most 160 characters. */
  short: string
  title: string
  body: string
  /** The signed answer page; null for notices that need no answer. */
  url: string | null
  severity: 'SEV0' | 'SEV1' | 'SEV2' | 'SEV3' | null
  sentAt: Instant
  /** What messages about one incident share, so that mail programs show them together. */
  thread?: string
  /** What they are all called there: mail programs take what is called otherwise for another conversation. The title when left out. */
  subject?: string
  /** The incident's number, which people say aloud. */
  number?: number
}

export type Destination = {
  channel: ChannelName
  /** ntfy topic URL, e-mail address, webhook URL, where a browser's push service listens, or a person's name on the console. */
  address: string
  /** Signs webhooks, authorises ntfy, encrypts for a browser; null when the destination has none. Never logged. */
  secret: string | null
}

export type Delivered =
  | { type: 'delivered'; receipt: string | null }
  | { type: 'retry'; afterMs: Millis | null; why: string }
  /** `isGone`: the destination itself has ended, and nothing sent there will ever arrive. */
  | { type: 'never'; why: string; isGone?: true }

export type Channel = {
  /** Why this channel reaches nobody on this server; left out when it can. */
  whyOff?: string
  /** What is wrong with an address that could never be reached, as a sentence that says what to write; null when it could be. */
  faultOf?: (address: string) => string | null
  /** Stops at `signal`; a provider call is always shorter than the lease that guards it. */
  deliver: (message: Message, destination: Destination, signal: AbortSignal) => Promise<Delivered>
}
