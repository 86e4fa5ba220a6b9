// Ways in beside the password, and what stays shut: a second factor, a passkey, another organisation.
import { createHmac } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../child.ts'
import { ensureTools } from '../tools.ts'
import { expectFit, startConsole, type Console } from './console.ts'

const PASSWORD = 'four words nobody else says'
const EMAIL = 'ana@example.org'

let opened: Console
/** A passkey belongs to a name, and an IP address is none. */
let site: string

beforeAll(async () => {
  await ensureTools()
  const port = await freePort()
  site = `http://localhost:${port}`
  opened = await startConsole({ people: [{ slug: 'ana', name: 'Ana' }], services: [] }, { port, env: { MUSTER_URL: site } })
}, 900_000)

afterAll(() => opened?.stop())

async function invite(body: object): Promise<string> {
  const { status, body: said } = await opened.muster.api('POST', '/api/v1/invitations', body)
  expect(status).toBe(201)
  return String(Object(said).link).replace(/^https?:\/\/[^/]+/, site)
}

async function joined(email: string, link: string): Promise<Page> {
  const page = await (await opened.browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(link)
  await page.getByLabel('Your name').fill('Ana')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  return page
}

async function typePassword(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${site}/sign-in`)
  await page.getByLabel('E-mail address').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  return page
}

/** RFC 6238, as an app on a phone does it. */
function codeOf(key: string): string {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from(
    Array.from({ length: Math.floor(bits.length / 8) }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2)),
  )
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  return String((mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
}

/** Gives the first recovery code. */
async function secondFactor(page: Page): Promise<string> {
  await page.goto(`${site}/o/default/me?part=sign-in`)
  await page.getByRole('button', { name: 'Set up a second factor' }).click()
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Go on' }).click()
  const key = ((await page.locator('code').first().textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('The code the app shows now').fill(codeOf(key))
  await page.getByRole('button', { name: 'Switch it on' }).click()
  const recovery = await page.getByRole('list', { name: 'Recovery codes' }).locator('code').first().textContent()
  return recovery ?? ''
}

test('[BX-04] with a second factor the password alone opens nothing, and a recovery code stands in for the phone once', async () => {
  const page = await joined(EMAIL, await invite({ role: 'responder', person: 'ana' }))
  const recovery = await secondFactor(page)

  const elsewhere = await opened.browser.newContext()
  const asked = await typePassword(elsewhere)
  await asked.getByLabel('Code', { exact: true }).waitFor()
  await expectFit(asked, 'second-factor')
  expect((await elsewhere.request.get(`${site}/api/v1/me`)).status()).toBe(401)
  await asked.goto(`${site}/sign-in?step=recovery`)
  await asked.getByLabel('Recovery code').fill(recovery)
  await asked.keyboard.press('Enter')
  await asked.getByRole('navigation', { name: 'Screens' }).waitFor()

  const again = await typePassword(await opened.browser.newContext())
  await again.getByLabel('Code', { exact: true }).waitFor()
  await again.goto(`${site}/sign-in?step=recovery`)
  await again.getByLabel('Recovery code').fill(recovery)
  await again.keyboard.press('Enter')
  await again.getByRole('alert').getByText('That recovery code is not right.').waitFor()
})

test('[BX-04] a reset link sets a password, opens nothing where a second factor stands, and says so', async () => {
  const page = await joined('dan@example.org', await invite({ role: 'responder' }))
  await secondFactor(page)
  const members = await opened.muster.api('GET', '/api/v1/members')
  const { id } = Object(members.body).items.find((one: { account: { email: string } }) => one.account.email === 'dan@example.org')
  const { body } = await opened.muster.api('POST', `/api/v1/members/${id}/reset-link`, {})
  const forgot = await (await opened.browser.newContext()).newPage()
  await forgot.goto(String(Object(body).link).replace(/^https?:\/\/[^/]+/, site))
  await forgot.getByRole('heading', { name: /^Choose a new password/ }).waitFor()
  await forgot.getByLabel('Password', { exact: true }).fill('five other words nobody says')
  await forgot.getByRole('button', { name: 'Set the password' }).click()
  await forgot.getByText('Your new password is set. Sign in with it and with your second factor.').waitFor()
  expect((await forgot.context().request.get(`${site}/api/v1/me`)).status()).toBe(401)
  expect((await page.context().request.get(`${site}/api/v1/me`)).status(), 'signed out elsewhere').toBe(401)
})

test('a passkey signs in without a password', async () => {
  const page = await joined('ben@example.org', await invite({ role: 'responder' }))
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const authenticator = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  } as const
  await session.send('WebAuthn.addVirtualAuthenticator', { options: { ...authenticator, automaticPresenceSimulation: true } })
  await page.goto(`${site}/o/default/me?part=sign-in`)
  await page.getByLabel('Name of a new passkey').fill('this laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Remove the passkey this laptop' }).waitFor()
  await page.context().clearCookies()
  await page.goto(`${site}/sign-in`)
  // Where the browser offers it by itself, there is nothing to press.
  await page
    .getByRole('button', { name: /passkey/i })
    .click({ timeout: 5000 })
    .catch(() => undefined)
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
})

test('another organisation stays shut until one belongs to it; then it is a choice in the menu', async () => {
  const { body } = await opened.muster.api('POST', '/api/v1/organisations', { slug: 'theirs', name: 'The others' })
  const boss = await joined('boss@example.org', String(Object(body).link).replace(/^https?:\/\/[^/]+/, site))
  expect(new URL(boss.url()).pathname).toContain('/o/theirs/')
  await boss.goto(`${site}/o/default/now`)
  await boss.getByRole('alert').getByText('You may not do that here.').waitFor()
  const asked = await boss.context().request.get(`${site}/api/v1/incidents`, { headers: { 'x-muster-org': 'default' } })
  expect(asked.status()).toBe(403)

  await boss.goto(await invite({ role: 'stakeholder' }))
  await boss.getByRole('button', { name: /^Join/ }).click()
  await boss.waitForURL('**/o/default/**')
  await boss.getByRole('button', { name: 'Ana' }).click()
  await boss.getByRole('menuitem', { name: 'The others' }).click()
  await boss.waitForURL('**/o/theirs/now')
})
