// What will ring a person and what cannot, and why: a sentence for each contact.
import type { ChannelName, Instant } from '../vocabulary.ts'

/** `doubtful`: it is tried, but nothing has shown that it arrives. */
export const REACH_STATES = ['rings', 'doubtful', 'cannot'] as const
export type ReachState = (typeof REACH_STATES)[number]

export type TestResult = 'delivered' | 'retry' | 'never'

export type KnownContact = {
  slug: string
  channel: ChannelName
  verifiedAt: Instant | null
  lastTest: { result: TestResult; detail: string } | null
  /** A browser whose pager has ended. */
  isGone?: boolean
}

export type Reaching = {
  name: string
  disabled: boolean
  contacts: readonly KnownContact[]
  rules: readonly { contact: string; delayMinutes: number }[]
  /** Why a channel reaches nobody on this server; null when it can. */
  whyOff: (channel: ChannelName) => string | null
}

/** `contact` is null when it is about the person. */
export type Reach = { contact: string | null; state: ReachState; says: string }

/** What rings soonest first, what never rings last. */
export function reachOf({ name, disabled, contacts, rules, whyOff }: Reaching): Reach[] {
  if (disabled) return [{ contact: null, state: 'cannot', says: `${name} is switched off and is never woken.` }]
  if (contacts.length === 0) return [{ contact: null, state: 'cannot', says: `Nothing can ring: ${name} has no contact.` }]
  const delays = (slug: string) => rules.filter((rule) => rule.contact === slug).map((rule) => rule.delayMinutes)
  const soonest = (slug: string) => Math.min(Number.POSITIVE_INFINITY, ...delays(slug))
  return contacts
    .map((contact) => ({ at: soonest(contact.slug), reach: reachBy(contact, delays(contact.slug), whyOff(contact.channel)) }))
    .toSorted((a, b) => rank(a.reach) - rank(b.reach) || (a.at === b.at ? 0 : a.at - b.at))
    .map(({ reach }) => reach)
}

const rank = ({ state }: Reach): number => (state === 'cannot' ? 1 : 0)

function reachBy({ slug, verifiedAt, lastTest, isGone }: KnownContact, delays: readonly number[], off: string | null): Reach {
  const reach = (state: ReachState, says: string): Reach => ({ contact: slug, state, says: `${slug} ${says}` })
  if (off !== null) return reach('cannot', `cannot ring: ${sentence(off)}`)
  if (isGone === true)
    return reach('cannot', 'cannot ring: that browser takes no more messages. Open Muster in it and switch its pager on again.')
  if (delays.length === 0) return reach('cannot', 'never rings: no rule uses it.')
  const when = `rings ${delays
    .toSorted((a, b) => a - b)
    .map(after)
    .join(' and ')}`
  if (lastTest === null && verifiedAt === null) return reach('doubtful', `${when}, but was never tested.`)
  if (lastTest?.result === 'never') return reach('doubtful', `${when}, but its last test failed: ${sentence(lastTest.detail)}`)
  if (lastTest?.result === 'retry') return reach('doubtful', `${when}, but its last test did not get through: ${sentence(lastTest.detail)}`)
  if (verifiedAt === null) return reach('rings', `${when}; it is not confirmed by a code yet.`)
  return reach('rings', `${when}.`)
}

const after = (minutes: number): string => (minutes === 0 ? 'at once' : `after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`)

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
