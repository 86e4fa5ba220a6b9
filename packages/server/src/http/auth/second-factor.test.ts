// The second factor: a code of the moment, or a recovery code that works once; switching it off needs the password and is seen.
import { createHmac } from 'node:crypto'
import { join, openBrowser, PASSWORD, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'

let night: Night
let browser: Browser
let email: string
let secret: Buffer
let recovery: string[]
let people = 0

beforeAll(async () => {
  night = await startNight(inject('cluster'))
})
afterAll(() => night.close())

beforeEach(async () => {
  people += 1
  email = `careful${people}@example.org`
  browser = await join(night.node, { role: 'responder', email })
  await night.node.world.db.query('delete from account_rate_limits')
  const enabled = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD })
  const { totpURI, backupCodes } = Object(enabled.body)
  secret = base32(String(new URL(totpURI).searchParams.get('secret')))
  recovery = backupCodes
  const first = await browser.post('/api/auth/two-factor/verify-totp', { code: code() })
  expect(first.status).toBe(200)
})

/** What an authenticator app shows now: RFC 6238. */
function code(): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7f_ff_ff_ff
  return String(number % 1_000_000).padStart(6, '0')
}

function base32(text: string): Buffer {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from(Array.from({ length: Math.floor(bits.length / 8) }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2)))
}

const withPassword = async () => {
  const other = openBrowser(night.node, { org: 'default' })
  const answer = await other.post('/api/auth/sign-in/email', { email, password: PASSWORD })
  expect(answer).toMatchObject({ status: 200, body: { twoFactorRedirect: true } })
  return other
}

test('[BX-04] the password alone opens nothing; with the code of the moment it does', async () => {
  const other = await withPassword()
  expect((await other.get('/api/v1/me')).status).toBe(401)
  expect((await other.get('/api/v1/incidents')).status).toBe(401)
  expect((await other.post('/api/auth/two-factor/verify-totp', { code: '000000' })).status).toBe(401)
  expect((await other.post('/api/auth/two-factor/verify-totp', { code: code() })).status).toBe(200)
  expect(await other.get('/api/v1/me')).toMatchObject({ status: 200, body: { account: { email, twoFactor: true } } })
})

test('a recovery code signs in once, and never again', async () => {
  const [one = ''] = recovery
  expect((await (await withPassword()).post('/api/auth/two-factor/verify-backup-code', { code: one })).status).toBe(200)
  await night.node.world.db.query('delete from account_rate_limits')
  expect((await (await withPassword()).post('/api/auth/two-factor/verify-backup-code', { code: one })).status).toBe(401)
})

test('codes cannot be guessed: after a few the door is shut', async () => {
  const other = await withPassword()
  const statuses: number[] = []
  for (let tries = 0; tries < 8; tries += 1)
    statuses.push((await other.post('/api/auth/two-factor/verify-totp', { code: String(tries).padStart(6, '0') })).status)
  expect(statuses).toContain(429)
  expect(statuses).not.toContain(200)
})

test('switching it off needs the password, and stands in the audit of the organisation', async () => {
  await night.after('1s')
  expect((await browser.post('/api/auth/two-factor/disable', { password: 'not the one' })).status).toBe(400)
  expect((await browser.post('/api/auth/two-factor/disable', { password: PASSWORD })).status).toBe(200)
  const { body } = await night.api('GET', '/audit?action=account.two-factor')
  const actions = Object(body).items.map((one: { action: string }) => one.action)
  expect(actions.slice(0, 2)).toEqual(['account.two-factor-off', 'account.two-factor-on'])
})

test('an administrator sees who has one, and never the secret, which is stored sealed', async () => {
  const { text } = await (await join(night.node, { role: 'administrator' })).get('/api/v1/members')
  const found = JSON.parse(text).items.find((one: { account: { email: string } }) => one.account.email === email)
  expect(found).toMatchObject({ account: { twoFactor: true } })
  const stored = await night.node.world.db.query('select secret, backup_codes from account_two_factors')
  expect(JSON.stringify(stored)).not.toContain(secret.toString())
  for (const one of recovery) expect(JSON.stringify(stored)).not.toContain(one)
})
