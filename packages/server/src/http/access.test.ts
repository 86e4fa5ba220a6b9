// Nothing is open because somebody forgot: every route is listed, and every way in is tried by those who may not use it.
import { PERMISSIONS, SCOPES } from '@muster/contract/api.ts'
import { addOrganisation, addToken, type Tenant } from '@muster/testkit/night/tenant.ts'
import { accountFacts } from '@muster/testkit/night/account-facts.ts'
import { apiRoutes, callOf, usualFacts, writeRoutes, type ApiCall, type Facts } from '@muster/testkit/night/api-calls.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN, PUBLIC_URL } from '@muster/testkit/night/node.ts'
import { keyOf, organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { LINK_LIFE_MS, signLink } from '../links.ts'
import { ACCESS, type Access } from './access.ts'
import { createApp } from './app.ts'
import { CONSOLE_FILES, CONSOLE_PAGES } from './console/routes.ts'
import { createPhones } from './demo/routes.ts'

let night: Night
let app: FastifyInstance
let facts: Facts
let stranger: Tenant
let link: string

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  app = night.node.app
  await night.alert('checkout is down')
  link = (await night.phone('ann').rings()).message.url?.replace(PUBLIC_URL, '') ?? ''
  const silence = await night.api('POST', '/silences', { labels: { host: 'db1' }, minutes: 600, reason: 'planned work' })
  const document = organisation({ services: [service('checkout', 'standard', { integrations: [] })] })
  const alerts = await night.api('GET', '/alerts')
  facts = {
    ...usualFacts,
    ...(await accountFacts(night)),
    silence: String(Object(silence.body).id),
    alert: String(Object(alerts.body).items[0].id),
    document,
  }
  stranger = await aStranger()
})

/** An organisation that knows nothing of ours, not even a name. */
const aStranger = () =>
  addOrganisation(night.node, night.node.world.ids('org'), {
    people: [person('zoe')],
    policies: [policy('theirs', [rung(5, 'zoe')])],
    services: [service('their-shop', 'theirs', { integrations: [] })],
  })

afterAll(() => night.close())

async function call({ method, url, payload }: ApiCall, token: string | null) {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  const response = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  return { status: response.statusCode, text: response.payload, headers: response.headers }
}

const ours = [
  'orgs',
  'users',
  'contacts',
  'schedules',
  'policies',
  'services',
  'integrations',
  'alerts',
  'incidents',
  'log_entries',
].concat([
  'pages',
  'timers',
  'deliveries',
  'changes',
  'silences',
  'tokens',
  'audit',
  'inbox',
  'signals',
  'quarantine',
  'idempotency',
  'members',
  'invitations',
  'contact_proofs',
  'incident_links',
  'incident_files',
])

/** Everything this organisation has, as one text: equal before and after means that nothing was changed. */
async function everythingOurs(): Promise<string> {
  const tables = await Promise.all(
    ours.map((table) =>
      // When a token was used last is no change of the organisation's.
      night.node.world.db.query(
        `select (to_jsonb(t) - 'last_used_at')::text as row from ${table} t where t.${table === 'orgs' ? 'id' : 'org_id'} = $1 order by 1`,
        [night.node.orgId],
      ),
    ),
  )
  return JSON.stringify(tables)
}

const rowsOf = (access: Access) =>
  Object.entries(ACCESS)
    .filter(([, needed]) => needed === access)
    .map(([row]) => row)

describe('the table of access', () => {
  test('has a row for every route the server has, and no row more', async () => {
    const parts = {
      world: night.node.world,
      version: '0.0.0',
      startedAt: 0,
      tls: null,
      oidc: null,
      phones: createPhones(),
      isTaking: () => true,
    }
    const demo = createApp(parts)
    const routes: string[] = []
    demo.addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map((one) => `${one} ${url}`)))
    await demo.ready()
    await demo.close()
    expect([...new Set(routes.filter((row) => !row.startsWith('HEAD ')))].toSorted()).toEqual(Object.keys(ACCESS).toSorted())
  })

  test('knows no scope that no route asks for, and asks for more than reading wherever something is changed', () => {
    // Files have doors of their own, with tests of their own.
    const asked = new Set<string>(apiRoutes.map((route) => route.action)).add('incident.add-file')
    expect([...asked].toSorted()).toEqual(Object.keys(PERMISSIONS).toSorted())
    const asking = writeRoutes.filter((route) => route.scope === 'read' && !isOfOneself(route))
    // Whoever may read an incident is seen reading it, and may ask the liaison.
    expect(asking.map((route) => route.name)).toEqual([
      'incidents.here',
      'incidents.ask',
      'packs.check',
      'packs.preview',
      'schedules.preview',
      'policies.preview',
      'hours.preview',
      'signals.dryRun',
    ])
    // To look at members, keys and the audit is an administrator's: nothing else asks for more than reading to be read.
    expect(apiRoutes.filter((route) => route.method === 'GET' && !['read', 'administer'].includes(route.scope))).toEqual([])
  })
})

