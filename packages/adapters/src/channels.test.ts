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
