// When something fails inside: the caller is told what to do and a number, the log the rest; and nobody outside sees the inside.
import { apiRoutes, callOf, usualFacts } from '@muster/testkit/night/api-calls.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { PUBLIC_URL, TOKEN } from '@muster/testkit/night/node.ts'
import { keyOf } from '@muster/testkit/night/organisation.ts'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { openDb } from '../store/db.ts'
import type { World } from '../world.ts'
import { createApp } from './app.ts'

let night: Night
let link: string
let lines: string[]
let apps: FastifyInstance[]

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down')
  link = (await night.phone('ann').rings()).message.url?.replace(PUBLIC_URL, '') ?? ''
})

afterAll(() => night.close())

beforeEach(() => {
  lines = []
  apps = []
})

afterEach(async () => {
  await Promise.all(apps.map((app) => app.close()))
})

/** The same server with a log that can be read, and what else is said of its world. */
async function appWith(changes: Partial<World> = {}): Promise<FastifyInstance> {
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const world = { ...night.node.world, log, ...changes }
  const app = createApp({ world, version: '0.0.0', startedAt: 0, tls: null, oidc: null, phones: null, isTaking: () => true })
  apps.push(app)
  await app.ready()
  return app
}

const headers = { authorization: `Bearer ${TOKEN}` }
const inside =
  /select|insert|update |column|relation|syntax|\.ts\b|node_modules|\bat \w+ \(|\/work|\/tmp|postgres|muster_app|ECONN|ENOENT|socket/i

describe('a fault of ours', () => {
  test('is a 500 with a number that the log knows, in the API, on a page and at a monitor’s door', async () => {
    const app = await appWith()
    await superuser('alter table pages rename column page to renamed')
    await superuser('alter table integrations rename column kind to renamed')
    const accept = { accept: 'text/html' }
    const answers = [
      await app.inject({ method: 'GET', url: '/api/v1/incidents/1', headers }),
      await app.inject({
        method: 'POST',
        url: '/api/v1/incidents/1/acknowledge',
        headers: { ...headers, 'idempotency-key': 'k' },
        payload: '{}',
      }),
      await app.inject({ method: 'GET', url: link, headers: accept }),
      await app.inject({ method: 'POST', url: '/v2/enqueue', payload: { ...event, routing_key: 'u'.repeat(32) } }),
    ]
    for (const { statusCode, payload } of answers) {
      expect(statusCode).toBe(500)
      expect(payload.replace(/<style>.*<\/style>/s, '')).not.toMatch(inside)
      const number = /request_[0-9a-z]{26}/.exec(payload)?.[0] ?? 'no number'
      const line = lines.map((one) => JSON.parse(one)).find((one) => one.reqId === number && one.err !== undefined)
      expect(line?.err.message).toMatch(/does not exist/)
    }
    await superuser('alter table pages rename column renamed to page')
    await superuser('alter table integrations rename column renamed to kind')
  })

  test('frees the idempotency key, so that the same request succeeds once it is mended', async () => {
    const app = await appWith()
    const ask = () =>
      app.inject({ method: 'POST', url: '/api/v1/incidents/1/resolve', headers: { ...headers, 'idempotency-key': 'k' }, payload: '{}' })
    await superuser('alter table audit rename column subject to renamed')
    expect((await ask()).statusCode).toBe(500)
    await superuser('alter table audit rename column renamed to subject')
    expect((await ask()).json()).toMatchObject({ status: 'resolved' })
  })
})

const event = { event_action: 'trigger', dedup_key: 'k', payload: { summary: 'down', source: 'probe', severity: 'critical' } }

async function superuser(statement: string): Promise<void> {
  const client = new pg.Client(night.database.connection)
  await client.connect()
  await client.query(statement)
  await client.end()
}

describe('a database that is away', () => {
  const away = () => appWith({ db: openDb({ host: '/nonexistent', port: 1, user: 'nobody', database: 'none' }) })

  test.each([...apiRoutes])('makes $name a 503 that says when to come back', async (route) => {
    const app = await away()
    const { method, url, payload } = callOf(route, usualFacts)
    const response = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('5')
    expect(response.json()).toMatchObject({ defined: true, code: 'SERVICE_UNAVAILABLE', data: { reason: 'database-away' } })
    expect(response.payload).not.toMatch(inside)
  })

  test('makes every monitor’s door a 503, never a 429, and takes nothing that it could lose', async () => {
    const app = await away()
    const key = keyOf('checkout', 'alertmanager')
    const doors: [string, object][] = [
      ['/v2/enqueue', { ...event, routing_key: keyOf('checkout') }],
      ['/v2/change/enqueue', { ...event, routing_key: keyOf('checkout') }],
      [`/integrations/${key}`, { summary: 'down' }],
      [`/integrations/${key}/alertmanager`, { alerts: [{ labels: { a: 'b' } }] }],
      [`/integrations/${key}/api/v2/alerts`, [{ labels: { a: 'b' } }]],
    ]
    for (const [url, payload] of doors) {
      const response = await app.inject({ method: 'POST', url, payload })
      expect(response).toMatchObject({ statusCode: 503, headers: expect.objectContaining({ 'retry-after': '5' }) })
      expect(response.payload).not.toMatch(inside)
    }
  })

  test('leaves /healthz well and makes /readyz and the first page say so', async () => {
    const app = await away()
    expect(await app.inject({ method: 'GET', url: '/healthz' })).toMatchObject({ statusCode: 200, payload: 'ok\n' })
    expect((await app.inject({ method: 'GET', url: '/readyz' })).json()).toEqual({
      ready: false,
      why: 'The database does not answer.',
      oldestOverdueMs: null,
    })
    const home = await app.inject({ method: 'GET', url: '/about', headers: { accept: 'text/html' } })
    expect(home.statusCode).toBe(200)
    expect(home.payload).toContain('The database does not answer.')
  })

  test('makes the answer page say that it did not work, so that nobody believes they have it', async () => {
    const app = await away()
    const answers = [
      await app.inject({ method: 'GET', url: link, headers: { accept: 'text/html' } }),
      await app.inject({
        method: 'POST',
        url: link,
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'action=acknowledge',
      }),
    ]
    for (const { statusCode, payload } of answers) {
      expect(statusCode).toBe(503)
      expect(payload).toMatch(/That did not work/)
      expect(payload).not.toMatch(/Acknowledged/)
    }
  })

  test('for a moment only is not noticed a moment later', async () => {
    const app = await appWith()
    const ask = () => app.inject({ method: 'GET', url: '/api/v1/status', headers })
    expect((await ask()).statusCode).toBe(200)
    await superuser(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
    await expect.poll(async () => (await ask()).statusCode).toBe(200)
  })
})
