// A protocol made one's own in a real browser: forms and text are one draft, a preview tells what it changes, and versions lead back.
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { expectFit, ORG, startConsole, type Console } from './console.ts'
import { calledBy } from './night.ts'

let opened: Console
let page: Page

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole(organisation())
  page = await opened.signIn({ role: 'administrator', person: 'ana' })
}, 900_000)

afterAll(() => opened?.stop())

const organisation = (): ConfigInput => ({
  people: [{ slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris' }],
  ...calledBy('ana'),
  services: [{ slug: 'checkout', name: 'Checkout', policy: 'standard', criticalPath: true }],
})

const at = (path: string) => `${opened.muster.url}/o/${ORG}/settings/protocol${path}`
const changes = () => page.getByLabel(/^What changes/).getByRole('listitem')

test('a protocol is made ours, changed by its forms, previewed with its rehearsals, and published', { timeout: 180_000 }, async () => {
  await page.goto(at(''))
  await page.getByText('None yet.').waitFor()
  await page.getByRole('button', { name: 'Make it ours…' }).click()
  await page.getByLabel('What you call it').fill('Ours')
  await expectFit(page, 'packs-make-ours')
  await page.getByRole('button', { name: 'Make it', exact: true }).click()
  await page.getByRole('heading', { name: 'ours', exact: true }).waitFor()
  const minutes = page.getByLabel('first-public-post, crisis, minutes')
  await minutes.fill('15')
  await page.getByText('Your draft is kept in this tab').waitFor()
  await expectFit(page, 'packs-clocks')
  // A look elsewhere, and a reload, lose nothing.
  await page.reload()
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[aria-label="first-public-post, crisis, minutes"]')?.value === '15',
  )
  await page.getByRole('link', { name: 'Preview', exact: true }).first().click()
  await changes().first().waitFor()
  expect(await changes().allTextContents()).toEqual(['Clock first-public-post, crisis: 5 → 15 min'])
  await page.getByText(/scripted incidents would go otherwise/).waitFor()
  await expectFit(page, 'packs-preview')
  expect(await page.getByRole('button', { name: 'Publish' }).getAttribute('aria-disabled')).toBe('true')
  await page.getByLabel('Why').fill('our status page takes longer')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Your draft is kept in this tab').waitFor({ state: 'detached' })
  const { body } = await opened.muster.api('GET', '/api/v1/packs/ours')
  expect(Object(body)).toMatchObject({ version: 2, versions: [{ note: 'our status page takes longer' }, { version: 1 }] })
})

test('every form fits every screen, and what it changes stands in the text', { timeout: 240_000 }, async () => {
  await page.goto(at('/ours?part=called'))
  await page.getByRole('combobox', { name: 'Leads in column B' }).click()
  await page.getByRole('option', { name: 'Incident commander' }).click()
  await expectFit(page, 'packs-called')
  await page.goto(at('/ours?part=audiences'))
  await page.getByRole('combobox', { name: 'Word to Executives every' }).click()
  await page.getByRole('option', { name: 'internal update' }).click()
  await expectFit(page, 'packs-audiences')
  await page.goto(at('/ours?part=severities'))
  await page.getByLabel('SEV2: Is called').fill('SEV2 soon')
  await expectFit(page, 'packs-severities')
  await page.goto(at('/ours?part=messages&message=customers'))
  await page.getByLabel('What "customers" says').fill('{service}: {impact}. {colour}')
  await page.getByText('Checkout: no order can be paid for. …').waitFor()
  await page.getByText('Nothing is known as {colour}').waitFor()
  await expectFit(page, 'packs-messages')
  await page.goto(at('/ours?part=memory'))
  await page.getByLabel('Scribe').fill('Write the time.')
  await expectFit(page, 'packs-memory')
  await page.goto(at('/ours?part=text'))
  const text = page.getByLabel('The pack, as YAML')
  await page.getByText('✓ It means what it says.').waitFor()
  expect(await text.inputValue()).toMatch(/leads: commander[^]*every: internal-update[^]*SEV2 soon/)
})

test('a fault in the text is told with its line while it is written, and the line is found', { timeout: 120_000 }, async () => {
  await page.goto(at('/ours?part=text'))
  const text = page.getByLabel('The pack, as YAML')
  await text.fill(`${(await text.inputValue()).trimEnd()}\n  duties:\n    ticket: { within: accknowledge }\n`)
  await page.getByText('Did you mean "acknowledge"?').waitFor()
  await expectFit(page, 'packs-text')
  await page.getByRole('button', { name: /^Line \d+/ }).click()
  expect(await page.evaluate(() => getSelection()?.toString())).toContain('ticket: { within: accknowledge }')
  await page.getByRole('link', { name: 'Preview', exact: true }).first().click()
  await page.getByText('Mend what is not right first.').first().waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByText('Your draft is kept in this tab').waitFor({ state: 'detached' })
})

test('what would have been owed in an incident that happened is told before anything is published', { timeout: 120_000 }, async () => {
  await opened.muster.api('POST', '/api/v1/incidents', {
    service: 'checkout',
    title: 'Orders vanish',
    severity: 'SEV0',
    source: 'a customer',
  })
  await page.goto(at('/ours?part=clocks'))
  await page.getByLabel('executive-update, crisis, minutes').fill('25')
  await page.goto(at('/ours?part=preview&incident=1'))
  await page.getByLabel('Incident 1').getByText('#1 Orders vanish').waitFor()
  await expectFit(page, 'packs-incident')
  await page.getByRole('button', { name: 'Discard' }).click()
})

test(
  '[BX-16] what was waived in most incidents is told without names, and its proposal opens as a draft that names the ledger',
  { timeout: 180_000 },
  async () => {
    const api = opened.muster.api
    await api('POST', '/api/v1/config/edit', { put: { organisation: { name: 'The shop', protocol: 'ours' } } })
    for (const title of ['Orders wait', 'Orders double', 'Orders stay']) {
      const declared = { service: 'checkout', title, severity: 'SEV0', source: 'a customer', anyway: true, as: 'ana' }
      const { number } = Object((await api('POST', '/api/v1/incidents', declared)).body)
      const { owed } = Object((await api('GET', `/api/v1/incidents/${number}/protocol`)).body)
      const duty = owed.find((one: { duty: string }) => one.duty === 'ticket').key
      await api('POST', `/api/v1/incidents/${number}/record`, { as: 'ana', entry: { type: 'duty.waived', duty, why: 'Ana has one' } })
    }
    await page.goto(at(''))
    const ledger = page.getByLabel('What was done otherwise').getByRole('list')
    await ledger.getByText('somebody has one').waitFor()
    await expectFit(page, 'packs-ledger')
    await ledger.getByRole('button', { name: /^Open as a draft: ticket/ }).click()
    await changes().first().waitFor()
    expect(await changes().allTextContents()).toEqual([expect.stringMatching(/^Duty ticket, classes/)])
    expect(await page.getByLabel('Why').inputValue()).toBe('From the ledger: waived:ticket')
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Your draft is kept in this tab').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByText('proposed by the ledger: waived:ticket').waitFor()
  },
)

test('a version says who and why, an older one is used again, and a lead reads without changing', { timeout: 180_000 }, async () => {
  await page.goto(at('/ours?part=versions'))
  await page.getByText('our status page takes longer').waitFor()
  await expectFit(page, 'packs-versions')
  await page.getByRole('button', { name: 'Use version 1 again' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Use it again' }).click()
  await page.getByText('As version 1 was').waitFor()
  await page.getByRole('heading', { name: /^Version \d+ · the newest$/ }).waitFor()
  const lead = await opened.signIn({ role: 'lead' })
  await lead.goto(at('/ours'))
  const minutes = lead.getByLabel('first-public-post, crisis, minutes')
  await minutes.waitFor()
  expect([await minutes.inputValue(), await minutes.getAttribute('readonly')]).toEqual(['5', ''])
  await lead.context().close()
})
