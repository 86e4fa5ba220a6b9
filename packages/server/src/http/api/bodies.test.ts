// Whatever is sent to a route that writes: it is read whole, or refused with a reason and nothing is changed. Never a fault, never a crash.
import { gzipSync } from 'node:zlib'
import { accountFacts } from '@muster/testkit/night/account-facts.ts'
import { callOf, usualFacts, writeRoutes, type Facts } from '@muster/testkit/night/api-calls.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { BODY_LIMIT } from './body.ts'

let night: Night
let facts: Facts

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down')
  const silence = await night.api('POST', '/silences', { labels: { host: 'db1' }, minutes: 60, reason: 'planned work' })
  facts = { ...usualFacts, ...(await accountFacts(night)), silence: String(Object(silence.body).id) }
})

afterAll(() => night.close())

/** Every write leaves one of these: a version of the settings, a line of the audit, an entry of a log, a silence, a kept answer. */
async function everything(): Promise<unknown> {
  await night.settle()
  return night.node.world.db.query(
    `select (select sum(config_version) from orgs) as config, (select count(*) from audit) as audit, (select count(*) from log_entries) as log,
       (select array_agg(s::text order by id) from silences s) as silences, (select count(*) from idempotency) as kept`,
  )
}

type Sent = { payload: string | Buffer; headers?: Record<string, string> }

async function send(url: string, { payload, headers = {} }: Sent) {
  const response = await night.node.app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${TOKEN}`, ...headers }, payload })
  return { status: response.statusCode, body: response.json() }
}

const deep = (levels: number, [open, close]: [string, string]) => `${open.repeat(levels)}${close.repeat(levels)}`

const unreadable: [string, number, string, (right: string) => Sent][] = [
  ['cut in the middle', 400, 'not-json', (right) => ({ payload: `${right.slice(0, -1)},` })],
  ['that is no JSON', 400, 'not-json', () => ({ payload: 'incident=1&as=ann' })],
  ['of 10,000 lists in each other', 400, 'too-deep', () => ({ payload: deep(10_000, ['[', ']']) })],
  ['of 10,000 objects in each other', 400, 'too-deep', () => ({ payload: deep(10_000, ['{"as":', '}']).replace('{"as":}', '{"as":1}') })],
  ['with NUL bytes', 400, 'not-json', () => ({ payload: Buffer.from('{"as":"a\0b"}') })],
  ['with an escaped NUL', 400, 'bad-text', () => ({ payload: '{"as":"a\\u0000b"}' })],
  ['with an escaped NUL in a name', 400, 'bad-text', () => ({ payload: '{"a\\u0000s":1}' })],
  ['with half a surrogate pair', 400, 'bad-text', () => ({ payload: '{"reason":"\\ud83d"}' })],
  ['in invalid UTF-8', 400, 'not-json', () => ({ payload: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) })],
  ['in UTF-16', 400, 'not-json', () => ({ payload: Buffer.from('{"as":"ann"}', 'utf16le') })],
  ['larger than the limit', 413, 'too-large', () => ({ payload: `{"as":"${'x'.repeat(BODY_LIMIT)}"}` })],
  ['that is compressed', 415, 'encoded', (right) => ({ payload: gzipSync(right), headers: { 'content-encoding': 'gzip' } })],
]

describe.each([...writeRoutes])('$name ($method $path)', (route) => {
  test.each(unreadable)('refuses a body %s: %d, %s', async (_what, status, reason, made) => {
    const before = await everything()
    const { url, payload = '' } = callOf(route, facts)
    const answer = await send(url, made(payload))
    expect(answer).toMatchObject({ status, body: { defined: true, status, data: { reason, hint: expect.any(String) } } })
    expect(await everything()).toEqual(before)
  })

  test('meets odd but readable JSON with 422, or does what it was asked, and never with a fault', async () => {
    const { url } = callOf(route, facts)
    const odd = [
      '[]',
      '"text"',
      'null',
      '1',
      'true',
      '[[{}]]',
      '{"as":{}}',
      '{"__proto__":{"as":"ann"}}',
      '{"constructor":{"prototype":{}}}',
    ]
    for (const payload of odd) {
      const { status, body } = await send(url, { payload })
      expect({ payload, status, code: Object(body).code }).not.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
      expect([200, 201, 400, 404, 409, 422]).toContain(status)
    }
    expect(Object.prototype).not.toHaveProperty('as')
  })

  test('meets an address that was bent with 4xx', async () => {
    for (const bent of ['%00', '%ff', '%zz', '..%2f..%2fetc', '%25', `${'%20'.repeat(60)}`]) {
      const url = `/api/v1${route.path.replace(/\{\w+\}/, bent)}${route.path.includes('{') ? '' : `/${bent}`}`.replaceAll(/\{\w+\}/g, 'x')
      const { status } = await send(url, { payload: '{"minutes":1}' })
      expect([400, 404, 422]).toContain(status)
    }
  })
})

describe('a body that is right', () => {
  const url = '/api/v1/signals/dry-run'
  const right = '{"kind":"generic","body":{"summary":"disk full"}}'

  test.each([undefined, 'application/json', 'application/json; charset=utf-8', 'text/plain', 'application/octet-stream'])(
    'is read whatever it calls itself (%s)',
    async (type) => {
      const { status } = await send(url, { payload: right, headers: type === undefined ? {} : { 'content-type': type } })
      expect(status).toBe(200)
    },
  )

  test('may begin with a byte order mark, as PowerShell writes it', async () => {
    expect((await send(url, { payload: `\ufeff${right}` })).status).toBe(200)
  })

  test('may be of the size of the limit', async () => {
    const [before, after] = ['{"kind":"generic","body":{"summary":"', '"}}']
    const payload = `${before}${'x'.repeat(BODY_LIMIT - before.length - after.length)}${after}`
    expect((await send(url, { payload })).status).toBe(200)
  })

  test('may hold numbers no computer can hold, a hundred thousand names, and names that are dangerous elsewhere', async () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]))
    for (const body of [
      '{"summary":"x","value":1e400000}',
      '{"summary":"x","value":-1e400000}',
      JSON.stringify({ summary: 'x', many }),
      '{"summary":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    ]) {
      const { status } = await send(url, { payload: `{"kind":"generic","body":${body}}` })
      expect([200, 422]).toContain(status)
    }
    expect({}).not.toHaveProperty('polluted')
  })

  test('is the same to a question with brackets in it, however many', async () => {
    const brackets = `limit${'[a]'.repeat(4000)}=1&__proto__[polluted]=1&a[__proto__][polluted]=1&limit[]=1`
    const { status } = await night.api('GET', `/incidents?${brackets}`)
    expect([200, 422]).toContain(status)
    expect({}).not.toHaveProperty('polluted')
  })
})
