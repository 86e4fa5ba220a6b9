// A rota in a real browser: its picture follows every field, and covers are drawn into it.
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

async function support() {
  const { body } = await opened.muster.api('GET', '/api/v1/config')
  return Object(body).schedules[0]
}

test('gaps are said in words, and the picture fits every screen', async () => {
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('schedules/support'))
  await page
    .getByRole('list', { name: 'On call', exact: true })
    .first()
    .getByText('Nobody', { exact: true })
    .first()
    .waitFor({ state: 'attached' })
  await page.getByText(/Nobody is on call from .* \(6 h 00 m\)/).waitFor()
  await expectFit(page, 'schedule')
})

test('the order of turns is changed with the keyboard: the picture follows at once, the rota only when saved', async () => {
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('schedules/support'))
  const order = page.getByRole('list', { name: 'Order of turns in Primary' })
  await order.getByRole('button', { name: /Move Ana Ruiz, 1 of 2/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByText('In Primary the order is Ben Okoye and Ana Ruiz.').waitFor()
  await page.getByText(/When you save, .* is on call from that moment instead of/).waitFor()
  expect((await support()).layers[0].participants).toEqual(['ana', 'ben'])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Not saved yet' }).waitFor({ state: 'detached' })
  expect((await support()).layers[0].participants).toEqual(['ben', 'ana'])
})

test('a cover is drawn along the lowest lane, and a wrong one is refused at its field', async () => {
  const page = await opened.signIn({ role: 'lead' })
  await page.goto(address('schedules/support?weeks=2'))
  const lane = page.getByRole('list', { name: 'On call', exact: true })
  await lane.getByRole('listitem').first().waitFor()
  const box = await lane.boundingBox()
  if (box === null) throw new Error('the lane is not on the screen')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * 0.8, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.86, y, { steps: 4 })
  await page.mouse.up()
  const form = page.getByRole('dialog')
  await form.getByRole('combobox', { name: 'Who takes over' }).fill('Cat')
  await page.getByRole('option', { name: 'Cat Silent' }).click()
  const end = form.getByLabel('Until (Europe/Paris)')
  const right = await end.inputValue()
  await end.fill('2026-01-01T00:00')
  await form.getByText('Put the end after the start.').first().waitFor()
  await end.fill(right)
  await form.getByRole('button', { name: 'Put it in the picture' }).click()
  await lane.getByText('Cat Silent', { exact: true }).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Not saved yet' }).waitFor({ state: 'detached' })
  expect((await support()).overrides.map((one: { person: string | null }) => one.person)).toEqual([null, 'cat'])
})
