// What is known, on screen: said in passing and taken up, guessed and weighed, sources side by side, pins, and all of it on one picture.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'
import { calledBy, listening } from './night.ts'

let opened: Console
let ana: Page
let ben: Page

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
  await opened.breaks('checkout', 'Checkouts are failing')
  ana = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  ben = await opened.signIn({ role: 'responder', person: 'ben', look: DESK })
}, 900_000)

afterAll(() => opened?.stop())

const address = (search = '') => opened.address(`incidents/1${search}`)
const views = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'How to look at it' }).getByText(name, { exact: true }).click()

test('[IR-02] what somebody says in passing another takes up as a finding, and pins it where all see it', async () => {
  await ana.goto(address())
  await ana.getByLabel('What I am doing and why').fill('Timeouts to the bank since 03:01')
  await ana.getByRole('button', { name: 'Saw', exact: true }).click()
  await ana.getByRole('button', { name: 'Put it on the log' }).click()
  await ben.goto(address())
  const said = ben.getByRole('listitem').filter({ hasText: 'Ana saw: Timeouts to the bank' })
  await said.getByRole('button', { name: /^More about entry/ }).click()
  const sheet = ben.getByRole('dialog', { name: 'This entry' })
  await expectFit(ben, 'known-entry')
  await lookAs(ben, DESK)
  await sheet.getByRole('button', { name: 'Make it a finding…' }).click()
  expect(await sheet.getByRole('textbox', { name: 'What you found' }).inputValue()).toBe('Timeouts to the bank since 03:01')
  await sheet.getByRole('button', { name: 'Write down what you found' }).click()
  await said.getByText('now a finding').first().waitFor()
  await said
    .getByRole('button', { name: /^More about entry/ })
    .first()
    .click()
  await sheet.getByRole('button', { name: 'Pin it above the story' }).click()
  await ana.getByRole('list', { name: 'Pinned' }).getByText('Timeouts to the bank').waitFor()
})

test('[IR-10] a second correction begins with the words as they stand, and so does what is made of them', async () => {
  await opened.record('ana', { type: 'finding.noted', text: 'The pool has 20 connections' })
  const { body } = await opened.muster.api('GET', '/api/v1/incidents/1/log?limit=1000')
  const { seq } = (Object(body).items as { seq: number; type: string }[]).findLast(({ type }) => type === 'finding.noted') ?? {}
  await opened.record('ana', { type: 'entry.corrected', seq, why: 'Counted again', text: 'The pool has 40 connections' })
  await ben.goto(address(`?panel=entry:${seq}.correct`))
  const sheet = ben.getByRole('dialog')
  expect(await sheet.getByRole('textbox', { name: 'What it should say' }).inputValue()).toBe('The pool has 40 connections')
  await ben.goto(address(`?panel=entry:${seq}.think`))
  expect(await sheet.getByRole('textbox').first().inputValue()).toBe('The pool has 40 connections')
  await ben.goto(address())
})

test('[IR-04] who else has it open is seen, with how far they have read; what was missed is marked', async () => {
  await ben.goto(address('?tab=facts'))
  await ana.goto(address())
  await ana.getByText('Also here: Ben').click()
  await ana.getByRole('list', { name: 'Who has read how far' }).getByText('Ben').waitFor()
  await ben.goto(`${opened.muster.url}/o/default/now`)
  await ana.getByRole('button', { name: 'Users are affected.' }).click()
  await ana.getByText('Ana saw: Users are affected.').waitFor()
  await ben.goto(address())
  await ben.getByRole('listitem').filter({ hasText: 'Users are affected.' }).getByText('new', { exact: true }).waitFor()
})

test('[CU-01] what is written while the words before it are still on their way is kept', async () => {
  await ana.route('**/api/v1/incidents/*/say', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    await route.continue()
  })
  const words = ana.getByLabel('What I am doing and why')
  await words.fill('I look at the queue')
  await ana.getByRole('button', { name: 'Put it on the log' }).click()
  await words.fill('And at the database')
  await ana
    .getByText(/: I look at the queue$/)
    .first()
    .waitFor()
  await ana.waitForTimeout(500)
  expect(await words.inputValue()).toBe('And at the database')
  await ana.unroute('**/api/v1/incidents/*/say')
  await words.fill('')
})

