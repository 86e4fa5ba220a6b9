// Signing in, in a real browser: nothing tells whether an account exists, and nobody is led to another site.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { expectFit, startConsole, type Console } from './console.ts'

let opened: Console
let page: Page
let email = ''

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole({ people: [{ slug: 'ana', name: 'Ana' }] })
  const member = await opened.signIn({ role: 'responder', person: 'ana' })
  const me = await member.context().request.get(`${opened.muster.url}/api/v1/me`)
  email = String((await me.json()).account.email)
  page = await (await opened.browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
}, 900_000)

afterAll(() => opened?.stop())

async function tries(address: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(address)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('[BX-04] a wrong password and an unknown address are told in the same words', async () => {
  await page.goto(`${opened.muster.url}/o/default/me`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await expectFit(page, 'sign-in')
  const said: (string | null)[] = []
  for (const address of [email, 'nobody@example.org']) {
    await tries(address, 'not the password at all')
    await page.getByRole('alert').waitFor()
    said.push(await page.getByRole('alert').textContent())
    await page.reload()
  }
  expect(said[0]).toBe(said[1])
})

test('the right password leads to the screen that was asked for, and never to another site', async () => {
  await tries(email, 'four words nobody else says')
  await page.getByRole('heading', { name: 'My page' }).waitFor()
  for (const evil of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    await page.context().clearCookies()
    await page.goto(`${opened.muster.url}/sign-in?to=${encodeURIComponent(evil)}`)
    await tries(email, 'four words nobody else says')
    await page.getByRole('heading', { name: 'Now' }).waitFor()
    expect(new URL(page.url()).origin).toBe(opened.muster.url)
  }
})
