// The way out: what it carries, and the places it will not go.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fakeHttp } from '@muster/testkit/vendors/fake-http.ts'
import type { FakeHttp } from '@muster/testkit/vendors/fake-http.ts'
import { OutboundRefused, createOutbound } from './outbound.ts'
import type { Outbound, Resolve } from './outbound.ts'

let server: FakeHttp
const opened: Outbound[] = []
beforeAll(async () => {
  server = await fakeHttp(() => ({ status: 200, headers: { 'x-answer': 'yes' }, body: 'hello' }))
})
afterAll(() => server.close())
afterEach(async () => {
  await Promise.all(opened.splice(0).map((outbound) => outbound.close()))
})

function outboundWith(allow: string[], resolve?: Resolve): Outbound {
  const outbound = createOutbound(resolve === undefined ? { allow } : { allow, resolve })
  opened.push(outbound)
  return outbound
}

const post = (outbound: Outbound, url: string) =>
  outbound.post(url, { headers: { 'x-key': 'k' }, body: '{}', signal: AbortSignal.timeout(3000) })
const portOf = (): string => new URL(server.origin).port

describe('an allowed place', () => {
  test('gets the request and gives its answer', async () => {
    expect(await post(outboundWith(['127.0.0.1']), `${server.origin}/a`)).toMatchObject({
      status: 200,
      headers: { 'x-answer': 'yes' },
      text: 'hello',
    })
    expect(server.received.at(-1)).toMatchObject({ method: 'POST', path: '/a', headers: { 'x-key': 'k' }, body: '{}' })
  })

  test('allowed by name is reached by name, over and over', async () => {
    const outbound = outboundWith(['ntfy.lan'], async () => [{ address: '127.0.0.1', family: 4 }])
    for (let round = 0; round < 3; round++) expect(await post(outbound, `http://ntfy.lan:${portOf()}/`)).toMatchObject({ status: 200 })
  })

  test('that redirects is not followed', async () => {
    server.answerNext(302, { location: 'http://169.254.169.254/' }, 'moved')
    expect(await post(outboundWith(['127.0.0.0/8']), server.origin)).toMatchObject({ status: 302, text: 'moved' })
  })

  test('that talks without end is heard for 64 KB', async () => {
    server.answerNext(200, {}, 'x'.repeat(1_000_000))
    expect((await post(outboundWith(['127.0.0.1']), server.origin)).text).toHaveLength(65_536)
  })

  test('gets credentials from its URL as a header', async () => {
    await post(outboundWith(['127.0.0.1']), `http://us%40er:p%3Ass@127.0.0.1:${portOf()}/`)
    expect(server.received.at(-1)?.headers['authorization']).toBe(`Basic ${Buffer.from('us@er:p:ss').toString('base64')}`)
  })
})

describe('a place that is not allowed', () => {
  test.each([
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0177.0.0.1',
    '0x7f.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0',
  ])('%s is refused before a byte is sent', async (host) => {
    const before = server.received.length
    await expect(post(outboundWith([]), `http://${host}:${portOf()}/`)).rejects.toThrow(OutboundRefused)
    expect(server.received).toHaveLength(before)
  })

  test('is refused when a name has one forbidden address among good ones', async () => {
    const resolve: Resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    await expect(post(outboundWith([], resolve), `http://rebind.example:${portOf()}/`)).rejects.toThrow(/private address/)
  })

  test('is refused when a name changes its mind between two calls', async () => {
    const answers = ['127.0.0.1', '127.0.0.2']
    const resolve: Resolve = async () => [{ address: answers.shift() ?? '127.0.0.2', family: 4 }]
    const outbound = outboundWith(['127.0.0.1'], resolve)
    server.answerNext(200, { connection: 'close' }, 'first')
    expect(await post(outbound, `http://rebind.example:${portOf()}/`)).toMatchObject({ text: 'first' })
    await expect(post(outbound, `http://rebind.example:${portOf()}/`)).rejects.toThrow(/private address/)
  })

  test.each(['http://169.254.169.254/latest/meta-data', 'http://[fd00:ec2::254]/', 'http://[::ffff:169.254.169.254]/'])(
    '%s is refused even with everything allowed',
    async (url) => {
      await expect(post(outboundWith(['0.0.0.0/0', '::/0']), url)).rejects.toThrow(/metadata/)
    },
  )

  test.each(['file:///etc/passwd', 'ftp://example.org', 'not a url', 'javascript:1', 'http://u:%zz@127.0.0.1/'])(
    '%s is not called',
    async (url) => {
      await expect(post(outboundWith(['127.0.0.1']), url)).rejects.toThrow(OutboundRefused)
    },
  )

  test('whose name does not resolve is an ordinary network failure', async () => {
    const error = await post(
      outboundWith([], async () => []),
      'http://nowhere.example/',
    ).catch((thrown: unknown) => thrown)
    expect(error).not.toBeInstanceOf(OutboundRefused)
    expect(error).toMatchObject({ code: 'ENOTFOUND' })
  })
})
