// Services in a real browser: how each fares, how they hang together, and their form.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, ORG, startConsole, type Console } from './console.ts'

const KEY = 'services-checkout-'.padEnd(32, 'k')

let phone: Phone
let opened: Console

beforeAll(async () => {
  await ensureTools()
  phone = await startPhone()
  opened = await startConsole(organisation())
  const answer = await fetch(`${opened.muster.url}/integrations/${KEY}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ summary: 'Checkout answers nobody', key: 'down', source: 'probe-1', severity: 'critical' }),
  })
  expect(answer.status, await answer.text()).toBeLessThan(300)
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await phone?.close()
})

function organisation(): ConfigInput {
  const contacts = [{ slug: 'phone', channel: 'webhook' as const, address: phone.url, secret: phone.secret }]
  return {
    people: [
      { slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris', contacts },
      { slug: 'ben', name: 'Ben', timeZone: 'Europe/Paris', contacts },
    ],
    policies: [
      { slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] },
      { slug: 'gentle', name: 'Gentle', rungs: [{ delayMinutes: 30, targets: [{ person: 'ben' }] }] },
    ],
    services: [
      {
        slug: 'checkout',
        name: 'Checkout',
        policy: 'standard',
        criticalPath: true,
        dependsOn: ['payments', 'login'],
        integrations: [{ slug: 'probe', kind: 'generic', key: KEY }],
      },
      { slug: 'payments', name: 'Payments', policy: 'standard', dependsOn: ['database'] },
      { slug: 'login', name: 'Login', policy: 'standard', dependsOn: ['database'] },
      { slug: 'database', name: 'Orders database', policy: 'standard' },
    ],
  }
}

const address = (place: string) => `${opened.muster.url}/o/${ORG}/${place}`

test('what fails stands first, with its health in words, who would be woken, and a way to its incidents', async () => {
  const page = await opened.signIn({ role: 'stakeholder', look: DESK })
  await page.goto(address('services'))
  const first = page.getByRole('row').nth(1)
  await first.getByText('Failing').waitFor()
  expect(await first.textContent()).toMatch(/Checkout.*Critical path.*1, worst SEV1.*Ana/)
  await expectFit(page, 'services')
})

test('the picture of dependencies can be walked by keyboard, and says the same in words', async () => {
  const page = await opened.signIn({ role: 'stakeholder', look: DESK })
  await page.goto(address('services?view=graph'))
  const node = page.getByRole('link', { name: 'Payments: OK. Depends on Orders database. Needed by Checkout.' })
  await node.waitFor()
  await page.getByText('In words', { exact: true }).click()
  await page.getByRole('listitem').filter({ hasText: 'Depends on Payments and Login.' }).waitFor()
  await expectFit(page, 'services-graph')
  await node.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Payments' }).waitFor()
})

test('a service is made, edited and removed from its screen', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('services'))
  await page.getByRole('button', { name: 'New service…' }).click()
  const made = page.getByRole('dialog', { name: 'New service' })
  await made.getByRole('textbox', { name: 'Name' }).fill('Mail')
  await made
    .getByRole('textbox', { name: 'Policy' })
    .or(made.getByRole('combobox', { name: 'Policy' }))
    .click()
  await page.getByRole('option', { name: 'Gentle' }).click()
  await made.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mail' }).waitFor()
  await page.getByText('Ben would be woken first').waitFor()
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'First thing to do' }).fill('Look at the queue.')
  await page.getByRole('switch', { name: 'On the critical path' }).click()
  await page.getByText('Changes whether it is on the critical path, the first thing to do.').waitFor()
  await expectFit(page, 'service-edit')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('on the critical path', { exact: false }).first().waitFor()
  await page.getByRole('region', { name: 'First thing to do' }).getByText('Look at the queue.').waitFor()
  await page.getByRole('button', { name: 'Remove…' }).click()
  const asked = page.getByRole('dialog', { name: 'Remove Mail?' })
  await asked.waitFor()
  await page.goBack()
  await asked.waitFor({ state: 'detached' })
  await page.goForward()
  await asked.getByText('No incident of it is open.').waitFor()
  await asked.getByRole('button', { name: 'Remove it' }).click()
  await page.waitForURL('**/services')
  await page.getByRole('row').filter({ hasText: 'Checkout' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'Mail' }).waitFor({ state: 'detached' })
})

test('a stakeholder sees the form and is told why it cannot be used', async () => {
  const page = await opened.signIn({ role: 'stakeholder', look: DESK })
  await page.goto(address('services/checkout?panel=edit'))
  await page.getByText('Only a lead may do this; you are a stakeholder.').first().waitFor()
  expect(await page.getByRole('textbox', { name: 'Name' }).isEditable()).toBe(false)
  await expectFit(page, 'service')
})

test('what somebody else saved meanwhile is not overwritten', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('services/login?panel=edit'))
  await page.getByRole('textbox', { name: 'First thing to do' }).fill('Look at the directory.')
  const newer = { slug: 'login', name: 'Login', policy: 'gentle', dependsOn: ['database'] }
  const { status } = await opened.muster.api('POST', '/api/v1/config/edit', { put: { services: [newer] } })
  expect(status).toBe(200)
  await page.getByText('Somebody saved a newer version meanwhile.').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('That is not possible now.').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect.poll(() => page.getByLabel('Policy').first().inputValue(), { timeout: 10_000 }).toBe('Gentle')
  expect(await page.getByRole('textbox', { name: 'First thing to do' }).inputValue()).toBe('')
})

test('two who make the same at the same moment do not overwrite each other: the second is told, and makes another', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('services'))
  await page.getByRole('button', { name: 'New service' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Search')
  await page.getByRole('combobox', { name: 'Policy' }).click()
  await page.getByRole('option', { name: 'Standard' }).click()
  await page.route('**/config/edit', async (route) => {
    const theirs = { slug: 'search', name: 'Search of theirs', policy: 'gentle' }
    expect((await opened.muster.api('POST', '/api/v1/config/edit', { put: { services: [theirs] } })).status).toBe(200)
    await route.continue()
  })
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('alert').getByText('That is not possible now.').waitFor()
  await page.unroute('**/config/edit')
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.waitForURL(/services\/search-2/)
  await page.goto(address('services/search'))
  await page.getByRole('heading', { name: 'Search of theirs' }).waitFor()
})

test('what a file describes is shown, and cannot be changed beside it', async () => {
  const managedBy = 'https://git.example.org/ops/muster.yaml'
  expect((await opened.muster.api('POST', '/api/v1/config', { ...organisation(), managedBy })).status).toBe(200)
  const page = await opened.signIn({ role: 'administrator', look: DESK })
  await page.goto(address('services/checkout?panel=edit'))
  await page.getByText(`This is kept in ${managedBy}. Change it there, then apply it again.`).first().waitFor()
  expect(await page.getByRole('textbox', { name: 'Name' }).isEditable()).toBe(false)
  expect(await page.getByRole('button', { name: 'Remove…' }).getAttribute('aria-disabled')).toBe('true')
})
