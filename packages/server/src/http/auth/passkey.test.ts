// Passkeys: made by somebody who is signed in, for this server's own name; they sign in without a password, and only with the right key.
import { createAuthenticator, type Authenticator } from '@muster/testkit/night/authenticator.ts'
import { join, openBrowser, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { PUBLIC_URL } from '@muster/testkit/night/node.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'))
})
afterAll(() => night.close())

async function register(browser: Browser, key: Authenticator, origin = PUBLIC_URL) {
  const options = await browser.get('/api/auth/passkey/generate-register-options')
  expect(options).toMatchObject({ status: 200, body: { rp: { id: 'muster.example', name: 'Muster' } } })
  return browser.post('/api/auth/passkey/verify-registration', { response: key.register(Object(options.body), origin), name: 'My phone' })
}

async function signIn(browser: Browser, key: Authenticator, origin = PUBLIC_URL) {
  const options = await browser.get('/api/auth/passkey/generate-authenticate-options')
  return browser.post('/api/auth/passkey/verify-authentication', { response: key.signIn(Object(options.body), origin) })
}

test('[BX-04] a passkey signs in its owner, is listed by its name, and stands in the audit', async () => {
  const owner = await join(night.node, { role: 'lead', email: 'owner@example.org' })
  const key = createAuthenticator()
  expect((await register(owner, key)).status).toBe(200)
  expect((await owner.get('/api/auth/passkey/list-user-passkeys')).body).toMatchObject([{ name: 'My phone' }])
  const elsewhere = openBrowser(night.node, { org: 'default' })
  expect((await signIn(elsewhere, key)).status).toBe(200)
  expect((await elsewhere.get('/api/v1/me')).body).toMatchObject({ account: { email: 'owner@example.org' } })
  expect((await elsewhere.get('/api/v1/incidents')).status).toBe(200)
  expect((await night.api('GET', '/audit?action=account.passkey')).body).toMatchObject({ items: [{ action: 'account.passkey-added' }] })
})

test('a key that was never registered, or answers for another site, signs nobody in', async () => {
  const owner = await join(night.node, { role: 'lead', email: 'second@example.org' })
  const key = createAuthenticator()
  await register(owner, key)
  for (const [wrong, origin] of [
    [createAuthenticator(), PUBLIC_URL],
    [key, 'https://muster.example.evil.example'],
  ] as const) {
    const browser = openBrowser(night.node)
    expect((await signIn(browser, wrong, origin)).status).toBeGreaterThanOrEqual(400)
    expect((await browser.get('/api/v1/me')).status).toBe(401)
  }
  expect((await register(owner, createAuthenticator(), 'https://evil.example')).status).toBeGreaterThanOrEqual(400)
  expect((await owner.get('/api/auth/passkey/list-user-passkeys')).body).toHaveLength(1)
})

test('a passkey that was removed opens nothing', async () => {
  const owner = await join(night.node, { role: 'lead', email: 'third@example.org' })
  const key = createAuthenticator()
  const made = Object((await register(owner, key)).body)
  const thief = await join(night.node, { role: 'administrator', email: 'fourth@example.org' })
  expect((await thief.post('/api/auth/passkey/delete-passkey', { id: made.id })).status).toBeGreaterThanOrEqual(400)
  expect((await owner.post('/api/auth/passkey/delete-passkey', { id: made.id })).status).toBe(200)
  expect((await signIn(openBrowser(night.node), key)).status).toBeGreaterThanOrEqual(400)
})
