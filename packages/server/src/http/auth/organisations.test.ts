// Several organisations in one installation: a session may go where its account is a member, as far as its role reaches, and nowhere else.
import { ROLES, SCOPES_OF } from '@muster/contract/accounts.ts'
import { SCOPES } from '@muster/contract/api.ts'
import { apiRoutes, callOf, usualFacts, writeRoutes } from '@muster/testkit/night/api-calls.ts'
import { invite, join, openBrowser, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation, type Tenant } from '@muster/testkit/night/tenant.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

let night: Night
let theirs: Tenant

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down')
  theirs = await addOrganisation(night.node, 'theirs', {
    people: [person('zoe')],
    policies: [policy('p', [rung(5, 'zoe')])],
    services: [service('their-shop', 'p', { integrations: [] })],
  })
})
afterAll(() => night.close())

const facts = () => usualFacts
const call = (browser: Browser, { method, url, payload }: ReturnType<typeof callOf>, headers: Record<string, string> = {}) =>
  method === 'GET' ? browser.get(url, headers) : browser.post(url, JSON.parse(payload ?? '{}'), headers)

describe('an account in two organisations', () => {
  test('[BX-01] sees each by the header alone, and nothing of the other with it', async () => {
    const browser = await join(night.node, { role: 'lead', email: 'both@example.org' })
    const link = await invite(night.node, { role: 'stakeholder', email: null, token: theirs.token })
    expect((await browser.post('/api/v1/invitations/accept', { token: link })).body).toEqual({
      slug: 'theirs',
      name: 'theirs',
      role: 'stakeholder',
      person: null,
      signedIn: true,
    })
    const ours = await browser.get('/api/v1/incidents', { 'x-muster-org': 'default' })
    expect(ours.text).toContain('checkout is down')
    const other = await browser.get('/api/v1/incidents', { 'x-muster-org': 'theirs' })
    expect(other).toMatchObject({ status: 200, body: { items: [] } })
    const config = await browser.get('/api/v1/config', { 'x-muster-org': 'theirs' })
    expect(config.text).toContain('their-shop')
    expect(config.text).not.toContain('Checkout')
    // The role is each organisation's own.
    const silence = { service: 'their-shop', minutes: 5, reason: 'work' }
    expect((await browser.post('/api/v1/silences', silence, { 'x-muster-org': 'theirs' })).status).toBe(403)
    expect((await browser.post('/api/v1/silences', { ...silence, service: 'checkout' })).status).toBe(201)
    expect((await browser.get('/api/v1/me')).body).toMatchObject({ organisations: [{ slug: 'default' }, { slug: 'theirs' }] })
  })
})

describe('a member of one organisation', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await join(night.node, { role: 'administrator', email: 'one@example.org' })
  })

  test.each([...apiRoutes])('has no part in $name of another', async (route) => {
    const answer = await call(browser, callOf(route, facts()), { 'x-muster-org': 'theirs' })
    expect(answer).toMatchObject({ status: 403, body: { data: { reason: 'not-a-member' } } })
  })

  test('is not told whether an organisation is there', async () => {
    const [there, absent] = [
      await browser.get('/api/v1/status', { 'x-muster-org': 'theirs' }),
      await browser.get('/api/v1/status', { 'x-muster-org': 'nothing' }),
    ]
    expect(there.body).toEqual(absent.body)
  })

  test('is out from the next request on, once removed', async () => {
    const gone = await join(night.node, { role: 'responder', email: 'gone@example.org' })
    expect((await gone.get('/api/v1/incidents')).status).toBe(200)
    const { body } = await browser.get('/api/v1/members')
    const { id } = Object(body).items.find((one: { account: { email: string } }) => one.account.email === 'gone@example.org')
    expect((await browser.post(`/api/v1/members/${id}/remove`)).status).toBe(200)
    expect((await gone.get('/api/v1/incidents')).status).toBe(403)
    expect((await gone.get('/api/v1/me')).body).toMatchObject({ organisations: [] })
  })
})

describe('a cookie alone', () => {
  test.each([...apiRoutes])(
    'does not open $name: the organisation must be named in a header, which no other site can send',
    async (route) => {
      const browser = await join(night.node, { role: 'administrator', email: `${route.name.toLowerCase()}@example.org` })
      const answer = await call(browser, callOf(route, facts()), { 'x-muster-org': '' })
      expect(answer).toMatchObject({
        status: 403,
        body: { data: { reason: 'org-header-missing', hint: expect.stringContaining('x-muster-org') } },
      })
    },
  )

  test('does not let a page of another site change anything, even if it could send the header', async () => {
    const browser = await join(night.node, { role: 'administrator', email: 'lured@example.org' })
    for (const route of writeRoutes)
      for (const origin of ['https://evil.example', 'null', 'https://muster.example.evil.example', 'http://muster.example'])
        expect(await call(browser, callOf(route, facts()), { origin })).toMatchObject({
          status: 403,
          body: { data: { reason: 'origin-differs' } },
        })
    expect(
      (await browser.get('/api/v1/incidents', { origin: 'https://evil.example' })).headers['access-control-allow-origin'],
    ).toBeUndefined()
  })

  test('of an inner address, which is not the public one, is as good', async () => {
    const browser = await join(night.node, { role: 'responder', email: 'inner@example.org' })
    const inner = { origin: 'http://10.0.0.5:4400', host: '10.0.0.5:4400' }
    expect((await browser.post('/api/v1/silences', { service: 'checkout', minutes: 5, reason: 'work' }, inner)).status).toBe(201)
  })
})

