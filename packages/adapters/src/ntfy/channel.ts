// A push that rings a locked phone, through ntfy.sh or one's own ntfy server.
import type { Channel, Destination, Message } from '../channel.ts'
import { isRecord } from '../clean.ts'
import { idempotencyKey, never, postDelivery } from '../delivery-answer.ts'
import { bodyOf, fitBytes, fitLine } from '../message-text.ts'
import type { Outbound, Posted } from '../outbound.ts'

/** ntfy's own default for a message; what is longer would arrive as an attachment nobody opens at night. */
const MESSAGE_BYTES = 4096
const TITLE_BYTES = 250
/** Older servers read at most twice the message limit as JSON. */
const JSON_BYTES = 2 * MESSAGE_BYTES

/** What the phone's Acknowledge button posts to the signed answer URL. */
export const ACKNOWLEDGE_FORM = { contentType: 'application/x-www-form-urlencoded', body: 'action=acknowledge' } as const

const priorities = { SEV0: 5, SEV1: 5, SEV2: 4, SEV3: 3 } as const
const tags = { SEV0: 'rotating_light', SEV1: 'rotating_light', SEV2: 'warning', SEV3: 'information_source' } as const

export function ntfyChannel({ outbound }: { outbound: Outbound }): Channel {
  return {
    faultOf: (address) => (placeOf({ address }) === null ? 'Write the address of a topic, such as https://ntfy.sh/my-topic.' : null),
    deliver: async (message, destination, signal) => {
      const place = placeOf(destination)
      if (place === null) return never('The ntfy address is not a topic URL such as https://ntfy.sh/my-topic')
      const { key, sentAt } = message
      const headers = { ...idempotencyKey(key), ...authorization(destination) }
      const call = { who: 'The ntfy server', url: place.root, headers, body: publication(message, place.topic), signal, sentAt }
      return postDelivery(outbound, call, receiptOf)
    },
  }
}

function placeOf({ address }: Pick<Destination, 'address'>): { root: string; topic: string } | null {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  const [, root = '/', topic] = /^(.*\/)([-_A-Za-z0-9]{1,64})\/?$/.exec(url.pathname) ?? []
  if (topic === undefined) return null
  url.pathname = root
  url.search = ''
  url.hash = ''
  return { root: url.href, topic }
}

function authorization({ secret }: Destination): Record<string, string> {
  return secret === null || secret === '' ? {} : { authorization: `Bearer ${secret.replace(/[^\x21-\x7e]/g, '')}` }
}

function publication(message: Message, topic: string): string {
  const { url, severity, kind } = message
  const frame = {
    topic,
    title: fitBytes(fitLine(message.title, TITLE_BYTES), TITLE_BYTES),
    priority: priorityOf(message),
    tags: kind === 'test' ? ['test_tube'] : severity === null ? ['bell'] : [tags[severity], severity],
    ...(url === null ? {} : { click: url, actions: actionsFor(message, url) }),
  }
  const write = (limit: number): string => JSON.stringify({ ...frame, message: fitBytes(bodyOf(message), limit) })
  const whole = write(MESSAGE_BYTES)
  const excess = Buffer.byteLength(whole) - JSON_BYTES
  // Escapes such as \n and \" weigh more than the bytes they stand for.
  return excess <= 0 ? whole : write(Math.max(256, MESSAGE_BYTES - excess))
}

function priorityOf({ kind, severity }: Message): 3 | 4 | 5 {
  if (kind !== 'page') return 3
  // A page whose severity nobody knows must be able to wake somebody.
  return severity === null ? 5 : priorities[severity]
}

function actionsFor({ kind }: Message, url: string): object[] {
  const view = { action: 'view', label: 'Open', url, clear: false }
  if (kind !== 'page') return [view]
  const { contentType, body } = ACKNOWLEDGE_FORM
  const acknowledge = {
    action: 'http',
    label: 'Acknowledge',
    url,
    method: 'POST',
    headers: { 'Content-Type': contentType },
    body,
    clear: true,
  }
  return [acknowledge, view]
}

function receiptOf({ text }: Posted): string | null {
  try {
    const answer: unknown = JSON.parse(text)
    return isRecord(answer) && typeof answer['id'] === 'string' ? fitLine(answer['id'], 64) : null
  } catch {
    return null
  }
}