/** What one does with oneself; a token is nobody, so it finds nothing there, or needs more to speak for somebody. */
const isOfOneself = ({ action }: { action: string }) => /^(me\.|browser\.(un)?subscribe$)/.test(action)

describe.each([...apiRoutes])('$name ($method $path)', (route) => {
  test('is closed to whoever has no token, a wrong one, or one that was revoked', async () => {
    const before = await everythingOurs()
    const revoked = await addToken(night.node, { orgId: stranger.orgId, revoked: true })
    for (const token of [null, 'guessed-token-0123456789', revoked]) {
      const { status, text, headers } = await call(callOf(route, facts), token)
      expect(status).toBe(401)
      expect(headers['www-authenticate']).toBe('Bearer')
      expect(JSON.parse(text)).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: token === null ? 'token-missing' : 'token-unknown' } })
    }
    expect(await everythingOurs()).toBe(before)
  })

  test(`is closed to a token without the scope "${route.scope}", whatever else it may, and whatever it asks`, async () => {
    const others = SCOPES.filter((scope) => scope !== route.scope)
    const token = await addToken(night.node, { scopes: others })
    const before = await everythingOurs()
    for (const payload of [callOf(route, facts).payload, '{"nonsense":true}']) {
      const asked = { ...callOf(route, facts), ...(route.method === 'POST' && payload !== undefined && { payload }) }
      const { status, text } = await call(asked, token)
      expect(status).toBe(403)
      expect(JSON.parse(text)).toMatchObject({
        code: 'FORBIDDEN',
        data: { reason: 'scope-missing', hint: `This needs a token with the scope "${route.scope}".` },
      })
    }
    expect(await everythingOurs()).toBe(before)
  })

  test('gives nothing of one organisation to another, and changes nothing of it', async () => {
    const { token } = await aStranger()
    const before = await everythingOurs()
    const asked = callOf(route, facts)
    const { status, text } = await call(asked, token)
    expect(text).not.toMatch(/checkout is down|ann\/push|"Ann"/)
    // What names something of ours names nothing of theirs.
    const names = /\{|service=/.test(`${route.path}?${asked.url.split('?')[1] ?? ''}`)
    if (names || isOfOneself(route) || asked.payload?.includes('"service":"checkout"'))
      expect({ status, text }).toMatchObject({ status: 404 })
    else expect(status).toBeLessThan(300)
    expect(await everythingOurs()).toBe(before)
  })
})

describe('a token with one scope', () => {
  test.each([...apiRoutes])('"$scope" is all that $name needs', async (route) => {
    const { orgId } = await aStranger()
    const token = await addToken(night.node, { orgId, scopes: [route.scope] })
    const { status } = await call(callOf(route, { ...facts, service: 'their-shop', document: {} }), token)
    expect([200, 201, 404]).toContain(status)
  })
})

