// What a person is told about what will ring them.
import { expect, test } from 'vitest'
import { reachOf, type KnownContact, type Reaching } from './reach.ts'

const contact = (slug: string, also: Partial<KnownContact> = {}): KnownContact => ({
  slug,
  channel: 'ntfy',
  verifiedAt: 1,
  lastTest: { result: 'delivered', detail: '' },
  ...also,
})

const ann = (also: Partial<Reaching>): Reaching => ({
  name: 'Ann',
  disabled: false,
  contacts: [contact('push')],
  rules: [{ contact: 'push', delayMinutes: 0 }],
  whyOff: () => null,
  ...also,
})

test.each<[string, Partial<Reaching>, string, string]>([
  ['a contact that is confirmed and tested rings', {}, 'rings', 'push rings at once.'],
  ['nobody without a contact is rung', { contacts: [], rules: [] }, 'cannot', 'Nothing can ring: Ann has no contact.'],
  ['whoever is switched off is not rung', { disabled: true }, 'cannot', 'Ann is switched off and is never woken.'],
  ['a contact that no rule uses never rings', { rules: [] }, 'cannot', 'push never rings: no rule uses it.'],
  [
    'a channel that is off here cannot ring, and says what is missing',
    { whyOff: () => 'No mail server is configured' },
    'cannot',
    'push cannot ring: No mail server is configured.',
  ],
  [
    'what was never tested is doubtful',
    { contacts: [contact('push', { verifiedAt: null, lastTest: null })] },
    'doubtful',
    'push rings at once, but was never tested.',
  ],
  [
    'what failed its last test is doubtful, although it was confirmed once',
    { contacts: [contact('push', { lastTest: { result: 'never', detail: 'the topic does not exist' } })] },
    'doubtful',
    'push rings at once, but its last test failed: the topic does not exist.',
  ],
  [
    'what may pass is told as such',
    { contacts: [contact('push', { lastTest: { result: 'retry', detail: 'it is busy.' } })] },
    'doubtful',
    'push rings at once, but its last test did not get through: it is busy.',
  ],
  [
    'an unconfirmed contact rings all the same, and is shown as unconfirmed',
    { contacts: [contact('push', { verifiedAt: null })] },
    'rings',
    'push rings at once; it is not confirmed by a code yet.',
  ],
  [
    'every time it rings is told, in order',
    {
      rules: [
        { contact: 'push', delayMinutes: 5 },
        { contact: 'push', delayMinutes: 1 },
      ],
    },
    'rings',
    'push rings after 1 minute and after 5 minutes.',
  ],
])('%s', (_title, also, state, says) => {
  expect(reachOf(ann(also))).toEqual([expect.objectContaining({ state, says })])
})

test('what rings soonest stands first, and what cannot ring last', () => {
  const contacts = ['off', 'later', 'never', 'now'].map((slug) => contact(slug, slug === 'off' ? { channel: 'email' } : {}))
  const rules = [
    { contact: 'off', delayMinutes: 0 },
    { contact: 'later', delayMinutes: 5 },
    { contact: 'now', delayMinutes: 0 },
  ]
  const found = reachOf(ann({ contacts, rules, whyOff: (channel) => (channel === 'email' ? 'no mail server' : null) }))
  expect(found.map((one) => one.contact)).toEqual(['now', 'later', 'off', 'never'])
})
