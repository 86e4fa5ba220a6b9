// All channels together, as the shell gets them.
import { CHANNELS } from '@muster/core/vocabulary.ts'
import { aPage } from '@muster/testkit/vendors/adapter-contract.ts'
import { expect, test } from 'vitest'
import { createChannels } from './channels.ts'
import { createOutbound } from './outbound.ts'
import { vapidKeysFrom } from './webpush/keys.ts'

const channels = createChannels({
  outbound: createOutbound({ allow: [] }),
  smtp: null,
  consoleSink: () => {},
  publicUrl: 'https://muster.example',
  vapid: () => vapidKeysFrom(Buffer.alloc(48, 7)),
})

test('there is a channel for every name', () => {
  expect(Object.keys(channels).toSorted()).toEqual([...CHANNELS].toSorted())
})

test('without a mail server e-mail says what to set', async () => {
  const answer = await channels.email.deliver(
    aPage,
    { channel: 'email', address: 'a@b.example', secret: null },
    new AbortController().signal,
  )
  expect(answer).toEqual({ type: 'never', why: 'No mail server is configured: set MUSTER_SMTP_URL to send e-mail' })
})

test.each([
  [
    'ntfy',
    'https://ntfy.sh/my-topic',
    ['my-topic', 'https://ntfy.sh/', 'ftp://ntfy.sh/my-topic', 'https://ntfy.sh/two words', '+49 170 1234567'],
  ],
  [
    'email',
    'ann@example.org',
    ['ann', 'ann@', 'Ann <ann@example.org>', 'ann@example.org, ben@example.org', `${'a'.repeat(250)}@b.example`],
  ],
  ['webhook', 'http://10.0.0.5:8080/hook', ['10.0.0.5:8080/hook', 'javascript:alert(1)', 'https://', '+49 170 1234567']],
] as const)('what %s could never reach is told when it is written, also while it is switched off', (channel, good, bad) => {
  expect(channels[channel].faultOf?.(good)).toBe(null)
  for (const address of bad) expect(channels[channel].faultOf?.(address)).toMatch(/^Write an? .*\.$|^Write the address of a topic/)
})