describe.each([...ROLES])('as %s', (role) => {
  test('one may what the scopes of the role allow, and is told which role the rest needs', async () => {
    const browser = await join(night.node, { role, email: `${role}s@example.org` })
    for (const route of apiRoutes.filter((one) => one.path.includes('{') || one.method === 'GET')) {
      const answer = await call(
        browser,
        callOf(route, { ...facts(), incident: '999', silence: 'silence_none', person: 'nobody', contact: 'none' }),
      )
      if (SCOPES_OF[role].includes(route.scope)) expect([200, 404], route.name).toContain(answer.status)
      else
        expect(answer, route.name).toMatchObject({
          status: 403,
          body: { data: { reason: 'scope-missing', hint: expect.stringContaining(`yours is ${role}`) } },
        })
    }
  })
})

test('an administrator may everything', () => {
  expect(SCOPES_OF.administrator).toEqual(SCOPES)
})

describe('what somebody signed in does', () => {
  test('[BX-04] stands on the log under the name of the person they are', async () => {
    const fresh = await startNight(inject('cluster'))
    await fresh.alert('login is down')
    const browser = await join(fresh.node, { role: 'responder', email: 'ann@example.org', person: 'ann' })
    expect((await browser.post('/api/v1/incidents/1/acknowledge')).status).toBe(200)
    const entry = (await fresh.log()).find((one) => one.type === 'page.acknowledged')
    expect(entry?.body).toMatchObject({ by: { type: 'user', id: expect.stringMatching(/^user_/), name: 'Ann' } })
    await fresh.close()
  })

  test('stands on the log under their own name when they are none of its people', async () => {
    const fresh = await startNight(inject('cluster'))
    await fresh.alert('login is down')
    const browser = await join(fresh.node, { role: 'responder', email: 'guest@example.org', name: 'A guest' })
    await browser.post('/api/v1/incidents/1/acknowledge')
    expect((await fresh.log()).find((one) => one.type === 'page.acknowledged')?.body).toMatchObject({
      by: { type: 'member', name: 'A guest' },
    })
    await fresh.close()
  })

  test('is done as themselves only, while a token may speak for anybody', async () => {
    const browser = await join(night.node, { role: 'responder', email: 'ann2@example.org', person: 'ann' })
    const as = (name: string) => browser.post('/api/v1/incidents/1/escalate', { as: name })
    expect(await as('ben')).toMatchObject({ status: 403, body: { data: { reason: 'not-yourself' } } })
    expect((await as('ann')).status).toBe(200)
    expect((await night.api('POST', '/incidents/1/escalate', { as: 'ben' })).status).toBe(200)
  })
})

describe('a token beside a cookie', () => {
  test('is what counts: its organisation, its scopes', async () => {
    const browser = await join(night.node, { role: 'administrator', email: 'mixed@example.org' })
    const answer = await browser.get('/api/v1/config', { authorization: `Bearer ${theirs.token}` })
    expect(answer.text).toContain('their-shop')
  })
})

describe('another organisation', () => {
  test('is made by an administrator, who is its administrator, and sees nothing of the first', async () => {
    const browser = await join(night.node, { role: 'administrator', email: 'founder@example.org' })
    const made = await browser.post('/api/v1/organisations', { slug: 'fresh', name: 'Fresh' })
    expect(made).toMatchObject({ status: 201, body: { slug: 'fresh', name: 'Fresh', link: null } })
    expect(await browser.get('/api/v1/incidents', { 'x-muster-org': 'fresh' })).toMatchObject({ status: 200, body: { items: [] } })
    expect((await browser.get('/api/v1/me')).body).toMatchObject({
      organisations: [{ slug: 'fresh', role: 'administrator' }, { slug: 'default' }],
    })
    expect(await browser.post('/api/v1/organisations', { slug: 'fresh', name: 'Again' })).toMatchObject({
      status: 409,
      body: { data: { reason: 'slug-taken' } },
    })
  })

  test('made with a token gives a link to its first administrator', async () => {
    const { body } = await night.api('POST', '/organisations', { slug: 'by-token', name: 'By token' })
    const link = String(Object(body).link).split('/join/')[1]
    const browser = openBrowser(night.node, { org: 'by-token' })
    const joined = await browser.post('/api/v1/invitations/accept', {
      token: link,
      name: 'Eve',
      email: 'eve@example.org',
      password: 'a few good words',
    })
    expect(joined).toMatchObject({ status: 200, body: { slug: 'by-token', role: 'administrator' } })
    expect((await browser.get('/api/v1/members')).status).toBe(200)
  })
})
