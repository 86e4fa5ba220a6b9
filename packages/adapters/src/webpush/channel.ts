// A page on somebody's own browser, locked or closed: encrypted for it alone (RFC 8291) and handed to its maker's push service.
import { createHash } from 'node:crypto'
import webpush from 'web-push'
import type { Channel, Delivered, Message } from '../channel.ts'
import { never, postDelivery, retry } from '../delivery-answer.ts'
import { bodyOf, fitBytes, fitLine } from '../message-text.ts'
import type { Outbound, Posted } from '../outbound.ts'
import type { VapidKeys } from './keys.ts'
import { readKeys, type BrowserKeys, type PushPayload } from './subscription.ts'

export type WebpushSetup = { outbound: Outbound; publicUrl: string; vapid: () => VapidKeys | null }

const LIMIT = { title: 160, text: 160 }
const REPEAT = ' May be a repeat.'
/** A page that could not be shown within the hour is no page any more; its ladder has long moved on. */
const LIFE_SECONDS = { page: 3600, notice: 14_400, test: 300 } as const
const MOST_BYTES = 3900

const gone: Delivered = {
  type: 'never',
  why: 'This browser takes no more messages: open Muster in it and switch its pager on again',
  isGone: true,
}

export function webpushChannel({ outbound, publicUrl, vapid }: WebpushSetup): Channel {
  return {
    deliver: async (message, { address, secret }, signal) => {
      const keys = readKeys(secret)
      if (keys === null || !/^https?:\/\//i.test(address) || !URL.canParse(address))
        return never('This browser gave no address and keys that can be used: switch its pager off and on again')
      const own = vapid()
      if (own === null) return retry('There is no key yet to sign messages to browsers with')
      const { headers, body } = requestFor(message, { endpoint: address, keys }, { ...own, subject: subjectOf(publicUrl) })
      const call = { who: "The browser's push service", url: address, headers, body, signal, sentAt: message.sentAt }
      let status = 0
      const answer = await postDelivery(
        noting(outbound, (posted) => (status = posted.status)),
        call,
        receiptOf,
      )
      return status === 404 || status === 410 ? gone : answer
    },
  }
}

/** The port's answers do not tell one refusal from another, and here one of them is final for the address. */
function noting(outbound: Outbound, note: (posted: Posted) => void): Outbound {
  return {
    ...outbound,
    post: async (url, what) => {
      const posted = await outbound.post(url, what)
      note(posted)
      return posted
    },
  }
}

type Details = { subject: string } & VapidKeys

function requestFor(
  message: Message,
  subscription: { endpoint: string; keys: BrowserKeys },
  vapidDetails: Details,
): { headers: Record<string, string>; body: Uint8Array } {
  const payload = JSON.stringify(payloadOf(message))
  const { headers, body } = webpush.generateRequestDetails(subscription, payload, {
    vapidDetails,
    TTL: LIFE_SECONDS[message.kind],
    urgency: message.kind === 'notice' ? 'normal' : 'high',
    topic: tagOf(message),
  })
  const named = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
  return { headers: Object.fromEntries(named.filter(([name]) => name !== 'content-length')), body: new Uint8Array(body ?? []) }
}

function payloadOf(message: Message): PushPayload {
  const { key, kind, url, severity, sentAt, number = null } = message
  const payload = {
    key,
    kind,
    title: fitBytes(fitLine(message.title, LIMIT.title), 4 * LIMIT.title),
    text: textOf(message),
    url,
    number,
    tag: tagOf(message),
    severity,
    sentAt,
  }
  const excess = Buffer.byteLength(JSON.stringify(payload)) - MOST_BYTES
  // Only a key or a link beyond all measure comes here: what can be read and answered stays.
  return excess > 0 ? { ...payload, key: createHash('sha256').update(key).digest('base64url') } : payload
}

/** The first line: the title says already how bad, where and what. */
function textOf(message: Message): string {
  const [first = ''] = bodyOf({ ...message, attempt: 1 }).split('\n')
  const line = first.trim() === '' ? message.short : first
  return message.attempt < 2 ? fitLine(line, LIMIT.text) : `${fitLine(line, LIMIT.text - REPEAT.length)}${REPEAT}`
}

/** 32 characters that push services accept; of one incident always the same, so that news of it replaces what is not yet read. */
function tagOf({ thread, key }: Message): string {
  return createHash('sha256')
    .update(thread ?? key)
    .digest('base64url')
    .slice(0, 32)
}

/** Whom the push service may write to: it wants an address of the web or of mail, and a public one. */
function subjectOf(publicUrl: string): string {
  const { protocol, hostname, origin } = new URL(publicUrl)
  return protocol === 'https:' && hostname !== 'localhost' ? origin : `mailto:muster@${hostname}`
}

function receiptOf({ headers }: Posted): string | null {
  const place = headers['location'] ?? ''
  return place === '' ? null : fitLine(place.split('/').at(-1) ?? '', 64)
}
