// Many tabs of one browser: they agree on who is signed in, and share one stream also where a browser has no locks to give.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
import { PASSWORD, startConsole, type Console } from './console.ts'
import { calledBy, listening } from './night.ts'

let opened: Console

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole({
    people: [
      { slug: 'ana', name: 'Ana' },
      { slug: 'ben', name: 'Ben' },
    ],
    ...calledBy('ana'),
    services: [listening('checkout', 'Checkout')],
  })
}, 900_000)

afterAll(() => opened?.stop())

async function accountOf(page: Page): Promise<{ name: string; email: string }> {
  const answer = await page.context().request.get(`${opened.muster.url}/api/v1/me`, { headers: { origin: opened.muster.url } })
  return Object(await answer.json()).account
}

test('who signs out, or in as somebody else, in one tab is seen in the others, before anything is done under the wrong name', async () => {
  const first = await opened.signIn({ role: 'responder', person: 'ana' })
  const other = await opened.signIn({ role: 'lead', person: 'ben' })
  const ben = await accountOf(other)
  const ana = await accountOf(first)
  await first.goto(opened.address('alerts'))
  await first.getByRole('button', { name: ana.name }).waitFor()

  const second = await first.context().newPage()
  await second.goto(opened.address('services'))
  await second.getByRole('button', { name: ana.name }).click()
  await second.getByRole('menuitem', { name: 'Sign out' }).click()
  await second.getByRole('heading', { name: 'Sign in' }).waitFor()
  await first.getByText('You are signed out.').waitFor()
  expect(await first.getByRole('heading', { name: 'Alerts' }).isVisible(), 'what was on screen stays').toBe(true)
  expect(await first.getByRole('link', { name: 'Sign in, and come back here' }).getAttribute('href')).toBe(
    `/sign-in?to=${encodeURIComponent('/o/default/alerts')}`,
  )

  await second.getByLabel('E-mail address').fill(ben.email)
  await second.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await second.getByRole('button', { name: 'Sign in', exact: true }).click()
  await first.getByRole('button', { name: ben.name }).waitFor()
  expect(await first.getByText('You are signed out.').count()).toBe(0)
})

test('whoever is taken off the list of members while they look is told so within seconds', async () => {
  const page = await opened.signIn({ role: 'responder' })
  await page.goto(opened.address('now'))
  await page.getByRole('heading', { name: 'Now' }).waitFor()
  const { email } = await accountOf(page)
  const { body } = await opened.muster.api('GET', '/api/v1/members')
  const member = Object(body).items.find(({ account }: { account: { email: string } }) => account.email === email)
  await opened.muster.api('POST', `/api/v1/members/${member.id}/remove`, {})
  await page.getByText('You are not a member of this organisation.').waitFor()
})

test('eight tabs on plain http, as on a LAN, share one stream, and when its tab closes another goes on', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana' })
  const context = page.context()
  await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'))
  const leaders: Page[] = []
  const tabs = [page]
  const watch = (tab: Page) => tab.on('request', (request) => request.url().includes('/api/v1/live') && leaders.push(tab))
  watch(page)
  await page.goto(opened.address('now'))
  await until('the first tab to have the stream', async () => leaders[0])
  for (let count = 1; count < 8; count += 1) {
    const tab = await context.newPage()
    watch(tab)
    await tab.goto(opened.address('now'))
    tabs.push(tab)
  }
  for (const tab of tabs) await tab.getByRole('heading', { name: 'Now' }).waitFor()
  expect(leaders).toEqual([page])

  await page.close()
  const heir = await until('another tab to take the stream', async () => leaders.find((tab) => tab !== page))
  await opened.breaks('checkout', 'checkout answers nobody')
  for (const tab of tabs.slice(1)) await tab.getByText('checkout answers nobody').first().waitFor()
  expect(leaders).toEqual([page, heir])
})
