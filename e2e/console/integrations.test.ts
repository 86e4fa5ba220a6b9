// Integrations in a real browser: a monitor is connected by what the screen says, and what it sends is seen to arrive.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, ORG, startConsole, type Console } from './console.ts'

const KEY = 'integrations-uptime-'.padEnd(32, 'k')

let opened: Console

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole(organisation)
}, 900_000)

afterAll(() => opened?.stop())

const organisation: ConfigInput = {
  people: [{ slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris' }],
  policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] }],
  services: [
    { slug: 'checkout', name: 'Checkout', policy: 'standard' },
    { slug: 'site', name: 'Site', policy: 'standard', integrations: [{ slug: 'uptime', kind: 'generic', key: KEY }] },
  ],
}

const address = (place: string) => `${opened.muster.url}/o/${ORG}/${place}`

test('from no key to a signal that arrived: the command the screen gives is pasted as it is, and a test signal is watched to its fate', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('integrations'))
  await page.getByRole('list', { name: 'Integrations by service' }).getByText('never sent anything').waitFor()
  await expectFit(page, 'integrations')
  await page.getByRole('button', { name: 'Connect a monitor…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('combobox', { name: /Which service/ })
    .or(dialog.getByRole('textbox', { name: /Which service/ }))
    .click()
  await page.getByRole('option', { name: 'Checkout' }).click()
  await dialog.getByRole('radio', { name: 'PagerDuty-compatible' }).check()
  await dialog.getByRole('button', { name: 'Make its key' }).click()
  await dialog.getByText('This is the key. Copy it now').waitFor()
  await dialog.getByRole('tab', { name: 'curl' }).click()
  await expectFit(page, 'integration-new')
  const command = await dialog.getByLabel('Set-up for curl').textContent()
  const { stdout } = await promisify(execFile)('sh', ['-c', String(command)])
  expect(JSON.parse(stdout)).toMatchObject({ status: 'success' })
  await dialog.getByRole('link', { name: /I have copied it/ }).click()
  const signals = page.getByRole('list', { name: 'Last signals, youngest first' })
  await signals.getByText('✓ Decided').waitFor()
  await page.getByRole('button', { name: 'Send a test signal' }).click()
  await page.getByText(/^The test arrived\./).waitFor()
  expect(await signals.getByText('✓ Decided').count()).toBe(2)
  await expectFit(page, 'integration')
})

test('a key is rotated: the new one is shown once, the old one is refused', async () => {
  const page = await opened.signIn({ role: 'administrator', look: DESK })
  await page.goto(address('integrations/site/uptime'))
  await page.getByRole('button', { name: 'Rotate the key…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new key' }).click()
  const key = await page.getByLabel('The new key').textContent()
  expect(key).toMatch(/^[A-Za-z0-9_-]{32}$/)
  const post = (one: string) =>
    fetch(`${opened.muster.url}/integrations/${one}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        monitor: { id: 7, name: 'Front page' },
        heartbeat: { status: 0, msg: 'timed out' },
        msg: 'Front page is down',
      }),
    })
  expect((await post(String(key))).status).toBeLessThan(300)
  await expect.poll(async () => (await post(KEY)).status, { timeout: 15_000 }).toBe(404)
  await page.reload()
  await page.getByText('It was shown once, when it was made').waitFor()
  expect(await page.getByLabel('The new key').count()).toBe(0)
})

test('a mapping is written against the last real signal, tried while it is typed, and saved', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('integrations/site/uptime'))
  const sample = page.getByRole('textbox', { name: 'A sample of what the monitor sends' })
  await sample.waitFor()
  expect(await sample.inputValue()).toContain('Front page is down')
  await page.getByRole('button', { name: 'Start from the one for Uptime Kuma' }).click()
  const outcome = page.getByRole('region', { name: 'What the sample becomes' })
  await outcome.getByRole('row').filter({ hasText: 'Front page: timed out' }).waitFor()
  await page.evaluate(() => window.scrollTo(0, 0))
  await expectFit(page, 'integration-mapping')
  const mapping = page.getByRole('textbox', { name: 'Mapping, as JSON' })
  const good = await mapping.inputValue()
  await mapping.fill(good.replace('"equals"', '"is"').replace('"oneOf"', '"among"'))
  await outcome.getByText('mapping.resolveWhen.among is not a field of a mapping').waitFor()
  await mapping.fill(good)
  await outcome.getByRole('row').filter({ hasText: 'uptime-kuma/7' }).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Not saved yet' }).waitFor({ state: 'hidden' })
  await page.reload()
  await mapping.waitFor()
  expect(await mapping.inputValue()).toContain('uptime-kuma')
})
