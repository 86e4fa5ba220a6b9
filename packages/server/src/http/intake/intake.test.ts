// The doors monitors knock on, tried with their own recorded words: each is answered as its vendor answers, and becomes an alert.
import { gzipSync } from 'node:zlib'
import { hasPayloads, payload, payloadsIn, type Payload } from '@muster/testkit/vendors/payloads.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf, organisation, service } from '@muster/testkit/night/organisation.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

let night: Night

beforeAll(async () => {
  const integrations = [
    { slug: 'pagerduty', kind: 'pagerduty' as const, key: keyOf('checkout') },
    { slug: 'alertmanager', kind: 'alertmanager' as const, key: keyOf('checkout', 'alertmanager') },
    { slug: 'generic', kind: 'generic' as const, key: keyOf('checkout', 'generic') },
  ]
  night = await startNight(inject('cluster'), {
    organisation: organisation({ services: [service('checkout', 'standard', { integrations })] }),
  })
})

afterAll(() => night.close())

type Door = { name: string; url: string; accepts: number; body: (event: object) => unknown; limit: number }

const trigger = { summary: 'disk full', source: 'db1', severity: 'critical' }
const alertmanager = `/integrations/${keyOf('checkout', 'alertmanager')}`

const doors = {
  events: {
    name: 'PagerDuty Events',
    url: '/v2/enqueue',
    accepts: 202,
    limit: 524_288,
    body: (also) => ({ routing_key: keyOf('checkout'), event_action: 'trigger', payload: { ...trigger, custom_details: also } }),
  },
  changes: {
    name: 'PagerDuty change events',
    url: '/v2/change/enqueue',
    accepts: 202,
    limit: 524_288,
    body: (also) => ({ routing_key: keyOf('checkout'), payload: { ...trigger, custom_details: also } }),
  },
  webhook: {
    name: 'Alertmanager webhook',
    url: `${alertmanager}/alertmanager`,
    accepts: 200,
    limit: 8 * 1024 * 1024,
    body: (also) => ({
      version: '4',
      status: 'firing',
      alerts: [{ status: 'firing', labels: { alertname: 'DiskFull' }, annotations: also }],
    }),
  },
  ingest: {
    name: 'Alertmanager ingest',
    url: `${alertmanager}/api/v2/alerts`,
    accepts: 200,
    limit: 8 * 1024 * 1024,
    body: (also) => [{ labels: { alertname: 'DiskFull' }, annotations: also }],
  },
  generic: {
    name: 'generic webhook',
    url: `/integrations/${keyOf('checkout', 'generic')}`,
    accepts: 202,
    limit: 524_288,
    body: (also) => ({ summary: 'disk full', ...also }),
  },
} satisfies Record<string, Door>

const all: Door[] = Object.values(doors)

type Sent = { payload: string | Buffer; headers?: Record<string, string> }

async function send(url: string, { payload: body, headers = { 'content-type': 'application/json' } }: Sent) {
  const response = await night.node.app.inject({ method: 'POST', url, headers, payload: body })
  const text = response.payload
  return { status: response.statusCode, text, body: text === '' ? null : (JSON.parse(text) as unknown), headers: response.headers }
}

/** How much each table holds: what is refused must leave them as they were. */
async function stored(): Promise<Record<string, number>> {
  await night.settle()
  const [row = {}] = await night.node.world.db.query<Record<string, number>>(
    `select (select count(*) from inbox) as inbox, (select count(*) from signals) as signals, (select count(*) from alerts) as alerts,
       (select count(*) from changes) as changes, (select count(*) from quarantine) as quarantine,
       (select coalesce(sum(count), 0) from alerts)::bigint as said`,
  )
  return row
}

