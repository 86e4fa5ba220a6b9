// Readings from a real Prometheus, in a real browser: connected, tried, watched while an incident is open, and told once.
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startExporter, type Exporter } from '../exporter.ts'
import { startPhone, type Phone } from '../phone.ts'
import { startPrometheus, type Prometheus } from '../prometheus.ts'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, ORG, startConsole, type Console } from './console.ts'

const KEY = 'readings-checkout-'.padEnd(32, 'k')
const QUERY = '(1 - max(checkout_error_ratio)) * 100'

let phone: Phone
let exporter: Exporter
let prometheus: Prometheus
let opened: Console

beforeAll(async () => {
  await ensureTools()
  phone = await startPhone()
  exporter = await startExporter()
  const rule = { alert: 'Never', expr: 'checkout_error_ratio > 2' }
  prometheus = await startPrometheus({ scrape: exporter.url, rule, alertmanagers: [] })
  opened = await startConsole(organisation())
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await prometheus?.stop()
  await exporter?.close()
  await phone?.close()
})

function organisation(): ConfigInput {
  const contacts = [{ slug: 'phone', channel: 'webhook' as const, address: phone.url, secret: phone.secret }]
  return {
    people: [{ slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris', contacts }],
    policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] }],
    services: [
      {
        slug: 'checkout',
        name: 'Checkout',
        policy: 'standard',
        integrations: [{ slug: 'probe', kind: 'generic', key: KEY }],
        indicators: [{ slug: 'sales', name: 'Sales', unit: 'per min', target: { atLeast: 100 } }],
      },
    ],
  }
}

const address = (place: string) => `${opened.muster.url}/o/${ORG}/${place}`
const tell = (action: 'trigger' | 'resolve') =>
  fetch(`${opened.muster.url}/integrations/${KEY}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ summary: 'Checkout answers nobody', key: 'down', source: 'probe-1', severity: 'critical', action }),
  })
const log = async (): Promise<{ type: string; says: string }[]> =>
  Object((await opened.muster.api('GET', '/api/v1/incidents/1/log?limit=1000')).body).items
const told = async () => (await log()).filter(({ type }) => type === 'reading.changed').map(({ says }) => says)

test('[IR-03] Prometheus is connected and tried from the console', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('integrations'))
  await page.getByRole('button', { name: 'Connect Prometheus…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Connect Prometheus' })
  await sheet.getByRole('textbox', { name: 'Address' }).fill(prometheus.url)
  await expectFit(page, 'readings-source')
  await sheet.getByRole('button', { name: 'Save it' }).click()
  await page.getByRole('button', { name: 'Try it now: Prometheus' }).click()
  await page.getByText('● It answers.').waitFor()
  await expectFit(page, 'readings-sources')
})

test('[IR-08] an indicator is written on its service, and its query is tried first: the value, or exactly what is wrong', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('services/checkout?panel=indicator:new'))
  const sheet = page.getByRole('dialog', { name: 'A key indicator' })
  await sheet.getByRole('textbox', { name: 'Name' }).fill('Checkout success')
  await sheet.getByRole('textbox', { name: 'Target' }).fill('99.5')
  await choose(page, 'Read from', 'Prometheus')
  await sheet.getByRole('textbox', { name: 'Query' }).fill('sum(')
  await sheet.getByRole('button', { name: 'Try it now' }).click()
  await sheet.getByText(/Prometheus cannot answer the query: .*parse error/).waitFor()
  await sheet.getByRole('textbox', { name: 'Query' }).fill('{__name__=~"up|checkout_error_ratio"}')
  await sheet.getByRole('button', { name: 'Try it now' }).click()
  await sheet.getByText(/The query gives 2 series\. Aggregate it/).waitFor()
  await sheet.getByRole('textbox', { name: 'Query' }).fill(QUERY)
  await expect
    .poll(
      async () => {
        await sheet.getByRole('button', { name: 'Try it now' }).click()
        return sheet.getByRole('status').textContent()
      },
      { timeout: 30_000 },
    )
    .toContain('It gives 99.9 % now.')
  await expectFit(page, 'readings-indicator')
  await sheet.getByRole('button', { name: 'Save it' }).click()
  await page.getByText('read from Prometheus · has to hold for 10 min').waitFor()
  await expectFit(page, 'readings-service')
})

test(
  '[IR-03] [IR-08] while an incident is open the real value is watched, and a fall lands once on its timeline',
  { timeout: 180_000 },
  async () => {
    exporter.turnBad()
    await expect
      .poll(async () => Object((await opened.muster.api('POST', '/api/v1/sources/prometheus/try', { query: QUERY })).body).value, {
        timeout: 30_000,
      })
      .toBeCloseTo(58)
    expect((await tell('trigger')).status).toBeLessThan(300)
    await expect.poll(told, { timeout: 60_000 }).toEqual(['Checkout success is at 58 %, target ≥ 99.5 %.'])
    const page = await opened.signIn({ role: 'responder', person: 'ana', look: DESK })
    await page.goto(address('incidents/1?tab=facts'))
    const readings = page.getByRole('region', { name: 'Readings' })
    await readings.getByText('▼ Outside').waitFor()
    await readings.getByText('58 %').first().waitFor()
    await readings.getByText('Pending: not read yet').waitFor()
    exporter.turnGood()
    await expect
      .poll(told, { timeout: 120_000 })
      .toEqual(['Checkout success is at 58 %, target ≥ 99.5 %.', 'Checkout success is back at 99.9 %, target ≥ 99.5 %.'])
    await readings.getByText(/Within for/).waitFor()
    await expectFit(page, 'readings-incident')
  },
)

test('[HF-05] [TC-03] a person writes down what they see and doubts a source, by keyboard, at an address of its own', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: DESK })
  await page.goto(address('incidents/1?tab=facts&panel=reading:sales'))
  const sheet = page.getByRole('dialog', { name: 'Record a reading of Sales' })
  await sheet.getByRole('textbox', { name: 'What it shows' }).fill('40')
  await sheet.getByRole('textbox', { name: 'Where you see it' }).fill('the sales board')
  await expectFit(page, 'readings-record')
  await sheet.getByRole('textbox', { name: 'Where you see it' }).press('Enter')
  const readings = page.getByRole('region', { name: 'Readings' })
  await readings.getByText(/the sales board, read by /).waitFor()
  await readings.getByRole('button', { name: 'Doubt the source: Checkout success' }).click()
  const doubt = page.getByRole('dialog', { name: 'Doubt where Checkout success comes from' })
  await doubt.getByRole('textbox', { name: 'How you know' }).fill('Users cannot pay, whatever it shows.')
  await doubt.getByRole('button', { name: 'Mark it as unreliable' }).click()
  await readings.getByText('Prometheus was marked as unreliable for this incident.').waitFor()
  await expectFit(page, 'readings-doubted')
})

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page
    .getByRole('textbox', { name: label })
    .or(page.getByRole('combobox', { name: label }))
    .click()
  await page.getByRole('option', { name: option }).click()
}