test('[CU-01] of two presses each is heard of: words that failed are seen until they are said again, and what was sent is cleared elsewhere too', async () => {
  const words = ana.getByLabel('What I am doing and why')
  let held = () => {}
  const isHeld = new Promise<void>((resolve) => {
    held = resolve
  })
  await ana.route('**/api/v1/incidents/*/say', async (route) => {
    await isHeld
    if (route.request().postData()?.includes('The cache is cold') === true) await route.abort()
    else await route.continue()
  })
  await words.fill('The cache is cold')
  await ana.getByRole('button', { name: 'Put it on the log' }).click()
  await words.fill('I warm it')
  await ana.getByRole('button', { name: 'Put it on the log' }).click()
  // Looked elsewhere meanwhile: the field that comes back is another one.
  await views(ana, 'Known')
  await views(ana, 'Story')
  held()
  await ana
    .getByText(/: I warm it$/)
    .first()
    .waitFor()
  await expect.poll(() => words.inputValue()).toBe('')
  await ana.getByText('Not on the log: “The cache is cold”').waitFor()
  await expectFit(ana, 'known-not-said')
  await ana.unroute('**/api/v1/incidents/*/say')
  await ana.getByRole('button', { name: 'Say it again' }).click()
  await ana
    .getByText(/: The cache is cold$/)
    .first()
    .waitFor()
  await ana.getByText('Not on the log').waitFor({ state: 'detached' })
})

test('[IR-07] a guess is said, weighed by somebody else and settled, from a phone as from a desk', async () => {
  await views(ana, 'Known')
  await ana.getByRole('region', { name: 'Found' }).getByText('Timeouts to the bank').waitFor()
  await ana.getByRole('button', { name: 'I think it is…' }).click()
  await ana.getByRole('textbox', { name: 'What would explain what you see' }).fill('The bank dropped our connections')
  await ana.getByRole('button', { name: 'Say it' }).click()
  await views(ben, 'Known')
  await ben.getByRole('button', { name: /^For it: The bank/ }).click()
  await ben.getByRole('textbox', { name: 'What you saw, and where' }).fill('Their status page says so')
  await ben.getByRole('button', { name: 'Add it' }).click()
  await ana.getByRole('region', { name: 'For', exact: true }).getByText('Their status page says so').waitFor()
  await ben.getByRole('button', { name: /^It holds: The bank/ }).click()
  await ben.getByRole('textbox', { name: 'How you know' }).fill('They confirmed it')
  await ben.getByRole('button', { name: 'It holds', exact: true }).click()
  await ana.getByText('They confirmed it').waitFor()
})

test('[HF-05] sources that disagree are laid side by side and settled; what customers meet stands first', async () => {
  await ben.getByRole('button', { name: 'They disagree…' }).click()
  const form = ben.getByRole('form', { name: 'What does each source say?' })
  await form.getByRole('textbox', { name: 'Source', exact: true }).first().fill('The monitor')
  await form.getByRole('textbox', { name: 'What it says' }).first().fill('99 % succeed')
  await form.getByRole('spinbutton', { name: 'Minutes behind, if you know' }).first().fill('5')
  await form.getByRole('textbox', { name: 'What it says' }).nth(1).fill('6 of 10 fail')
  await expectFit(ben, 'known-conflict')
  await lookAs(ben, DESK)
  await form.getByRole('button', { name: 'Lay them side by side' }).click()
  const rows = ben.getByRole('region', { name: 'What each source says' }).getByRole('row')
  await expect.poll(async () => (await rows.nth(1).textContent()) ?? '').toContain('User reports')
  await ben.getByRole('button', { name: /^Settle it/ }).click()
  await ben.getByRole('textbox', { name: 'Whom it goes by' }).fill('user reports')
  await ben.getByRole('textbox', { name: 'What we take to be so' }).fill('It fails for most')
  await ben.getByRole('button', { name: 'Go by this' }).click()
  await ben.getByRole('region', { name: 'Sources' }).getByText('It fails for most').waitFor()
  await expectFit(ben, 'known')
  await lookAs(ben, DESK)
})

test('[IR-07] alerts, changes, findings and words lie on one picture over time, and a line is moved along it by keyboard', async () => {
  await views(ben, 'In time')
  expect(new URL(ben.url()).searchParams.get('view')).toBe('time')
  const line = ben.getByRole('slider', { name: 'Move along it' })
  await line.focus()
  await ben.keyboard.press('End')
  await ben.getByRole('region', { name: 'Around this moment' }).getByText('Checkouts are failing').first().waitFor()
  await expectFit(ben, 'known-in-time')
  await lookAs(ben, DESK)
  await line.focus()
  await ben.keyboard.press('Home')
  await ben.getByText('Nothing is written down around then.').waitFor()
})
