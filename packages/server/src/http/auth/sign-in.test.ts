// Signing in: only with what was invited, never by guessing, and a session ends when its owner says so.
import { createHmac } from 'node:crypto'
import { join, openBrowser, PASSWORD, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { PUBLIC_URL } from '@muster/testkit/night/node.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createApp } from '../app.ts'

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'))
})
afterAll(() => night.close())

let people = 0
const someone = async (role: 'administrator' | 'responder' = 'responder') => {
  people += 1
  const email = `person${people}@example.org`
  return { email, browser: await join(night.node, { role, email }) }
}

const signIn = (browser: Browser, email: string, password = PASSWORD) => browser.post('/api/auth/sign-in/email', { email, password })
const me = (browser: Browser) => browser.get('/api/v1/me')

describe('a session', () => {
  test('[BX-04] is a cookie that no script reads, no other site sends along with a change, and nobody carries over plain HTTP', async () => {
    const { email } = await someone()
    const { headers } = await signIn(openBrowser(night.node), email)
    const line = [headers['set-cookie']]
      .flat()
      .map(String)
      .find((one) => one.startsWith('__Secure-muster.session_token='))
    expect(line).toMatch(/; HttpOnly/i)
    expect(line).toMatch(/; Secure/i)
    expect(line).toMatch(/; SameSite=Lax/i)
  })

  test('says who somebody is and where they may go, and nothing without it', async () => {
    const { email, browser } = await someone()
    expect(await me(browser)).toMatchObject({
      status: 200,
      body: { account: { name: 'Ada', email, twoFactor: false }, organisations: [{ slug: 'default', role: 'responder', person: null }] },
    })
    expect(await me(openBrowser(night.node))).toMatchObject({ status: 401, body: { data: { reason: 'session-missing' } } })
  })

  test('whose cookie was made up, or changed in one letter, is none', async () => {
    const { browser } = await someone()
    const [name, value] = [...browser.cookies][0] ?? ['', '']
    const [token = ''] = decodeURIComponent(value).split('.')
    const forged = createHmac('sha256', 'guessed').update(token).digest('base64')
    for (const wrong of [`${token}.${forged}`, token, `${token}.`, '.', `x${value}`, '%zz']) {
      const other = openBrowser(night.node, { org: 'default' })
      other.cookies.set(name, wrong.includes('%') ? wrong : encodeURIComponent(wrong))
      expect((await me(other)).status).toBe(401)
      expect(await other.get('/api/v1/incidents')).toMatchObject({ status: 401, body: { data: { reason: 'session-missing' } } })
    }
  })

  test('is listed with the others of the account, and is worth nothing once it is revoked from elsewhere', async () => {
    const { email, browser } = await someone()
    const phone = openBrowser(night.node, { org: 'default' })
    await signIn(phone, email)
    const listed = await browser.get('/api/auth/list-sessions')
    expect(listed.body).toHaveLength(2)
    expect((await browser.post('/api/auth/revoke-other-sessions')).status).toBe(200)
    expect((await me(phone)).status).toBe(401)
    expect((await phone.get('/api/v1/incidents')).status).toBe(401)
    expect((await me(browser)).status).toBe(200)
  })

  test('ends with signing out', async () => {
    const { browser } = await someone()
    const kept = new Map(browser.cookies)
    expect((await browser.post('/api/auth/sign-out')).status).toBe(200)
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect((await me(browser)).status).toBe(401)
  })

  test('that is over is none', async () => {
    const { email, browser } = await someone()
    await night.node.world.db.query(
      `update account_sessions s set expires_at = '2020-01-01' from account_users u where u.id = s.user_id and u.email = $1`,
      [email],
    )
    expect((await me(browser)).status).toBe(401)
  })
})

