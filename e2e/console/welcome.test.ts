// The first run, from the link that the server prints to a page on a phone, following what the screen says and nothing else.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPhone } from '../browser.ts'
import { startMuster, type Muster } from '../muster.ts'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
import { expectFit } from './console.ts'

let phone: Phone
let muster: Muster
let browser: Browser
let page: Page
let link = ''

beforeAll(async () => {
  await ensureTools()
  phone = await startPhone()
  muster = await startMuster()
  browser = await openBrowser()
  page = await openPhone(browser)
}, 900_000)

afterAll(async () => {
  await browser?.close()
  await muster?.stop()
  await phone?.close()
})

test('from the printed link to a page of my own, answered, in less than five minutes', { timeout: 300_000 }, async () => {
  link = await until('the link of the first administrator', async () => /http\S+\/join\/\S+/.exec(muster.lastLines())?.[0], {
    withinMs: 30_000,
    everyMs: 250,
  })
  const beganAt = Date.now()
  await page.goto(link)
  await page.getByLabel('Your name').fill('Nia Okafor')
  await page.getByLabel('E-mail address').fill('nia@example.org')
  await page.getByLabel('Password', { exact: true }).fill('four words nobody else says')
  await expectFit(page, 'join')
  await page.getByRole('button', { name: 'Join' }).click()

  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await page.getByRole('button', { name: 'This is me' }).click()
  await page.getByText('You are Nia Okafor.').waitFor()

  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Webhook' }).click()
  await page.getByLabel('Address', { exact: true }).fill(phone.url)
  await expectFit(page, 'welcome')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByLabel('Code that was sent there').waitFor()
  await page
    .getByLabel('Code that was sent there')
    .fill(await until('the code', async () => codeIn(phone), { withinMs: 20_000, everyMs: 100 }))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('One contact rings you.').waitFor()

  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('button', { name: 'Send a test alert' }).click()
  const arrived = await phone.rings(60_000)
  const pocket = await openPhone(browser)
  await pocket.goto(arrived.url)
  await pocket.getByRole('button', { name: 'Acknowledge' }).first().click()
  await page.getByText(/You were woken [\d.]+ s after the alert/).waitFor()
  await page.getByText('you answered. That is all there is to it.').waitFor()
  await page.getByRole('heading', { name: 'You are set up' }).waitFor()
  expect(Date.now() - beganAt).toBeLessThan(300_000)
  await expectFit(page, 'welcome-done')
})

test('the link opens once, and says what to do when it is used up', async () => {
  const other = await openPhone(browser)
  await other.goto(link)
  await other.getByRole('heading', { name: 'This link was used already' }).waitFor()
})

function codeIn({ arrivals }: Phone): string | undefined {
  return arrivals.flatMap(({ title, body }) => /\b\d{6}\b/.exec(`${title} ${body}`)?.[0] ?? []).at(-1)
}
