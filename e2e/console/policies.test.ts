// A ladder in a real browser: changed where it is drawn, by keyboard, with who would be woken beside it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { expectFit, ORG, startConsole, type Console } from './console.ts'
import { withRota } from './rota.ts'

let opened: Console

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole(withRota())
}, 900_000)

afterAll(async () => {
  await opened?.stop()
})

const address = (place: string) => `${opened.muster.url}/o/${ORG}/${place}`

async function standard() {
  const { body } = await opened.muster.api('GET', '/api/v1/config')
  return Object(body).policies.find((one: { slug: string }) => one.slug === 'standard')
}

test('a rung is lengthened with the arrow keys; the sentence beside it follows, and nothing is stored before Save', async () => {
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('policies/standard'))
  await page.getByText(/If an alert came now, it would wake/).waitFor()
  await expectFit(page, 'policy')
  const handle = page.getByRole('slider', { name: 'Rung 1: time to answer' })
  await handle.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await handle.getAttribute('aria-valuetext')).toBe('7 min')
  await page.getByText('After 7 min').waitFor()
  await page.getByText('Rung 1 has 7 min to answer, not 5 min.').waitFor()
  expect((await standard()).rungs[0].delayMinutes).toBe(5)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Not saved yet' }).waitFor({ state: 'detached' })
  expect((await standard()).rungs[0].delayMinutes).toBe(7)
})

test('who would be woken is asked of any moment, and the moment stands in the address', async () => {
  const page = await opened.signIn({ role: 'stakeholder' })
  await page.goto(address('policies/standard'))
  await page.getByRole('button', { name: 'Tonight at 03:00' }).click()
  await page.getByText(/If an alert came .*03:00, it would wake/).waitFor()
  expect(page.url()).toContain('at=')
  await page.reload()
  await page.getByText(/If an alert came .*03:00, it would wake/).waitFor()
  expect(await page.getByRole('button', { name: 'Add a rung' }).getAttribute('aria-disabled')).toBe('true')
})

test('a policy is made, given a second rung, and removed again, which a used one refuses with its reason', async () => {
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('policies'))
  await page.getByRole('button', { name: 'New policy' }).click()
  await page.getByLabel('Name').fill('Night shift')
  await page.getByRole('combobox', { name: 'Who is woken first' }).fill('Supp')
  await page.getByRole('option', { name: 'Support' }).click()
  await page.getByRole('button', { name: 'Make it and draw the rest' }).click()
  await page.getByRole('heading', { name: 'Night shift', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Add a rung' }).click()
  await page.getByText('Nobody is on this rung: it is passed at once.').waitFor()
  await page.getByRole('combobox', { name: 'Add somebody to rung 2' }).fill('Ana')
  await page.getByRole('option', { name: 'Ana Ruiz' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Not saved yet' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove it' }).click()
  await page.getByRole('heading', { name: 'Policies and schedules', level: 1 }).waitFor()
  await expectFit(page, 'policies')
  await page.getByRole('link', { name: 'Standard' }).click()
  await page.getByText('Checkout would wake nobody without it. Give them another policy first.').waitFor({ state: 'attached' })
})

test('[PO-05] who is on call for a role is chosen here, and a policy calls its sets of roles at once', async () => {
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('policies'))
  const commander = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Incident commander' }) })
  await commander.getByText('Nobody: a call for it rings nobody.').waitFor()
  await commander.getByRole('combobox', { name: 'Add somebody to Incident commander' }).fill('Ana')
  await page.getByRole('option', { name: 'Ana Ruiz' }).click()
  await page.getByText('Incident commander: Ana Ruiz.').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Not saved yet' }).waitFor({ state: 'detached' })
  await expectFit(page, 'policies-roles')
  await page.getByRole('link', { name: 'Standard' }).click()
  await page.getByLabel('Commander always').check()
  await page.getByText('It calls at once: commander always.').waitFor()
  await expectFit(page, 'policy-calls')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Not saved yet' }).waitFor({ state: 'detached' })
  const { body } = await opened.muster.api('GET', '/api/v1/config')
  expect(Object(body)).toMatchObject({ roles: { commander: [{ person: 'ana' }] } })
  expect(Object(body).policies.find(({ slug }: { slug: string }) => slug === 'standard')).toMatchObject({ calls: ['commander-always'] })
})

test('what a file owns is shown and cannot be changed here: each button says where it is kept', async () => {
  const { body } = await opened.muster.api('GET', '/api/v1/config')
  await opened.muster.api('POST', '/api/v1/config', { ...Object(body), managedBy: 'org.yaml' })
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('policies/standard'))
  await page.getByText('This is kept in org.yaml. Change it there, then apply it again.').first().waitFor()
  expect(await page.getByRole('slider').count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Add a rung' }).getAttribute('aria-disabled')).toBe('true')
  await opened.muster.api('POST', '/api/v1/config/release', {})
})