describe.skipIf(!hasPayloads)('[BX-17] recorded words of real monitors become alerts:', () => {
  const events = [
    ...payloadsIn('captured-alertmanager-0.25', /^pagerduty-enqueue/),
    ...payloadsIn('captured-pagerduty-cli-0.1.18', /^event-alert/),
    ...payloadsIn('pagerduty-events-v2', /^(?!response)/),
  ]
  const webhooks = [
    ...payloadsIn('captured-alertmanager-0.25', /^webhook/),
    ...payloadsIn('alertmanager'),
    ...payloadsIn('keep-prometheus'),
    ...payloadsIn('keep-grafana'),
  ]

  test.each(events)('[SY-01] $name at /v2/enqueue', async ({ body }) => {
    const { quarantine, said = 0 } = await stored()
    const event = { ...Object(body), routing_key: keyOf('checkout') }
    const answer = await send(doors.events.url, { payload: JSON.stringify(event) })
    expect(answer).toMatchObject({ status: 202, body: { status: 'success', message: 'Event processed', dedup_key: expect.any(String) } })
    if (event.dedup_key !== undefined) expect(answer.body).toMatchObject({ dedup_key: event.dedup_key })
    expect(await stored()).toMatchObject({ inbox: 0, quarantine, said: said + 1 })
  })

  test.each(webhooks)('[SY-06] $name at the Alertmanager webhook', async ({ body, name }) => {
    const { quarantine } = await stored()
    const count = alertsIn(body)
    const answer = await send(doors.webhook.url, { payload: JSON.stringify(body) })
    expect(answer).toMatchObject({ status: 200, body: { status: 'ok', accepted: count, ignored: 0 } })
    expect(await stored()).toMatchObject({ inbox: 0, quarantine })
    const [known] = await night.node.world.db.query<{ n: number }>(
      `select count(*) as n from alerts a join integrations i on i.id = a.integration_id where i.kind = 'alertmanager' and a.details is not null`,
    )
    expect(known?.n, name).toBeGreaterThanOrEqual(1)
  })

  test.each(payloadsIn('captured-prometheus-2.42', /^alertmanager-post/))('$name at the Alertmanager ingest', async ({ body }: Payload) => {
    const { quarantine } = await stored()
    const answer = await send(doors.ingest.url, { payload: JSON.stringify(body) })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(await stored()).toMatchObject({ inbox: 0, quarantine })
  })

  test('our refusal is the recorded refusal', async () => {
    const event = { ...doors.events.body({}), routing_key: 'short' }
    const { status, body } = await send(doors.events.url, { payload: JSON.stringify(event) })
    expect({ status, body }).toEqual({ status: 400, body: payload('pagerduty-events-v2/response-400-invalid-event.json') })
  })
})

const alertsIn = (body: unknown): number => (Array.isArray(Object(body).alerts) ? Object(body).alerts.length : 1)

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe.each(all)('$name: a body that cannot be read', ({ url, limit, accepts, body }) => {
  const right = JSON.stringify(body({}))
  const unreadable: [string, number, Sent][] = [
    ['cut off', 400, { payload: right.slice(0, -1) }],
    ['empty', 400, { payload: '' }],
    ['no JSON', 400, { payload: 'disk full' }],
    ['10,000 levels deep', 400, { payload: deep(10_000) }],
    ['10,000 levels deep inside', 400, { payload: JSON.stringify(body({ odd: 'HERE' })).replace('"HERE"', deep(10_000)) }],
    ['a million levels deep and never closed', 400, { payload: '['.repeat(500_000) }],
    ['with NUL bytes', 400, { payload: Buffer.from(right.replace('disk', 'd\0sk').replace('Disk', 'D\0sk')) }],
    ['in invalid UTF-8', 400, { payload: Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]) }],
    ['too large', 413, { payload: right.padEnd(limit + 1) }],
    ['compressed', 415, { payload: gzipSync(right), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }],
  ]

  test.each(unreadable)('(%s) is refused with %d in the vendor’s shape, and leaves nothing behind', async (_what, status, sent) => {
    const before = await stored()
    const answer = await send(url, sent)
    expect(answer.status).toBe(status)
    if (url.startsWith('/v2/'))
      expect(answer.body).toMatchObject({ status: expect.any(String), message: expect.any(String), errors: [expect.any(String)] })
    else if (status === 400 && url.endsWith('/alerts'))
      expect(answer.body).toMatchObject({ code: 400, message: expect.stringContaining('parsing alerts body') })
    else expect(answer.text.length).toBeGreaterThan(20)
    expect(await stored()).toEqual(before)
  })

  test('of exactly the size of the limit is read', async () => {
    expect((await send(url, { payload: right.padEnd(limit) })).status).toBe(accepts)
  })

  test('harms nobody: the next one is taken', async () => {
    const before = await stored()
    expect((await send(url, { payload: right })).status).toBe(accepts)
    expect(await stored()).not.toEqual(before)
  })
})

