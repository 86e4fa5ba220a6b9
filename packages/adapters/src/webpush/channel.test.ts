// Pages through a browser's push service, against one that verifies every signature and opens every message as the browser would.
import { adapterContract, aPage } from '@muster/testkit/vendors/adapter-contract.ts'
import { fakePush, type FakePush, type Subscription } from '@muster/testkit/vendors/fake-push.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Destination } from '../channel.ts'
import { createOutbound } from '../outbound.ts'
import { webpushChannel } from './channel.ts'
import { vapidKeysFrom } from './keys.ts'
import { readKeys, writeKeys } from './subscription.ts'

const keys = vapidKeysFrom(Buffer.alloc(48, 7))
const outbound = createOutbound({ allow: ['127.0.0.1'] })
const channel = webpushChannel({ outbound, publicUrl: 'https://muster.example', vapid: () => keys })
const to = ({ endpoint, keys: own }: Subscription): Destination => ({ channel: 'webpush', address: endpoint, secret: writeKeys(own) })

adapterContract('webpush', async () => {
  const vendor = await fakePush()
  const browser = vendor.subscribe(keys.publicKey)
  return {
    channel,
    destination: to(browser),
    vendor: {
      ...vendor,
      keys: () => vendor.pushes().map(({ payload }) => String(payload['key'])),
      texts: () => vendor.pushes().map(({ payload }) => String(payload['text'])),
    },
    secrets: [browser.keys.auth, browser.keys.p256dh, new URL(browser.endpoint).pathname, keys.privateKey, 'signed-token'],
    retryable: [408, 429, 500, 502, 503, 504],
    permanent: [301, 400, 401, 403, 404, 410, 413],
    textBytes: 640,
  }
})

describe('a page in the browser', () => {
  let vendor: FakePush
  let browser: Subscription
  beforeEach(async () => {
    vendor = await fakePush()
    browser = vendor.subscribe(keys.publicKey)
  })
  afterEach(() => vendor.close())
  const deliver = (change: Partial<typeof aPage> = {}, destination = to(browser)) =>
    channel.deliver({ ...aPage, ...change }, destination, new AbortController().signal)

  test('has its title, its first line, where to answer it and the number people say', async () => {
    expect(await deliver({ number: 12, thread: 'incident_1' })).toEqual({
      type: 'delivered',
      receipt: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
    const [push] = vendor.pushes()
    expect(push).toMatchObject({ ttl: 3600, urgency: 'high' })
    expect(push?.payload).toEqual({
      key: aPage.key,
      kind: 'page',
      title: 'SEV1 checkout is down',
      text: 'checkout is down since 03:10',
      url: aPage.url,
      number: 12,
      tag: push?.topic,
      severity: 'SEV1',
      sentAt: aPage.sentAt,
    })
    expect(vendor.violations).toEqual([])
  })

  test('gives way to later news of the same incident, and to no other', async () => {
    await deliver({ thread: 'incident_1' })
    await deliver({ thread: 'incident_1', kind: 'notice', key: 'k2', url: null })
    await deliver({ thread: 'incident_2', key: 'k3' })
    const [page, news, other] = vendor.pushes()
    expect(news?.topic).toBe(page?.topic)
    expect(other?.topic).not.toBe(page?.topic)
    expect(news).toMatchObject({ urgency: 'normal', payload: { url: null } })
  })

  test('that has switched its pager off, or is not known any more, is gone for good', async () => {
    vendor.end(browser)
    expect(await deliver()).toMatchObject({ type: 'never', isGone: true, why: expect.stringContaining('switch its pager on again') })
    vendor.answerNext(404)
    expect(await deliver()).toMatchObject({ type: 'never', isGone: true })
    vendor.answerNext(403)
    expect(await deliver()).toMatchObject({ type: 'never' })
    vendor.answerNext(403)
    expect(await deliver()).not.toHaveProperty('isGone')
  })

  test('is sent again when its push service asks', async () => {
    vendor.answerNext(429, { 'retry-after': '17' })
    expect(await deliver()).toMatchObject({ type: 'retry', afterMs: 17_000 })
  })

  test('fits into what push services carry, whatever its words weigh', async () => {
    expect(await deliver({ title: '🔥"\\'.repeat(900), body: '"\\\u0007'.repeat(900), key: '🔥'.repeat(2000) })).toMatchObject({
      type: 'delivered',
    })
    expect(vendor.violations).toEqual([])
  })

  test.each(['', 'fcm', 'mailto:a@b', 'javascript:alert(1)'])('is never sent to %j', async (address) => {
    expect(await deliver({}, { ...to(browser), address })).toMatchObject({ type: 'never' })
  })

  test.each([null, '', 'x.y', `${'A'.repeat(87)}.${'B'.repeat(22)}`])(
    'is never sent without keys that can be encrypted for (%j)',
    async (secret) => {
      expect(await deliver({}, { ...to(browser), secret })).toMatchObject({ type: 'never' })
      expect(readKeys(secret)).toBe(null)
    },
  )

  test('is never sent to a private address nobody allowed', async () => {
    const strict = webpushChannel({ outbound: createOutbound({ allow: [] }), publicUrl: 'https://muster.example', vapid: () => keys })
    const answer = await strict.deliver(aPage, to(browser), new AbortController().signal)
    expect(answer).toMatchObject({ type: 'never', why: expect.stringContaining('MUSTER_ALLOW_OUTBOUND') })
  })

  test('comes from a server that a plain http installation can be, too', async () => {
    const plain = webpushChannel({ outbound, publicUrl: 'http://localhost:4400', vapid: () => keys })
    expect(await plain.deliver(aPage, to(browser), new AbortController().signal)).toMatchObject({ type: 'delivered' })
    expect(vendor.violations).toEqual([])
  })
})

describe('the key of an installation', () => {
  test('is the same for the same secret and another for another, and always a key', () => {
    expect(vapidKeysFrom(Buffer.alloc(48, 7))).toEqual(keys)
    expect(vapidKeysFrom(Buffer.alloc(48, 8))).not.toEqual(keys)
    for (const edge of [Buffer.alloc(48), Buffer.alloc(48, 255)]) {
      const { publicKey, privateKey } = vapidKeysFrom(edge)
      expect([Buffer.from(publicKey, 'base64url').length, Buffer.from(privateKey, 'base64url').length]).toEqual([65, 32])
    }
  })
})
