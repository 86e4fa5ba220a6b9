// Signed webhooks, against a receiver that trusts nothing unsigned.
import { adapterContract, aPage } from '@muster/testkit/vendors/adapter-contract.ts'
import { fakeWebhook } from '@muster/testkit/vendors/fake-webhook.ts'
import { expect, test } from 'vitest'
import { createOutbound } from '../outbound.ts'
import { webhookChannel } from './channel.ts'
import { signatureOf } from './signature.ts'

const secret = 'whsec_s3cret'
const channel = webhookChannel({ outbound: createOutbound({ allow: ['127.0.0.1'] }) })

adapterContract('webhook', async () => {
  const vendor = await fakeWebhook({ secret })
  return {
    channel,
    destination: { channel: 'webhook', address: vendor.url, secret },
    vendor: {
      ...vendor,
      keys: () => vendor.bodies().map(({ key }) => String(key)),
      texts: () => vendor.bodies().map(({ body }) => String(body)),
    },
    secrets: [secret, 'token-in-the-path', 'signed-token'],
    retryable: [408, 429, 500, 502, 503, 504],
    permanent: [302, 400, 401, 403, 404, 405, 410, 422],
    textBytes: 65_536,
  }
})

test('a receiver finds every field it was promised', async () => {
  const vendor = await fakeWebhook()
  expect(await channel.deliver(aPage, { channel: 'webhook', address: vendor.url, secret: null }, new AbortController().signal)).toEqual({
    type: 'delivered',
    receipt: null,
  })
  const { thread: _, ...sent } = aPage
  expect(vendor.bodies()).toEqual([{ ...sent, sentAt: '2026-01-15T03:10:00.000Z' }])
  expect(vendor.violations).toEqual([])
  await vendor.close()
})

test('the signature is the documented one', () => {
  expect(signatureOf('{}', 'secret', 1_700_000_000_999)).toBe(
    't=1700000000,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163',
  )
})

test.each(['', 'example.org/hook', 'ftp://example.org', 'javascript:alert(1)'])('%j is never called', async (address) => {
  expect(await channel.deliver(aPage, { channel: 'webhook', address, secret: null }, new AbortController().signal)).toMatchObject({
    type: 'never',
  })
})
