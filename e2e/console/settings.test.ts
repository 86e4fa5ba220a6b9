// Settings and my page in a real browser: who may come in, what is told once, and what rings me.
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { expectFit, ORG, startConsole, type Console } from './console.ts'

let phone: Phone
let opened: Console
let page: Page

beforeAll(async () => {
  await ensureTools()
  phone = await startPhone()
  opened = await startConsole(organisation())
  page = await opened.signIn({ role: 'administrator', person: 'ana' })
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await phone?.close()
})

const organisation = (): ConfigInput => ({
  people: [{ slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris' }],
  catchAll: { targets: [{ person: 'ana' }] },
})

const at = (path: string) => `${opened.muster.url}/o/${ORG}${path}`

test('an API token is shown once, works, and is refused after it was revoked', async () => {
  await page.goto(at('/settings/tokens'))
  await page.getByLabel('Name').fill('nightly export')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const value = (await page.getByLabel('The token "nightly export"').locator('code').textContent()) ?? ''
  const ask = () => fetch(`${opened.muster.url}/api/v1/incidents`, { headers: { authorization: `Bearer ${value}` } })
  expect((await ask()).status).toBe(200)
  await page.getByRole('button', { name: 'I have it' }).click()
  expect(await page.content()).not.toContain(value)
  await page.getByRole('button', { name: 'Revoke nightly export' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByText('Revoked').first().waitFor()
  expect((await ask()).status).toBe(401)
})

test('every section of the settings fits every screen, and the last administrator stays', { timeout: 120_000 }, async () => {
  for (const section of ['organisation', 'protocol', 'members', 'invitations', 'tokens', 'audit', 'sign-in', 'health', 'about']) {
    await page.goto(at(`/settings/${section}`))
    await page.locator('main section').first().waitFor()
    await page.waitForTimeout(400)
    await expectFit(page, `settings-${section}`)
  }
  await page.goto(at('/settings/members'))
  await page.getByText('The last administrator stays one.').first().waitFor()
  expect(await page.getByRole('button', { name: /^Remove administrator/ }).getAttribute('aria-disabled')).toBe('true')
})

test('[SV-03] the protocol is chosen by what each calls grave and whom that calls, and its name stays when only the name is changed', async () => {
  await page.goto(at('/settings/protocol'))
  const severities = page.getByLabel('Severities of handbook')
  await severities.getByText('SEV1 crisis').waitFor()
  await page.getByRole('radio', { name: /^four-level/ }).click()
  await page.getByLabel('Severities of four-level').getByText('SEV1 high').waitFor()
  await page.getByText('Incidents opened from now on go by four-level.').waitFor()
  await expectFit(page, 'settings-protocol')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Incidents opened from now on go by four-level.').waitFor({ state: 'detached' })
  await page.goto(at('/settings/organisation'))
  await page.getByLabel('Name', { exact: true }).fill('The shop')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('It will be called The shop.').waitFor({ state: 'detached' })
  const { body } = await opened.muster.api('GET', '/api/v1/config')
  expect(Object(body).organisation).toEqual({ name: 'The shop', protocol: 'four-level' })
})

test(
  '[BX-04] a forgotten password: an administrator makes the link, and with it a new one is chosen once',
  { timeout: 120_000 },
  async () => {
    const context = (await opened.signIn({ role: 'responder' })).context()
    const me = await (await context.request.get(`${opened.muster.url}/api/v1/me`)).json()
    const { name, email } = Object(me).account
    await page.goto(at('/settings/members'))
    await page.getByRole('button', { name: `Reset password of ${name}` }).click()
    await page.getByRole('button', { name: 'Make the link' }).click()
    const link = (await page.getByLabel('The link').locator('code').textContent()) ?? ''
    await page.getByRole('button', { name: 'I have it' }).click()
    expect(await page.content()).not.toContain(link)

    const theirs = await (await opened.browser.newContext()).newPage()
    theirs.setDefaultTimeout(15_000)
    await theirs.goto(link)
    await theirs.getByRole('heading', { name: `Choose a new password, ${name}` }).waitFor()
    await expectFit(theirs, 'choose-password')
    await theirs.getByLabel('Password', { exact: true }).fill('another four words entirely')
    await theirs.getByRole('button', { name: 'Set the password' }).click()
    await theirs.getByRole('heading', { name: 'Now' }).waitFor()
    expect((await context.request.get(`${opened.muster.url}/api/v1/me`)).status()).toBe(401)

    await theirs.goto(link)
    await theirs.getByRole('heading', { name: 'This link was used already' }).waitFor()
    await theirs.context().clearCookies()
    await theirs.goto(`${opened.muster.url}/sign-in`)
    await theirs.getByText('Forgotten it? An administrator can give you a link.').waitFor()
    await theirs.getByLabel('E-mail address').fill(email)
    await theirs.getByLabel('Password', { exact: true }).fill('another four words entirely')
    await theirs.getByRole('button', { name: 'Sign in', exact: true }).click()
    await theirs.getByRole('heading', { name: 'Now' }).waitFor()
  },
)

test(
  '[BX-01] my page: a contact is added, confirmed by the code that rang it, and its rules are drawn by keyboard',
  { timeout: 120_000 },
  async () => {
    await page.goto(at('/me'))
    await page.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Webhook' }).click()
    await page.getByLabel('Address', { exact: true }).fill(phone.url)
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByLabel('Code that was sent there').waitFor()
    await expect.poll(() => codeIn(phone), { timeout: 20_000 }).not.toBeNull()
    await page.getByLabel('Code that was sent there').fill(codeIn(phone) ?? '')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('✓ confirmed').waitFor()

    await page.getByRole('button', { name: /^Ring Webhook once more/ }).click()
    const second = page.getByRole('slider').nth(1)
    await second.focus()
    await second.press('ArrowRight')
    await page.getByText('Webhook rings after 6 min.').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/rings at once and after 6 min/).waitFor()
    await expectFit(page, 'my-page')
    await page.goto(at('/me?part=sign-in'))
    await page.getByText('✓ this one').waitFor()
    await expectFit(page, 'my-page-sign-in')
  },
)

function codeIn({ arrivals }: Phone): string | null {
  for (const { title, body } of arrivals.toReversed()) {
    const found = /\b\d{6}\b/.exec(`${title} ${body}`)
    if (found !== null) return found[0]
  }
  return null
}