describe('guessing', () => {
  test('[BX-04] the sixth wrong password in a minute is refused, says for how long, and the right one works after it', async () => {
    const { email } = await someone()
    const browser = openBrowser(night.node)
    for (let tries = 1; tries <= 5; tries += 1) expect((await signIn(browser, email, `wrong password ${tries}`)).status).toBe(401)
    const sixth = await signIn(browser, email)
    expect(sixth).toMatchObject({ status: 429, headers: { 'retry-after': '60' } })
    expect(sixth.body).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', message: expect.stringMatching(/Try again in 60 s/) })
    await night.after('61s')
    expect((await signIn(browser, email)).status).toBe(200)
  })

  test('a hundred tries at once are not a hundred guesses', async () => {
    const { email } = await someone()
    await night.after('2m')
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => signIn(openBrowser(night.node), email, `wrong password ${index}`)),
    )
    const tried = answers.filter(({ status }) => status !== 429).length
    expect(tried).toBeGreaterThan(0)
    expect(tried).toBeLessThanOrEqual(5)
  })

  test('right passwords are not counted: an office that signs in all at once gets in', async () => {
    await night.after('2m')
    const { email } = await someone()
    for (let times = 0; times < 12; times += 1) expect((await signIn(openBrowser(night.node), email)).status).toBe(200)
  })

  test('an account that is not there is told in the words, and the number of tries, of one that is', async () => {
    await night.after('2m')
    const { email } = await someone()
    const [there, absent] = [
      await signIn(openBrowser(night.node), email, 'wrong password'),
      await signIn(openBrowser(night.node), 'nobody@example.org'),
    ]
    expect({ ...there, headers: null }).toEqual({ ...absent, headers: null })
  })

  test('the address a client claims to come from is not believed', async () => {
    await night.after('2m')
    const { email } = await someone()
    const statuses: number[] = []
    for (let tries = 1; tries <= 6; tries += 1) {
      const claimed = { 'x-forwarded-for': `10.0.0.${tries}`, 'x-muster-client': `10.1.0.${tries}` }
      const { status } = await openBrowser(night.node).post('/api/auth/sign-in/email', { email, password: 'wrong password' }, claimed)
      statuses.push(status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('behind a proxy that is trusted', () => {
  test('tries are counted by whoever the proxy says calls, and a claim made through it is not believed', async () => {
    await night.after('2m')
    const { email } = await someone()
    const app = createApp({
      world: night.node.world,
      version: '0',
      startedAt: 0,
      tls: null,
      trustedProxies: ['127.0.0.1'],
      oidc: null,
      phones: null,
      isTaking: () => true,
    })
    const tries = async (forwarded: string) => {
      const asked = { email, password: 'wrong password' }
      const headers = { origin: PUBLIC_URL, 'x-forwarded-for': forwarded }
      const request = { method: 'POST', url: '/api/auth/sign-in/email', remoteAddress: '127.0.0.1', headers, payload: asked } as const
      return (await app.inject(request)).statusCode
    }
    const guesser: number[] = []
    for (let index = 1; index <= 6; index += 1) guesser.push(await tries(`198.51.100.${index}, 203.0.113.7`))
    expect(guesser, 'one caller, whatever stands before their address').toEqual([401, 401, 401, 401, 401, 429])
    expect(await tries('203.0.113.8')).toBe(401)
    await app.close()
  })
})

describe('what is not open', () => {
  test.each([
    ['POST', 'sign-up/email'],
    ['POST', 'request-password-reset'],
    ['POST', 'reset-password'],
    ['POST', 'change-email'],
    ['POST', 'delete-user'],
    ['POST', 'send-verification-email'],
    ['GET', 'verify-email'],
    ['GET', 'callback/github'],
    ['GET', '../v1/me'],
    ['GET', 'reference'],
  ] as const)('%s /api/auth/%s', async (method, path) => {
    const response = await night.node.app.inject({ method, url: `/api/auth/${path}`, ...(method === 'POST' && { payload: '{}' }) })
    expect([401, 404]).toContain(response.statusCode)
  })

  test('a page of another site cannot sign anybody in or out', async () => {
    await night.after('2m')
    const { email, browser } = await someone()
    const evil = openBrowser(night.node, { origin: 'https://evil.example' })
    for (const [name, value] of browser.cookies) evil.cookies.set(name, value)
    expect((await evil.post('/api/auth/sign-out')).status).toBe(403)
    expect((await evil.post('/api/auth/change-password', { currentPassword: PASSWORD, newPassword: 'evil password 1' })).status).toBe(403)
    expect((await me(browser)).status).toBe(200)
    expect((await signIn(openBrowser(night.node), email)).status).toBe(200)
  })
})

describe('a password', () => {
  test('is changed with the one before it, which then opens nothing, and the change stands in the audit', async () => {
    await night.after('2m')
    const { email, browser } = await someone()
    const change = (currentPassword: string) =>
      browser.post('/api/auth/change-password', { currentPassword, newPassword: 'a better one than that', revokeOtherSessions: true })
    expect((await change('not the one')).status).toBe(400)
    expect((await change(PASSWORD)).status).toBe(200)
    expect((await signIn(openBrowser(night.node), email)).status).toBe(401)
    expect((await signIn(openBrowser(night.node), email, 'a better one than that')).status).toBe(200)
    const audit = await night.api('GET', '/audit?action=account.password-changed')
    expect(audit.body).toMatchObject({ items: [{ actor: { type: 'member', name: 'Ada' }, action: 'account.password-changed' }] })
  })
})
