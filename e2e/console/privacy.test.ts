// A private incident on screen: declared as one, seen by those it draws in, told as nothing to others, and opened to all again.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'

const TITLE = 'A signing key was published'
let opened: Console
let ana: Page
let ben: Page

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole({
    people: [
      { slug: 'ana', name: 'Ana Ruiz' },
      { slug: 'ben', name: 'Ben Okoye' },
    ],
    policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 30, targets: [{ person: 'ana' }] }] }],
    services: [{ slug: 'vault', name: 'Vault', policy: 'standard' }],
    catchAll: { targets: [{ person: 'ana' }] },
  })
  ana = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  ben = await opened.signIn({ role: 'responder', person: 'ben', look: DESK })
}, 900_000)

afterAll(() => opened?.stop())

const seenBy = (on: Page) => on.getByRole('link', { name: TITLE })

test('an incident is declared as private; it says so to whoever sees it, and to others it is not there', async () => {
  await ben.goto(opened.address('now'))
  await ana.goto(opened.address('now'))
  await ana.getByRole('button', { name: 'Declare' }).first().click()
  const form = ana.getByRole('form', { name: 'What is wrong?' })
  await form.getByLabel('What users see').fill(TITLE)
  await form.getByRole('combobox', { name: 'Service' }).click()
  await ana.getByRole('option', { name: 'Vault' }).click()
  await form.getByRole('radio', { name: 'SEV2' }).check()
  await form.getByLabel('It is private').check()
  await form.getByLabel('I have it').check()
  await form.getByRole('button', { name: 'Declare it, and take it' }).click()
  await ana.getByRole('heading', { name: TITLE }).waitFor()
  await ana.locator('header').getByText('Private', { exact: true }).waitFor()
  await expectFit(ana, 'privacy-incident-phone')
  await ana.goto(opened.address('incidents'))
  await seenBy(ana).waitFor()
  await ben.goto(opened.address('incidents'))
  await ben.getByRole('heading', { name: 'Incidents' }).waitFor()
  expect(await seenBy(ben).count()).toBe(0)
  await ben.goto(opened.address('incidents/1'))
  await ben.getByText('There is no incident 1.').waitFor()
})

test('whoever is let in finds it at once, and who sees it is a list with a way out for each', async () => {
  await ben.goto(opened.address('now'))
  await ana.goto(opened.address('incidents/1?tab=facts'))
  const part = ana.getByRole('region', { name: 'Who sees it' })
  await part.getByRole('combobox', { name: 'Let somebody see it' }).click()
  await ana.getByRole('option', { name: 'Ben Okoye' }).click()
  await part.getByRole('button', { name: 'Let them see it' }).click()
  await part.getByText('Ben Okoye').waitFor()
  await seenBy(ben).waitFor()
  await expectFit(ana, 'privacy-circle-phone')
  await lookAs(ana, PHONE)
  await ben.goto(opened.address('incidents/1'))
  await ben.getByRole('region', { name: 'Who sees it' }).scrollIntoViewIfNeeded()
  await expectFit(ben, 'privacy-circle-desk')
  await part.getByRole('button', { name: 'Take out Ben Okoye' }).click()
  await expect.poll(() => part.getByText('Ben Okoye').count()).toBe(0)
  await ben.reload()
  await ben.getByText('There is no incident 1.').waitFor()
})

test('it is opened to all again by keyboard, with a reason that stands on the log', async () => {
  const part = ana.getByRole('region', { name: 'Who sees it' })
  await part.getByRole('button', { name: 'Open it to all…' }).press('Enter')
  const form = ana.getByRole('form', { name: 'Who sees it' })
  await form.getByLabel('Why').fill('The key is revoked')
  await expectFit(ana, 'privacy-open')
  await ana.keyboard.press('Enter')
  await part.getByText('Everybody who may read incidents.').waitFor()
  await ben.reload()
  await ben.getByRole('heading', { name: TITLE }).waitFor()
  await ben.getByText('Ana Ruiz opened it to all again: The key is revoked').waitFor()
  await ben.getByRole('region', { name: 'Who sees it' }).getByRole('button', { name: 'Make it private…' }).waitFor()
})

test('what was opened to make it private never opens it to all: once somebody else has done it, it says so and is closed', async () => {
  const part = ana.getByRole('region', { name: 'Who sees it' })
  await part.getByRole('button', { name: 'Make it private…' }).click()
  const dialog = ana.getByRole('dialog', { name: 'Make it private?' })
  await dialog.getByLabel('Why').fill('The new key is in it')
  const by = { as: 'ana', why: 'The new key is in it' }
  const { status, body } = await opened.muster.api('POST', '/api/v1/incidents/1/privacy', { private: true, ...by })
  expect(status, JSON.stringify(body)).toBe(200)
  await dialog.getByText('It is private already: somebody made it so.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Open it to all' }).count()).toBe(0)
  await expectFit(ana, 'privacy-already')
  await dialog.locator('p + button').click()
  await dialog.waitFor({ state: 'hidden' })
  await part.getByText('Those it has drawn in').waitFor()
})

test('whoever still has it on screen reads on in nothing that was kept, once it is read anew', async () => {
  const change = async (how: 'let-in' | 'shut-out') =>
    expect(await opened.muster.api('POST', `/api/v1/incidents/1/${how}`, { as: 'ana', person: 'ben' })).toMatchObject({ status: 200 })
  // He was taken out before, and is not let in again by its being closed once more.
  await ben.reload()
  await ben.getByText('There is no incident 1.').first().waitFor()
  await change('let-in')
  await ben.reload()
  await ben.getByRole('heading', { name: TITLE }).waitFor()
  await change('shut-out')
  await ben.getByText('There is no incident 1.').first().waitFor()
  await expect.poll(() => ben.getByRole('heading', { name: TITLE }).count()).toBe(0)
})
