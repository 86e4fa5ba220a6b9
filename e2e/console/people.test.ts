// Who is on call in a real browser: seen at a glance, given to somebody else in a few presses, and taken back.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
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

async function onCall(): Promise<string> {
  const { body } = await opened.muster.api('GET', '/api/v1/on-call')
  return String(Object(body).schedules[0].people[0]?.slug)
}

test('a shift is given to somebody else from the picture, said in words, and taken back by one press', async () => {
  const before = await onCall()
  const other = before === 'ana' ? 'Ben Okoye' : 'Ana Ruiz'
  const page = await opened.signIn({ role: 'lead', person: 'cat' })
  await page.goto(address('people'))
  await page.getByRole('heading', { name: 'On call', level: 1 }).waitFor()
  await page.getByText('You are not on call.').waitFor()
  await page.getByText(/Support: nobody from/).waitFor()
  await page
    .getByRole('list', { name: 'Support' })
    .getByRole('button', { name: /somebody else takes it/ })
    .first()
    .click()
  const form = page.getByRole('dialog')
  // An open form stands in the address, so it can be sent to somebody and survives a reload.
  await form.waitFor()
  expect(page.url()).toContain('panel=take-over')
  await page.reload()
  await form.getByRole('combobox', { name: 'Who takes over' }).fill(other.slice(0, 3))
  await page.getByRole('option', { name: other }).click()
  await form.getByRole('button', { name: 'Take it over' }).click()
  await page.getByText(new RegExp(`${other} stands in for .* in Support`)).waitFor()
  expect(await onCall()).not.toBe(before)
  await page.getByRole('button', { name: 'Undo' }).click()
  await until('the shift to be given back', async () => ((await onCall()) === before ? true : undefined))
})

test('everybody is found by name, and whoever nothing can ring is shown as that, in words', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana' })
  await page.goto(address('people'))
  const people = page.getByRole('list', { name: 'People' })
  await people.getByRole('link', { name: 'Ben Okoye' }).waitFor()
  await expectFit(page, 'people')
  await page.getByRole('searchbox', { name: 'Find a person' }).fill('silent')
  await people.getByRole('link', { name: 'Ben Okoye' }).waitFor({ state: 'detached' })
  expect(page.url()).toContain('q=silent')
  expect(await people.getByRole('listitem').innerText()).toMatch(/✕ .*(contact|ring)/i)
  await people.getByRole('link', { name: 'Cat Silent' }).click()
  await page.getByRole('heading', { name: 'Cat Silent', level: 1 }).waitFor()
  await page.getByText('No contact: nothing can ring').waitFor()
  const change = page.getByRole('button', { name: 'Change' })
  expect(await change.getAttribute('aria-disabled')).toBe('true')
  await page.getByText(/Only a lead may do this/).waitFor({ state: 'attached' })
  await expectFit(page, 'person')
})

test('an open form stands in the address: the way back closes it first, and a form is always about the person on screen', async () => {
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('people/ben'))
  await page.getByRole('heading', { name: 'Ben Okoye', level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByLabel('Where to').fill('Ana Ruiz')
  await page.getByRole('option', { name: /Ana Ruiz/ }).click()
  await page.getByRole('heading', { name: 'Ana Ruiz', level: 1 }).waitFor()
  await page.getByRole('button', { name: /^Change/ }).click()
  const name = page.getByRole('dialog').getByLabel('Name')
  expect(await name.inputValue()).toBe('Ana Ruiz')
  await page.goBack()
  await name.waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: 'Ana Ruiz', level: 1 }).waitFor()
  await page.goto(address('people/ben?panel=change'))
  await expect.poll(() => name.inputValue()).toBe('Ben Okoye')
})

test('with nothing open the first screen says so, and who is on call', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana' })
  await page.goto(address('now'))
  await page.getByRole('heading', { name: 'All quiet', level: 1 }).waitFor()
  await page.getByRole('heading', { name: 'On call now' }).waitFor()
  await expectFit(page, 'now-quiet')
})
