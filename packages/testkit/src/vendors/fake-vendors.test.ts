// The fakes are only worth something if they notice: each is shown a breach of its vendor's contract.
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { fakeNtfy } from './fake-ntfy.ts'
import { fakeWebhook } from './fake-webhook.ts'

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test.each([
  ['not JSON', 'hello'],
  ['a field ntfy does not know', { topic: 't', message: 'm', urgency: 5 }],
  ['a priority out of range', { topic: 't', message: 'm', priority: 6 }],
  ['a message beyond the limit', { topic: 't', message: 'x'.repeat(4097) }],
  ['an action without a label', { topic: 't', message: 'm', actions: [{ action: 'view', url: 'https://x.example' }] }],
  [
    'four actions',
    { topic: 't', message: 'm', actions: Array.from({ length: 4 }, () => ({ action: 'view', label: 'a', url: 'https://x.example' })) },
  ],
])('the fake ntfy notices %s', async (_, body) => {
  const vendor = await fakeNtfy()
  await post(`${vendor.origin}/`, body)
  expect(vendor.violations).not.toEqual([])
  await vendor.close()
})

test('the fake ntfy refuses a wrong token as ntfy does', async () => {
  const vendor = await fakeNtfy({ token: 'right' })
  const answer = await post(`${vendor.origin}/`, { topic: 't', message: 'm' }, { authorization: 'Bearer wrong' })
  expect([answer.status, await answer.json()]).toMatchObject([403, { code: 40301 }])
  await vendor.close()
})

test('the fake receiver notices a signature over other bytes, and none at all', async () => {
  const vendor = await fakeWebhook({ secret: 'right' })
  const body = {
    key: 'k',
    attempt: 1,
    kind: 'page',
    title: 't',
    short: 's',
    body: 'b',
    url: null,
    severity: null,
    sentAt: '2026-01-15T03:10:00Z',
  }
  const sign = (text: string): string => `t=1,v1=${createHmac('sha256', 'right').update(`1.${text}`).digest('hex')}`
  await post(vendor.url, body, { 'idempotency-key': 'k', 'muster-signature': sign(JSON.stringify(body)) })
  expect(vendor.violations).toEqual([])
  await post(vendor.url, body, { 'idempotency-key': 'k', 'muster-signature': sign('{}') })
  await post(vendor.url, body, { 'idempotency-key': 'k' })
  expect(vendor.violations).toEqual(['the signature is wrong', 'the signature is wrong'])
  await vendor.close()
})

test('a fake that is down refuses, and once up it answers at the same place', async () => {
  const vendor = await fakeWebhook()
  await vendor.down()
  await expect(post(vendor.url, {})).rejects.toThrow()
  await vendor.up()
  expect((await post(vendor.url, {})).status).toBe(204)
  await vendor.close()
})
