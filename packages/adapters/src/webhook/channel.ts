// A signed JSON post to any URL a person or team runs: their own bridge, a chat bot, a siren.
import type { Channel, Destination, Message } from '../channel.ts'
import { idempotencyKey, never, postDelivery } from '../delivery-answer.ts'
import { bodyOf, fitLine, fitText } from '../message-text.ts'
import type { Outbound } from '../outbound.ts'
import { signatureOf } from './signature.ts'

const LIMIT = { title: 255, short: 160, body: 16_384 }

export function webhookChannel({ outbound }: { outbound: Outbound }): Channel {
  return {
    faultOf: (address) => (isUrl(address) ? null : 'Write an address that begins with https:// or http://.'),
    deliver: async (message, destination, signal) => {
      const { address, secret } = destination
      if (!isUrl(address)) return never('The webhook address is not an http or https URL')
      const body = bodyFor(message)
      const headers = { ...idempotencyKey(message.key), ...signed(body, secret, message) }
      const { sentAt } = message
      return postDelivery(
        outbound,
        { who: `The webhook at ${hostOf(destination)}`, url: address, headers, body, signal, sentAt },
        () => null,
      )
    },
  }
}

function isUrl(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address)
}

function bodyFor(message: Message): string {
  const { key, attempt, kind, url, severity, sentAt } = message
  const [title, short] = [fitLine(message.title, LIMIT.title), fitLine(message.short, LIMIT.short)]
  return JSON.stringify({
    key,
    attempt,
    kind,
    title,
    short,
    body: fitText(bodyOf(message), LIMIT.body),
    url,
    severity,
    sentAt: new Date(sentAt).toISOString(),
  })
}

function signed(body: string, secret: string | null, { sentAt }: Message): Record<string, string> {
  return secret === null || secret === '' ? {} : { 'muster-signature': signatureOf(body, secret, sentAt) }
}

// The path of such a URL is often itself the secret; its host never is.
function hostOf({ address }: Destination): string {
  return URL.parse(address)?.host ?? 'this address'
}
