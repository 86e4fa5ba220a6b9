// Alerts in a real browser: thousands of them found, grouped, chosen by keyboard, acknowledged and silenced together.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
import { DESK, expectFit, ORG, PHONE, startConsole, type Console } from './console.ts'

const ALERTS = 5000
const BATCH = 1000
const keyOf = (service: string) => `alerts-${service}-`.padEnd(32, 'k')

let opened: Console

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole(organisation)
  for (let first = 0; first < ALERTS; first += BATCH)
    await send(
      'search',
      Array.from({ length: BATCH }, (_, index) => ({
        name: `Slow answer ${first + index}`,
        labels: { shard: `shard-${(first + index) % 50}` },
      })),
    )
  await send('checkout', [
    { name: 'Checkout answers nobody', labels: { env: 'prod' } },
    { name: 'Checkout is slow', labels: { env: 'prod' } },
  ])
  await until('all alerts decided', async () => {
    const { body } = await opened.muster.api('GET', '/api/v1/integrations')
    const accepted = Object(body).items.reduce((sum: number, one: { accepted: number }) => sum + one.accepted, 0)
    return accepted >= ALERTS + 2 || undefined
  })
}, 900_000)

afterAll(() => opened?.stop())

const organisation: ConfigInput = {
  people: [{ slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris' }],
  policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] }],
  services: ['search', 'checkout'].map((slug) => ({
    slug,
    name: slug[0]?.toUpperCase() + slug.slice(1),
    policy: 'standard',
    integrations: [{ slug: 'prometheus', kind: 'alertmanager' as const, key: keyOf(slug) }],
  })),
}

type Sent = { name: string; labels: Record<string, string> }

async function send(service: string, alerts: readonly Sent[]): Promise<void> {
  const startsAt = new Date().toISOString()
  const answer = await fetch(`${opened.muster.url}/integrations/${keyOf(service)}/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      version: '4',
      status: 'firing',
      receiver: 'muster',
      groupKey: 'all',
      alerts: alerts.map(({ name, labels }) => ({
        status: 'firing',
        labels: { alertname: name, severity: 'critical', ...labels },
        annotations: { summary: name },
        startsAt,
        endsAt: '0001-01-01T00:00:00Z',
        fingerprint: name,
      })),
    }),
  })
  expect(answer.status, await answer.text()).toBeLessThan(300)
}

const address = (search = '') => `${opened.muster.url}/o/${ORG}/alerts${search}`
const rows = (page: Page) => page.getByRole('list', { name: 'Alerts', exact: true }).getByRole('article')

test('an alert is found by its words, and the search is in the address', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: DESK })
  await page.goto(address())
  await rows(page).first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('answers nobody')
  await page.getByText('1 alert.').waitFor()
  await page.waitForURL('**/alerts?*q=answers*')
  await page.getByRole('link', { name: 'Checkout answers nobody' }).click()
  await page.getByRole('heading', { level: 1, name: 'Checkout answers nobody' }).waitFor()
  await page.getByLabel('Body as it was sent').first().getByText('"alertname"', { exact: false }).waitFor()
  await expectFit(page, 'alert')
  await page.goBack()
  await page.getByText('1 alert.').waitFor()
})

test('of 5,000 alerts listed only what is in sight is in the page, and the last one can be reached [BX-04]', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: DESK })
  await page.goto(address('?service=search'))
  await rows(page).first().waitFor()
  await until(
    '5,000 listed',
    async () => {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
      return (await page.getByText('5000 alerts.').count()) > 0 || undefined
    },
    { withinMs: 120_000 },
  )
  expect(await rows(page).count()).toBeLessThan(100)
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.keyboard.press('j')
  for (const key of ['x', 'j', 'j', 'X', 'j', 'x']) await page.keyboard.press(key)
  await page.getByText('4 chosen').waitFor()
  await expectFit(page, 'alerts-5000')
})

test('chosen together their incident is acknowledged, and a silence is made of what they share, saying what it would match', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  await page.goto(address('?service=checkout&group=incident'))
  await page.getByRole('checkbox', { name: 'Select Checkout answers nobody' }).tap()
  await page.getByRole('checkbox', { name: 'Select Checkout is slow' }).tap()
  await page.getByRole('button', { name: 'Acknowledge their incident' }).tap()
  await page.getByText('You have one incident now.').waitFor()
  await page.getByRole('button', { name: 'Silence these…' }).tap()
  const form = page.getByRole('dialog', { name: 'Silence alerts' })
  await form.getByText('2 open alerts match it now.').waitFor()
  await form.getByText('env = prod').tap()
  await form.getByText('2 open alerts match it now.').waitFor()
  await form.getByRole('button', { name: '2 hours' }).tap()
  await form.getByRole('textbox', { name: 'Why' }).fill('Planned restart')
  await expectFit(page, 'alerts-silence')
  await form.getByRole('button', { name: 'Silence', exact: true }).click()
  await form.waitFor({ state: 'hidden' })
  const inForce = page.getByRole('list', { name: 'Silences in force' })
  await inForce.getByText('Planned restart').waitFor()
  await inForce.getByRole('button', { name: 'End it now' }).click()
  await inForce.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await inForce.getByText('Planned restart').waitFor()
})
