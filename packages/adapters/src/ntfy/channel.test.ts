// Pages through ntfy, against a server that checks ntfy's published contract.
import { adapterContract, aPage } from '@muster/testkit/vendors/adapter-contract.ts'
import { fakeNtfy } from '@muster/testkit/vendors/fake-ntfy.ts'
import type { FakeNtfy } from '@muster/testkit/vendors/fake-ntfy.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Destination } from '../channel.ts'
import { createOutbound } from '../outbound.ts'
import { ACKNOWLEDGE_FORM, ntfyChannel } from './channel.ts'

const token = 'tk_s3cret_token'
const outbound = createOutbound({ allow: ['127.0.0.1'] })
const channel = ntfyChannel({ outbound })
const to = (vendor: FakeNtfy, secret: string | null = token): Destination => ({
  channel: 'ntfy',
  address: vendor.topicUrl('alex-phone-7f3a'),
  secret,
})

adapterContract('ntfy', async () => {
  const vendor = await fakeNtfy({ token })
  return {
    channel,
    destination: to(vendor),
    vendor: {
      ...vendor,
      keys: () => vendor.received.map(({ headers }) => headers['idempotency-key'] ?? ''),
      texts: () => vendor.messages().map(({ message }) => message),
    },
    secrets: [token, 'alex-phone-7f3a', 'signed-token'],
    retryable: [408, 429, 500, 502, 503, 507],
    permanent: [301, 400, 401, 403, 404, 413],
    textBytes: 4096,
  }
})

describe('a page on the phone', () => {
  let vendor: FakeNtfy
  beforeEach(async () => {
    vendor = await fakeNtfy()
  })
  afterEach(async () => {
    expect(vendor.violations).toEqual([])
    await vendor.close()
  })
  const deliver = (change: Partial<typeof aPage> = {}, destination = to(vendor, null)) =>
    channel.deliver({ ...aPage, ...change }, destination, new AbortController().signal)

  test('rings, opens the answer page on a tap, and can be acknowledged from the lock screen', async () => {
    expect(await deliver()).toEqual({ type: 'delivered', receipt: 'hwQ2YpKdmg' })
    const [message] = vendor.messages()
    expect(message).toMatchObject({ topic: 'alex-phone-7f3a', title: 'SEV1 checkout is down', priority: 5, click: aPage.url })
    expect(message?.actions).toMatchObject([
      { action: 'http', label: 'Acknowledge', url: aPage.url, method: 'POST', body: ACKNOWLEDGE_FORM.body },
      { action: 'view', url: aPage.url },
    ])
  })

  test.each([
    ['SEV0', 5],
    ['SEV1', 5],
    ['SEV2', 4],
    ['SEV3', 3],
    [null, 5],
  ] as const)('of severity %s has priority %i', async (severity, priority) => {
    await deliver({ severity })
    expect(vendor.messages()).toMatchObject([{ priority }])
  })

  test('that is only a notice wakes nobody and asks for nothing', async () => {
    await deliver({ kind: 'notice', url: null })
    expect(vendor.messages()).toMatchObject([{ priority: 3, click: null, actions: [] }])
  })

  test('waits exactly as long as ntfy asks, in seconds or until a date', async () => {
    vendor.answerNext(429, { 'retry-after': '17' })
    expect(await deliver()).toMatchObject({ type: 'retry', afterMs: 17_000 })
    vendor.answerNext(503, { date: 'Thu, 15 Jan 2026 03:10:00 GMT', 'retry-after': 'Thu, 15 Jan 2026 03:10:30 GMT' })
    expect(await deliver()).toMatchObject({ type: 'retry', afterMs: 30_000 })
    vendor.answerNext(429, { 'retry-after': 'soon' })
    expect(await deliver()).toMatchObject({ type: 'retry', afterMs: null })
  })

  test.each(['', 'topic', 'https://ntfy.sh/', 'https://ntfy.sh/bad topic', 'ftp://ntfy.sh/topic', 'mailto:a@b'])(
    'is never sent to %j',
    async (address) => {
      expect(await deliver({}, { channel: 'ntfy', address, secret: null })).toMatchObject({ type: 'never' })
    },
  )

  test('is never sent to a private address nobody allowed', async () => {
    const strict = ntfyChannel({ outbound: createOutbound({ allow: [] }) })
    expect(await strict.deliver(aPage, to(vendor), new AbortController().signal)).toMatchObject({
      type: 'never',
      why: expect.stringContaining('MUSTER_ALLOW_OUTBOUND'),
    })
  })
})