describe.each(all)('$name: an odd body that can be read', ({ url, accepts, body, limit }) => {
  const count = limit > 1_000_000 ? 100_000 : 35_000
  const odd: [string, string][] = [
    ['an escaped NUL', '{"a":"x\\u0000y","b\\u0000":1}'],
    ['half a surrogate pair', '{"a":"\\ud83d","\\udc00":"b"}'],
    ['a number no computer can hold', '{"a":1e400000,"b":-1e400000,"c":1e-400000,"d":123456789012345678901234567890}'],
    ['names that are dangerous elsewhere', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":null}'],
    [`${count} names`, JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1])))],
    ['a text of 200,000 characters', JSON.stringify({ a: 'x'.repeat(200_000) })],
    ['names that are the same', '{"a":1,"a":2,"A":3}'],
    ['emoji, right-to-left marks and controls', '{"a":"🔥\\u202eevil\\u0007\\u001b[31m"}'],
    ['60 levels', `{"a":${deep(58)}}`],
  ]

  test.each(odd)('(%s) is taken, decided and set aside nowhere', async (_what, also) => {
    const { quarantine } = await stored()
    const sent = JSON.stringify(body({ odd: 'HERE' }))
      .replace('{"odd":"HERE"}', also)
      .replace('"odd":"HERE"', also.slice(1, -1))
    expect((await send(url, { payload: sent })).status).toBe(accepts)
    expect(await stored()).toMatchObject({ inbox: 0, quarantine })
    expect({}).not.toHaveProperty('polluted')
  })

  test.each([undefined, 'application/json', 'application/json; charset=utf-8', 'text/plain; charset=UTF-8', 'application/octet-stream'])(
    'is read whatever it calls itself (%s)',
    async (type) => {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
      expect((await send(url, { payload: JSON.stringify(body({})), headers })).status).toBe(accepts)
    },
  )

  test('may begin with a byte order mark, and come to an address with a slash too many', async () => {
    expect((await send(url, { payload: `\ufeff${JSON.stringify(body({}))}` })).status).toBe(accepts)
    for (const bent of [`${url}/`, `/${url}`]) expect((await send(bent, { payload: JSON.stringify(body({})) })).status).toBe(accepts)
  })

  test('may bring an Authorization header that is somebody else’s', async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Token token=abc' }
    expect((await send(url, { payload: JSON.stringify(body({})), headers })).status).toBe(accepts)
  })

  test('is never answered with 429, however many come', async () => {
    const sent = Array.from({ length: 60 }, () => send(url, { payload: JSON.stringify(body({})) }))
    expect(new Set((await Promise.all(sent)).map((answer) => answer.status))).toEqual(new Set([accepts]))
  })
})

describe('values of the wrong type', () => {
  test.each([null, 1, [], {}, true, '', ' '])(
    '[SY-01] %j in place of each field of an event is told in PagerDuty’s words, all at once',
    async (value) => {
      const before = await stored()
      const event = { routing_key: keyOf('checkout'), event_action: value, payload: { summary: value, source: value, severity: value } }
      const { status, body } = await send(doors.events.url, { payload: JSON.stringify(event) })
      expect({ status, body }).toMatchObject({ status: 400, body: { status: 'invalid event', message: 'Event object is invalid' } })
      const told: string[] = Object(body).errors
      expect(told.join()).toMatch(/event_action/)
      expect(await stored()).toEqual(before)
    },
  )

  test.each(['[]', 'null', '"x"', '7', 'true'])(
    '%s instead of an object is refused at every door but where a list belongs',
    async (json) => {
      for (const { url } of all) {
        if (json === '[]' && (url.endsWith('/alerts') || url === doors.generic.url)) continue
        expect((await send(url, { payload: json })).status).toBe(400)
      }
    },
  )
})

describe('a form', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  test('with fields, or with the JSON in one field, reaches the generic webhook', async () => {
    const forms = [
      'summary=disk+full&key=f1',
      `data=${encodeURIComponent('{"summary":"disk full","key":"f2"}')}`,
      `payload=${encodeURIComponent('{"summary":"x","key":"f3"}')}`,
    ]
    for (const [index, body] of forms.entries()) {
      const answer = await send(doors.generic.url, { payload: body, headers: form })
      expect(answer).toMatchObject({ status: 202, body: { signals: [{ key: `f${index + 1}` }] } })
    }
  })

  test('that says nothing is refused', async () => {
    for (const body of ['', 'a=b', 'data=%7B', `payload=${deep(200)}`])
      expect((await send(doors.generic.url, { payload: body, headers: form })).status).toBe(400)
  })
})

test('a connection is kept for longer than Alertmanager keeps it', () => {
  expect(night.node.app.server.keepAliveTimeout).toBeGreaterThanOrEqual(75_000)
})

test('amtool is told what it insists on before it sends', async () => {
  const status = await night.node.app.inject({ method: 'GET', url: `${alertmanager}/api/v2/status` })
  expect(status.json()).toMatchObject({ cluster: { status: 'ready' }, versionInfo: { version: '0.0.0' } })
  for (const probe of ['healthy', 'ready'])
    expect(await night.node.app.inject({ method: 'GET', url: `${alertmanager}/-/${probe}` })).toMatchObject({
      statusCode: 200,
      payload: 'OK',
    })
})
