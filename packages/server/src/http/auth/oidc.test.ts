// Single sign-on, with a real identity provider: it says who somebody is, and only an invitation says that they belong here.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { invite, join, openBrowser, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { addOrganisation } from '@muster/testkit/night/tenant.ts'
import { PUBLIC_URL } from '@muster/testkit/night/node.ts'
import Provider from 'oidc-provider'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Oidc } from '../../settings.ts'
import { createApp } from '../app.ts'

type Person = { email: string; email_verified: boolean; name: string }

const CLIENT = { clientId: 'muster', clientSecret: 'a-secret-of-the-test', name: 'Example ID' }

let night: Night
let app: FastifyInstance
let server: Server
let oidc: Oidc
let provider: Provider
const people = new Map<string, Person>()

beforeAll(async () => {
  server = createServer((request, response) => void provider.callback()(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider = startProvider(issuer)
  oidc = { issuer, ...CLIENT }
  night = await startNight(inject('cluster'))
  app = appWith(oidc)
  await app.ready()
})

afterAll(async () => {
  await app.close()
  await night.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const appWith = (single: Oidc) =>
  createApp({ world: night.node.world, version: '0', startedAt: 0, tls: null, oidc: single, phones: null, isTaking: () => true })

function startProvider(issuer: string): Provider {
  const made = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [`${PUBLIC_URL}/api/auth/callback/oidc`] }],
    cookies: { keys: ['a key of the test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people.get(id) }) }),
    features: { devInteractions: { enabled: true } },
  })
  return made
}

/** Goes where the provider sends a browser, signs in there as this person and allows what is asked; gives the address it comes back to. */
async function throughProvider(url: string, login: string): Promise<URL> {
  const jar = new Map<string, string>()
  let next = url
  let form: URLSearchParams | null = null
  for (let hop = 0; hop < 15; hop += 1) {
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form !== null && { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    const text = await response.text()
    if (location === null && !text.includes('name="prompt"'))
      throw new Error(`The provider answered ${response.status}: ${text.slice(0, 300)}`)
    if (location === null) {
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? 'login'
      next = new URL(/action="([^"]+)"/.exec(text)?.[1] ?? next, next).href
      form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) })
      continue
    }
    form = null
    const target = new URL(location, next)
    if (target.origin === PUBLIC_URL) return target
    next = target.href
  }
  throw new Error('The provider sends us in circles')
}

/** The whole way; gives the browser and where it ended. */
async function signIn(login: string, browser: Browser = openBrowser({ app }, { org: 'default' })): Promise<{ browser: Browser; end: URL }> {
  const start = await browser.post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' })
  expect(start.status, start.text).toBe(200)
  const back = await throughProvider(Object(start.body).url, login)
  const { headers, status, text } = await browser.get(`${back.pathname}${back.search}`)
  expect(status, text).toBe(302)
  return { browser, end: new URL(String(headers['location']), PUBLIC_URL) }
}

const known = (login: string, person: Partial<Person> = {}): string => {
  people.set(login, { email: `${login}@example.org`, email_verified: true, name: `Name of ${login}`, ...person })
  return login
}