describe('doors for monitors', () => {
  const event = { event_action: 'trigger', dedup_key: 'k', payload: { summary: 'down', source: 'probe', severity: 'critical' } }
  const webhook = { version: '4', status: 'firing', alerts: [{ status: 'firing', labels: { alertname: 'Down' }, fingerprint: 'f' }] }
  const bodies: Record<string, unknown> = {
    'POST /v2/enqueue': event,
    'POST /v2/change/enqueue': event,
    'POST /integrations/:key': { summary: 'down', key: 'k' },
    'POST /integrations/:key/alertmanager': webhook,
    'POST /integrations/:key/api/v2/alerts': [{ labels: { alertname: 'Down' } }],
    'GET /integrations/:key/api/v2/status': null,
  }
  const wrongKeys = {
    'that nobody has': 'x'.repeat(32),
    'of another kind of integration': keyOf('checkout', 'generic-taken'),
    'far too long': 'y'.repeat(1000),
    'with a NUL in it': 'z%00z'.padEnd(32, 'z'),
  }

  test.each(rowsOf('integration-key').flatMap((row) => Object.entries(wrongKeys).map(([what, key]) => ({ row, what, key }))))(
    '$row with a key $what is refused in the words of its vendor, and nothing is stored',
    async ({ row, what, key: given }) => {
      const isPagerDuty = row.includes('/v2/enqueue') || row.includes('/v2/change')
      const key = what.includes('kind') ? keyOf('checkout', isPagerDuty ? 'alertmanager' : 'pagerduty') : given
      const before = await everythingOurs()
      const [method, url] = row.split(' ') as ['GET' | 'POST', string]
      const body = bodies[row]
      expect(body).toBeDefined()
      const payload = isPagerDuty ? { ...event, routing_key: decodeURIComponent(key) } : body
      const response = await app.inject({ method, url: url.replace(':key', key), ...(method === 'POST' && { payload: Object(payload) }) })
      if (isPagerDuty) {
        expect(response.json()).toMatchObject({ status: 'invalid event', message: 'Event object is invalid' })
        expect(response.json().errors.join()).toMatch(/routing_key/)
      }
      expect(response.statusCode).toBe(isPagerDuty ? 400 : 404)
      expect(await everythingOurs()).toBe(before)
    },
  )

  test('cover every row of the table', () => {
    expect(Object.keys(bodies).toSorted()).toEqual(rowsOf('integration-key').toSorted())
  })
})

describe('a signed link', () => {
  const claims = () => ({ orgId: night.node.orgId, deliveryKey: keyIn(link), expiresAt: night.clock.now() + LINK_LIFE_MS })
  const keyIn = (path: string): string => JSON.parse(Buffer.from(path.slice(3).split('.')[0] ?? '', 'base64url').toString())[1]
  const flip = (text: string, at: number) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

  const wrong: [string, number, () => string][] = [
    ['that was guessed', 404, () => '/a/abcdef.0123456789'],
    ['without a signature', 404, () => link.split('.')[0] ?? ''],
    ['whose claim was changed', 404, () => flip(link, 12)],
    ['whose signature was changed', 404, () => flip(link, link.length - 3)],
    ['that was cut while it was copied', 404, () => link.slice(0, -5)],
    ['signed for another purpose', 404, () => otherPurpose()],
    ['of another organisation to our delivery', 404, () => `/a/${signLink(night.node.world, { ...claims(), orgId: stranger.orgId })}`],
    ['to a delivery that never was', 404, () => `/a/${signLink(night.node.world, { ...claims(), deliveryKey: 'page_none:1.1.0:0:x' })}`],
    ['that has expired', 410, () => `/a/${signLink(night.node.world, { ...claims(), expiresAt: night.clock.now() - 1 })}`],
    [
      'that expired and points elsewhere',
      404,
      () => `/a/${signLink(night.node.world, { ...claims(), orgId: stranger.orgId, expiresAt: 1 })}`,
    ],
  ]
  const otherPurpose = () => {
    const [text = ''] = link.slice(3).split('.')
    return `/a/${text}.${night.node.world.secrets.sign('installation', text)}`
  }

  test.each(wrong)('%s opens nothing (%d) and changes nothing', async (_what, status, path) => {
    const before = await everythingOurs()
    const url = path()
    const answers = [
      await app.inject({ method: 'GET', url }),
      ...(await Promise.all(
        ['acknowledge', 'help', 'decline'].map((action) =>
          app.inject({
            method: 'POST',
            url,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            payload: `action=${action}`,
          }),
        ),
      )),
    ]
    expect(answers.map((one) => one.statusCode)).toEqual([status, status, status, status])
    expect(answers.every((one) => /<h1>This link/.test(one.payload))).toBe(true)
    if (status === 404) expect(answers.map((one) => one.payload).join()).not.toMatch(/checkout/i)
    expect(await everythingOurs()).toBe(before)
  })

  test('needs no other door: the rows of the table are these two', () => {
    expect(rowsOf('signed-link')).toEqual(['GET /a/:token', 'POST /a/:token'])
  })
})

