// Makes one call: finds the contact in the on-call list, writes the words in the person's own time, and asks the channel.
import type { Channel, Delivered, Message } from '@muster/adapters/channel.ts'
import type { ChannelName, Instant } from '@muster/core/vocabulary.ts'
import type { Call } from '@muster/core/watch/calls.ts'
import type { Outage } from '@muster/core/watch/watch.ts'
import { backWords, pageWords, SEVERITY } from '@muster/core/watch/words.ts'
import type { Secrets } from '../secrets.ts'
import type { Snapshot } from './snapshot.ts'

const CALL_TIMEOUT_MS = 5000

export type Delivery = {
  call: Call
  outage: Outage
  endedAt: Instant | null
  list: Snapshot
  secrets: Secrets
  channels: Record<ChannelName, Channel>
  publicUrl: string
  now: Instant
}

export async function deliver(delivery: Delivery): Promise<Delivered> {
  const { call, list, secrets, channels } = delivery
  const org = list.orgs.find((one) => one.id === call.orgId)
  const contact = org?.contacts.find((one) => one.id === call.contactId)
  const person = org?.people.find((one) => one.id === call.userId)
  if (org === undefined || contact === undefined || person === undefined)
    return { type: 'never', why: 'the contact is gone from the on-call list' }
  const { channel, address, secret } = contact
  const plain = secret === null ? null : secrets.open(Buffer.from(secret, 'base64'), `${org.id} ${contact.id}`)
  const message = messageFor(delivery, { organisation: org.name, timeZone: person.timeZone })
  return channels[channel].deliver(message, { channel, address, secret: plain }, AbortSignal.timeout(CALL_TIMEOUT_MS))
}

function messageFor(
  { call, outage, endedAt, list, publicUrl, now }: Delivery,
  reader: { organisation: string; timeZone: string },
): Message {
  const { key, kind, round, attempt } = call
  const facts = { outage, publicUrl, ...reader }
  const words = kind === 'page' ? pageWords({ ...facts, round, attempt, listedAt: list.takenAt }) : backWords(facts, endedAt ?? now)
  // Nothing is there to answer: the server that would take the answer is the one that is gone.
  return { key, attempt, kind, ...words, url: null, severity: SEVERITY, sentAt: now, thread: `watchdog:${outage.startedAt}` }
}