describe('single sign-on', () => {
  test('[BX-04] lets in who was invited, as what they were invited for, without a password', async () => {
    await invite(night.node, { role: 'lead', email: 'new@example.org', person: 'ann' })
    const { browser, end } = await signIn(known('new'))
    expect(end.pathname).toBe('/')
    expect((await browser.get('/api/v1/me')).body).toMatchObject({
      account: { email: 'new@example.org', name: 'Name of new' },
      organisations: [{ slug: 'default', role: 'lead', person: { slug: 'ann' } }],
    })
    expect((await browser.get('/api/v1/incidents')).status).toBe(200)
    const again = await signIn('new')
    expect((await again.browser.get('/api/v1/me')).status).toBe(200)
    expect(
      await night.node.world.db.query(
        `select from members m join account_users u on u.id = m.account_id where u.email = 'new@example.org'`,
      ),
    ).toHaveLength(1)
  })

  test('signs in the account that has the address, when whoever invited it wrote that address', async () => {
    await join(night.node, { role: 'responder', email: 'old@example.org', name: 'Old' })
    const { browser } = await signIn(known('old'))
    expect((await browser.get('/api/v1/me')).body).toMatchObject({
      account: { email: 'old@example.org', name: 'Old' },
      organisations: [{ role: 'responder' }],
    })
  })

  test('takes the invitations that are open for the address of an account that is there', async () => {
    const { token } = await addOrganisation(night.node, 'second')
    await join(night.node, { role: 'responder', email: 'both@example.org' })
    await invite(night.node, { role: 'lead', email: 'both@example.org', token })
    const { browser } = await signIn(known('both'))
    expect((await browser.get('/api/v1/me')).body).toMatchObject({ organisations: [{ slug: 'default' }, { slug: 'second', role: 'lead' }] })
  })

  test('does not take over, nor is taken over by, an account whose address nobody vouched for', async () => {
    const link = await invite(night.node, { role: 'stakeholder', email: null })
    await openBrowser(night.node).post('/api/v1/invitations/accept', {
      token: link,
      name: 'Squatter',
      email: 'victim@example.org',
      password: 'squatting here',
    })
    const { browser, end } = await signIn(known('victim'))
    expect(end.searchParams.get('error')).toBe('account_not_linked')
    expect((await browser.get('/api/v1/me')).status).toBe(401)
  })

  test.each([
    ['who was not invited', 'stranger', {}, 'no-account'],
    ['whose address the provider does not vouch for', 'shady', { email_verified: false }, 'email-not-verified'],
  ])('makes no account for somebody %s, and says so on the sign-in page', async (_who, login, person, error) => {
    if (login === 'shady') await invite(night.node, { role: 'administrator', email: 'shady@example.org' })
    const { browser, end } = await signIn(known(login, person))
    expect([end.pathname, end.searchParams.get('error')]).toEqual(['/sign-in', error])
    expect((await browser.get('/api/v1/me')).status).toBe(401)
    expect(await night.node.world.db.query('select from account_users where email = $1', [`${login}@example.org`])).toEqual([])
  })

  test('keeps none of the provider’s tokens', async () => {
    const rows = await night.node.world.db.query(
      `select from account_credentials where provider_id = 'oidc' and coalesce(access_token, refresh_token, id_token) is not null`,
    )
    expect(rows).toEqual([])
  })

  test('an answer that was not asked for, or is sent to another browser, signs nobody in', async () => {
    const browser = openBrowser({ app }, { org: 'default' })
    const start = await browser.post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' })
    const back = await throughProvider(Object(start.body).url, 'new')
    const other = openBrowser({ app }, { org: 'default' })
    await other.get(`${back.pathname}${back.search}`)
    expect((await other.get('/api/v1/me')).status).toBe(401)
    const madeUp = await other.get('/api/auth/callback/oidc?code=x&state=y')
    expect(madeUp.status).toBe(302)
    expect((await other.get('/api/v1/me')).status).toBe(401)
  })

  test('leads back to our own pages only', async () => {
    const start = await openBrowser({ app }).post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: 'https://evil.example/' })
    expect(start.status).toBe(403)
  })

  test('is offered on the sign-in page by its name', async () => {
    expect((await openBrowser({ app }).get('/api/v1/ways-in')).body).toMatchObject({
      oidc: { provider: 'oidc', name: 'Example ID' },
      passkey: true,
      demo: [],
    })
    expect((await openBrowser(night.node).get('/api/v1/ways-in')).body).toMatchObject({ oidc: null })
  })
})

describe('a provider that is away', () => {
  test('delays no password, and is found again once it is back', async () => {
    const away = createServer((request, response) => void provider.callback()(request, response))
    await new Promise<void>((resolve) => away.listen(0, '127.0.0.1', resolve))
    const { port } = away.address() as AddressInfo
    await new Promise((resolve) => away.close(resolve))
    const issuer = `http://127.0.0.1:${port}`
    const lonely = appWith({ issuer, ...CLIENT })
    const browser = openBrowser({ app: lonely })
    const start = () => browser.post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/' })
    expect((await start()).status).toBe(404)
    expect((await browser.post('/api/auth/sign-in/email', { email: 'old@example.org', password: 'correct horse battery' })).status).toBe(
      200,
    )
    provider = startProvider(issuer)
    await new Promise<void>((resolve) => away.listen(port, '127.0.0.1', resolve))
    expect((await start()).status).toBe(200)
    await lonely.close()
    away.closeAllConnections()
    await new Promise((resolve) => away.close(resolve))
  })
})
