// E-mail, against a mail server that keeps and checks what it is given.
import { adapterContract, aPage } from '@muster/testkit/vendors/adapter-contract.ts'
import { fakeSmtp } from '@muster/testkit/vendors/fake-smtp.ts'
import type { FakeSmtp } from '@muster/testkit/vendors/fake-smtp.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Message } from '../channel.ts'
import { emailChannel } from './channel.ts'
import { readSmtpUrl } from './smtp-config.ts'
import type { SmtpConfig } from './smtp-config.ts'

const sign = { user: 'muster', pass: 's3cret-pass' }
const publicUrl = 'https://muster.example'
const configFor = (vendor: FakeSmtp): SmtpConfig => ({
  host: '127.0.0.1',
  port: vendor.port,
  secure: false,
  requireTls: false,
  ...sign,
  from: 'Muster <muster@example.org>',
})
const destination = { channel: 'email', address: 'alex@example.org', secret: null } as const
const textOf = (raw: string): string => {
  const part = raw.split('Content-Type: text/plain')[1] ?? ''
  const encoded = part.slice(part.indexOf('\r\n\r\n') + 4).split('\r\n--')[0] ?? ''
  if (/transfer-encoding: base64/i.test(part.slice(0, 200))) return Buffer.from(encoded, 'base64').toString('utf8')
  const bytes = encoded.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

adapterContract('email', async () => {
  const vendor = await fakeSmtp({ sign })
  const channel = emailChannel({ smtp: configFor(vendor), publicUrl })
  return {
    channel,
    destination,
    vendor: {
      ...vendor,
      keys: () => vendor.received.map(({ headers }) => headers['message-id'] ?? ''),
      texts: () => vendor.received.map(({ raw }) => textOf(raw)),
    },
    secrets: [sign.pass, 'alex@example.org', 'signed-token'],
    retryable: [421, 450, 451, 452],
    permanent: [550, 552, 553, 554],
    textBytes: 250_000,
    close: channel.close,
  }
})

describe('a page by e-mail', () => {
  let vendor: FakeSmtp
  let channel: Channel & { close: () => void }
  beforeEach(async () => {
    vendor = await fakeSmtp({ sign })
    channel = emailChannel({ smtp: configFor(vendor), publicUrl })
  })
  afterEach(async () => {
    channel.close()
    expect(vendor.violations).toEqual([])
    await vendor.close()
  })
  const deliver = (change: Partial<Message> = {}, address: string = destination.address) =>
    channel.deliver({ ...aPage, ...change }, { ...destination, address }, new AbortController().signal)

  test('can be read as text and answered by its link', async () => {
    expect(await deliver()).toMatchObject({ type: 'delivered', receipt: expect.stringMatching(/^<[0-9a-f]{40}@muster\.example>$/) })
    const [mail] = vendor.received
    expect(mail).toMatchObject({
      from: 'muster@example.org',
      to: ['alex@example.org'],
      headers: { subject: 'SEV1 checkout is down', 'auto-submitted': 'auto-generated' },
    })
    expect(textOf(mail?.raw ?? '')).toContain('Answer here: https://muster.example/a/signed-token')
    expect(mail?.headers['references']).toBeUndefined()
  })

  test('belongs to the thread of its incident', async () => {
    await deliver({ thread: 'incident_1' })
    await deliver({ thread: 'incident_1', key: 'another' })
    const [one, two] = vendor.received.map(({ headers }) => headers)
    expect(one?.['references']).toBe(two?.['references'])
    expect(one?.['references']).toMatch(/^<.+@muster\.example>$/)
    expect(one?.['message-id']).not.toBe(two?.['message-id'])
  })

  test('[IR-04] keeps one subject and one thread whatever is told of the incident, at every try', async () => {
    const thread = { thread: 'incident_1', subject: '#12 Checkout: checkout is down' }
    await deliver({ ...thread, key: 'page', title: '◆ SEV1 Checkout: checkout is down' })
    await deliver({ ...thread, key: 'page', attempt: 2, title: '◆ SEV1 Checkout: checkout is down' })
    await deliver({
      ...thread,
      key: 'update',
      kind: 'notice',
      url: null,
      title: 'SEV2 Checkout, #12: Half of it works again',
      body: 'Half of it works again',
    })
    await deliver({ ...thread, thread: 'incident_2', key: 'other' })
    const [page, again, update, other] = vendor.received.map(({ headers }) => headers)
    expect([page, again, update].map((one) => one?.['subject'])).toEqual(Array(3).fill('#12 Checkout: checkout is down'))
    expect(again?.['message-id']).toBe(page?.['message-id'])
    expect(update?.['message-id']).not.toBe(page?.['message-id'])
    for (const one of [page, again, update]) {
      expect(one?.['in-reply-to']).toBe(page?.['references'])
      expect(one?.['references']).toBe(page?.['references'])
    }
    expect(other?.['references']).not.toBe(page?.['references'])
    // The root was never sent, and no message is a reply to itself.
    expect(vendor.received.map(({ headers }) => headers['message-id'])).not.toContain(page?.['references'])
    expect(textOf(vendor.received[0]?.raw ?? '')).toMatch(/^◆ SEV1 Checkout: checkout is down\r?\n/)
    expect(textOf(vendor.received[2]?.raw ?? '')).toMatch(/^Half of it works again/)
  })

  test('gains no header and no recipient from a stranger', async () => {
    await deliver({
      title: 'x\r\nBcc: evil@example.org\r\n\r\nbody',
      key: 'k\r\nX-Evil: 1',
      thread: 't\r\nX-Evil: 1',
      subject: 's\r\nX-Evil: 1',
      body: '.\r\nMAIL FROM:<evil@example.org>\r\n',
    })
    expect(vendor.received).toHaveLength(1)
    expect(vendor.received[0]).toMatchObject({ to: ['alex@example.org'] })
    expect(Object.keys(vendor.received[0]?.headers ?? {})).not.toEqual(expect.arrayContaining(['bcc']))
    expect(Object.keys(vendor.received[0]?.headers ?? {})).not.toEqual(expect.arrayContaining(['x-evil']))
  })

  test('shows a stranger’s markup as text', async () => {
    await deliver({ body: '<script>alert(1)</script>' })
    expect(vendor.received[0]?.raw).not.toContain('<script>alert(1)</script></p>')
    expect(vendor.received[0]?.raw.replace(/=\r\n/g, '')).toContain('&lt;script&gt;')
  })

  test.each([
    '',
    'alex',
    'a@b@c',
    'a@b\r\nRCPT TO:<evil@x>',
    'Alex <alex@example.org>',
    'a@example.org, b@example.org',
    `${'a'.repeat(250)}@example.org`,
  ])('is never sent to %j', async (address) => {
    expect(await deliver({}, address)).toMatchObject({ type: 'never' })
    expect(vendor.received).toHaveLength(0)
  })

  test('with a wrong password is never, and the password stays ours', async () => {
    const wrong = emailChannel({ smtp: { ...configFor(vendor), pass: 'wr0ng-pass' }, publicUrl })
    const answer = await wrong.deliver(aPage, destination, new AbortController().signal)
    expect(answer).toMatchObject({ type: 'never', why: 'The mail server refused our credentials (535)' })
    wrong.close()
  })

  test('tells the enhanced status and none of the other words of the server', async () => {
    vendor.answerNext(550, '5.1.1 no alex@example.org here')
    expect(await deliver()).toEqual({ type: 'never', why: 'The mail server refused the message (550 5.1.1)' })
  })

  test('of a storm of forty all arrive', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => deliver({ key: `k${n}` })))
    expect(answers.every(({ type }) => type === 'delivered')).toBe(true)
    expect(vendor.received).toHaveLength(40)
  })
})

describe('the mail server as an operator writes it', () => {
  test.each([
    [
      'smtp://u:p%40ss@mail.example:2525?from=m@example.org',
      { host: 'mail.example', port: 2525, secure: false, user: 'u', pass: 'p@ss', from: 'm@example.org' },
    ],
    ['smtps://mail.example?from=m@example.org', { port: 465, secure: true, user: null, pass: null }],
    ['smtp://mail.example?from=m@example.org&tls=required', { port: 587, requireTls: true }],
    ['smtp://[::1]:25?from=m@example.org', { host: '::1', port: 25 }],
  ])('%s', (url, smtp) => {
    expect(readSmtpUrl(url, null)).toMatchObject({ ok: true, smtp })
  })

  test.each(['', 'mail.example', 'http://mail.example', 'smtp://u:s3cret@mail.example', 'smtp://u:%zzs3cret@mail.example?from=a@b'])(
    '%j is refused with a reason that tells no password',
    (url) => {
      const read = readSmtpUrl(url, null)
      expect(read.ok ? '' : read.why).not.toMatch(/s3cret|^$/)
    },
  )
})