describe('what a session or a one-time link opens', () => {
  test('opens to nobody without one, whatever token they have', async () => {
    expect(rowsOf('session')).toEqual(['GET /api/v1/me'])
    expect((await call({ method: 'GET', url: '/api/v1/me' }, null)).status).toBe(401)
    expect((await call({ method: 'GET', url: '/api/v1/me' }, TOKEN)).status).toBe(401)
    expect(rowsOf('invitation')).toEqual(['POST /api/v1/invitations/look', 'POST /api/v1/invitations/accept'])
    const before = await everythingOurs()
    for (const url of ['/api/v1/invitations/look', '/api/v1/invitations/accept'])
      expect((await call({ method: 'POST', url, payload: '{"token":"guessed"}' }, TOKEN)).status).toBe(404)
    expect(await everythingOurs()).toBe(before)
  })

  test('is asked for by everything of better-auth that tells or changes something', async () => {
    expect(rowsOf('account')).toEqual(['GET /api/auth/*', 'POST /api/auth/*'])
    const gets = ['list-sessions', 'list-accounts', 'passkey/list-user-passkeys', 'passkey/generate-register-options']
    for (const path of gets) expect((await call({ method: 'GET', url: `/api/auth/${path}` }, TOKEN)).status, path).toBe(401)
    const posts = ['change-password', 'update-user', 'revoke-sessions', 'two-factor/enable', 'two-factor/disable', 'passkey/delete-passkey']
    for (const path of posts) {
      const payload = '{"password":"x","currentPassword":"x","newPassword":"y","id":"z"}'
      const response = await app.inject({
        method: 'POST',
        url: `/api/auth/${path}`,
        payload,
        headers: { 'content-type': 'application/json' },
      })
      expect(response.statusCode, path).toBe(401)
    }
    expect((await call({ method: 'GET', url: '/api/auth/get-session' }, TOKEN)).text).toBe('null')
  })
})

describe('what is public, and what only runs in the demo', () => {
  test.each(rowsOf('public'))('%s needs no token and says nothing about an organisation', async (row) => {
    const response = await app.inject({ method: 'GET', url: row.slice(4).replace(':key', keyOf('checkout', 'alertmanager')) })
    // The console is there once it is built; http/console has tests of its own.
    const isConsole = CONSOLE_FILES.some((file) => row === `GET ${file}`) || CONSOLE_PAGES.some((page) => row === `GET ${page}`)
    expect(isConsole ? [200, 404, 503] : [200]).toContain(response.statusCode)
    expect(response.payload).not.toMatch(/checkout is down|Checkout|Ann\b|My organisation|stranger/)
  })

  test('the demo’s phones are not there outside the demo', async () => {
    expect(rowsOf('demo')).toEqual(['GET /demo/phones', 'POST /api/v1/demo/sign-in'])
    expect((await app.inject({ method: 'GET', url: '/demo/phones' })).statusCode).toBe(404)
    const signIn = {
      method: 'POST',
      url: '/api/v1/demo/sign-in',
      payload: { person: 'sara' },
      headers: { authorization: `Bearer ${TOKEN}` },
    } as const
    expect((await app.inject(signIn)).statusCode).toBe(404)
  })

  test('the watchdog’s door opens to nobody without its signature', async () => {
    expect(rowsOf('watchdog')).toEqual(['GET /watchdog/snapshot'])
    expect((await call({ method: 'GET', url: '/watchdog/snapshot' }, TOKEN)).status).toBe(401)
  })

  test('/metrics asks for a token that may read: 401, 403, 200', async () => {
    expect(rowsOf('token').filter((row) => !row.includes('/api/v1/'))).toEqual(['GET /metrics'])
    const blind = await addToken(night.node, { scopes: ['respond', 'configure'] })
    const metrics: ApiCall = { method: 'GET', url: '/metrics' }
    expect((await call(metrics, null)).status).toBe(401)
    expect((await call(metrics, 'guessed-token-0123456789')).status).toBe(401)
    expect((await call(metrics, blind)).status).toBe(403)
    expect(await call(metrics, TOKEN)).toMatchObject({ status: 200, text: expect.stringMatching(/^# HELP/) })
  })
})
