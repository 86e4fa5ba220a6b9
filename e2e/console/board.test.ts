// The commander's board on screen: by impact, one question at a time, who is needed twice, what stays degraded; and what belongs together.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'
import { calledBy, listening } from './night.ts'

let opened: Console
let cleo: Page

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole({
    people: [
      { slug: 'cleo', name: 'Cleo Marsh' },
      { slug: 'ana', name: 'Ana Ruiz' },
      { slug: 'gus', name: 'Gus Lindqvist' },
    ],
    ...calledBy('ana'),
    services: [
      listening('db', 'Payments DB', { criticalPath: true }),
      listening('checkout', 'Checkout', { dependsOn: ['db'] }),
      listening('login', 'Login', { dependsOn: ['db'] }),
      listening('reports', 'Reports'),
    ],
    roles: { dba: [{ person: 'gus' }] },
  })
  cleo = await opened.signIn({ role: 'lead', person: 'cleo', look: DESK })
}, 900_000)

afterAll(() => opened?.stop())

const rows = (on: Page) => on.getByRole('list', { name: 'Open incidents by impact' }).locator('> li')
const rowOf = (on: Page, title: string) => rows(on).filter({ hasText: title })
test('[OR-04] with one incident or none the board says what it is for', async () => {
  await cleo.goto(opened.address('board'))
  await cleo.getByText('One incident or none: the board is for several.').waitFor()
  await expectFit(cleo, 'board-empty')
  await lookAs(cleo, DESK)
})

test('[EC-04] [OR-04] several at once stand in the order of their impact, live, and the board is a key away from anywhere', async () => {
  // One after the other: each has its number before the next comes.
  for (const [slug, summary] of [
    ['reports', 'Reports stay empty'],
    ['checkout', 'Nobody can check out'],
    ['login', 'Nobody can sign in'],
    ['db', 'The ledger refuses to write'],
  ] as const) {
    await opened.breaks(slug, summary)
    await rowOf(cleo, summary).waitFor()
  }
  await expect.poll(async () => (await rows(cleo).allTextContents()).map((text) => /#\d/.exec(text)?.[0])).toEqual(['#4', '#1', '#2', '#3'])
  await cleo.goto(opened.address('now'))
  await cleo.getByRole('link', { name: 'Board: all of them at once' }).waitFor()
  await expectFit(cleo, 'board-from-now')
  await lookAs(cleo, DESK)
  await cleo.keyboard.press('g')
  await cleo.keyboard.press('b')
  await cleo.getByRole('heading', { name: 'Board', level: 1 }).waitFor()
  await rowOf(cleo, 'Reports stay empty').waitFor()
  await cleo.keyboard.press('j')
  await cleo.keyboard.press('j')
  expect(await cleo.evaluate(() => document.activeElement?.textContent)).toBe('Reports stay empty')
})

test('[DV-03] what hangs on what is one question; yes puts the parts under it, and the question is gone', async () => {
  const asked = cleo.getByRole('region', { name: 'To be decided' })
  await asked.getByText('Checkout and Login hang on Payments DB, which fails too. Treat them as one?').waitFor()
  await expectFit(cleo, 'board-question')
  await lookAs(cleo, PHONE)
  await asked.getByRole('button', { name: 'Yes, under #4' }).click()
  await asked.getByText(/hang on Payments DB/).waitFor({ state: 'detached' })
  await lookAs(cleo, DESK)
  await rowOf(cleo, 'Nobody can sign in').getByText('a part of #4').waitFor()
})

test('[DV-03] [OR-04] what comes first is asked next; another order is put together with the keyboard, and the board stands in it', async () => {
  const asked = cleo.getByRole('region', { name: 'To be decided' })
  await asked.getByText('Which comes first? By impact: Payments DB, then Reports. Is that the order?').waitFor()
  await cleo.keyboard.press('o')
  const form = cleo.getByRole('form', { name: 'What comes first?' })
  await form.getByRole('button', { name: /^Move #4 The ledger refuses to write, 1 of 2/ }).focus()
  await cleo.keyboard.press('ArrowDown')
  await expectFit(cleo, 'board-order')
  await lookAs(cleo, DESK)
  await form.getByRole('button', { name: 'Decide this order' }).click()
  await form.waitFor({ state: 'detached' })
  await asked.waitFor({ state: 'detached' })
  await expect.poll(async () => (await rows(cleo).allTextContents()).map((text) => /#\d/.exec(text)?.[0])).toEqual(['#1', '#4', '#2', '#3'])
  await cleo.getByText('In the order that was decided').waitFor()
})

test('[OR-04] command that is vacant is a button; whoever takes the umbrella commands its parts', async () => {
  await cleo.getByRole('button', { name: '#4 has no commander: take command' }).click()
  await rowOf(cleo, 'The ledger refuses to write').getByRole('button', { name: 'Move Cleo Marsh, who commands #4' }).waitFor()
  await rowOf(cleo, 'Nobody can check out').getByText('Cleo Marsh (you), through #4').waitFor()
  await rowOf(cleo, 'Reports stay empty').getByText('Command: vacant').waitFor()
})

test('[OR-04] an expert wanted by two is seen at once, and moved with the keyboard alone', async () => {
  await opened.record('gus', { type: 'role.taken', role: 'dba' }, 1)
  await opened.record('cleo', { type: 'ask.sent', role: 'dba', text: 'The ledger is locked', minutes: 5 }, 4)
  const twice = cleo.getByRole('region', { name: 'Needed twice' })
  await twice.getByText('Database administrator: wanted by 2, in this order').waitFor()
  await expectFit(cleo, 'board-conflict')
  await lookAs(cleo, DESK)
  await cleo.getByRole('button', { name: 'Move Gus Lindqvist, Database administrator in #1' }).focus()
  await cleo.keyboard.press('Enter')
  const form = cleo.getByRole('form', { name: 'Move Gus Lindqvist' })
  await form.getByText('gives back Database administrator in #1').waitFor()
  expect(new URL(cleo.url()).searchParams.get('panel')).toBe('move:gus:1')
  await expectFit(cleo, 'board-move')
  await lookAs(cleo, DESK)
  await form.getByRole('button', { name: 'Move Gus Lindqvist there' }).focus()
  await cleo.keyboard.press('Enter')
  await form.waitFor({ state: 'detached' })
  await rowOf(cleo, 'The ledger refuses to write').getByText('Database administrator').waitFor()
  await twice.getByText('Nobody: every person is in one incident').waitFor()
})

test('[OR-04] what stays degraded is accepted in words, stands on the board, and is lifted by a person', async () => {
  await cleo.keyboard.press('d')
  const form = cleo.getByRole('form', { name: 'What stays degraded meanwhile?' })
  await form.getByLabel('What has to wait').fill('Reports stay empty until the ledger writes')
  await form.getByText('4 h', { exact: true }).click()
  await expectFit(cleo, 'board-degrade')
  await lookAs(cleo, DESK)
  await form.getByRole('button', { name: 'Accept it' }).click()
  const part = cleo.getByRole('region', { name: 'Degraded meanwhile' })
  await part.getByText('Reports stay empty until the ledger writes').waitFor()
  await expectFit(cleo, 'board')
  await lookAs(cleo, DESK)
  await part.getByRole('button', { name: /^Not any more/ }).click()
  await part.getByText('Nothing is accepted as degraded').waitFor()
})

test('whoever only looks sees all of it, presses nothing, and reads why', async () => {
  const guest = await opened.signIn({ role: 'stakeholder' })
  await guest.goto(opened.address('board'))
  await rowOf(guest, 'Reports stay empty').waitFor()
  expect(await guest.getByRole('button', { name: '#1 has no commander: take command' }).getAttribute('aria-disabled')).toBe('true')
  await guest.getByText('Cleo Marsh').first().waitFor()
})

test('[OR-04] an incident says what it belongs together with; another is found by words, linked, and merged for good', async () => {
  await cleo.goto(opened.address('incidents/4'))
  const together = cleo.getByRole('region', { name: 'Belongs together with' })
  await together.getByRole('link', { name: '#2 Nobody can check out' }).waitFor()
  await cleo.goto(opened.address('incidents/1'))
  await together.getByText('Nothing yet.').waitFor()
  await together.getByRole('button', { name: 'Link, or merge…' }).click()
  const form = cleo.getByRole('form', { name: 'What belongs together?' })
  await form.getByRole('combobox', { name: 'The other incident' }).fill('ledger')
  await cleo.getByRole('option', { name: '#4 The ledger refuses to write' }).click()
  await form.getByRole('button', { name: 'Link them' }).click()
  await together.getByText('Related', { exact: true }).waitFor()
  await together.getByRole('button', { name: 'Unlink #4' }).click()
  await together.getByText('Nothing yet.').waitFor()
  await together.getByRole('button', { name: 'Link, or merge…' }).click()
  await form.getByRole('combobox', { name: 'The other incident' }).fill('4')
  await cleo.getByRole('option', { name: '#4 The ledger refuses to write' }).click()
  await form.getByText('The same', { exact: true }).click()
  await form.getByLabel('How you know').fill('Reports read the ledger')
  await expectFit(cleo, 'incident-merge')
  await lookAs(cleo, DESK)
  await form.getByRole('button', { name: 'Merge it into the other' }).click()
  await cleo.getByRole('heading', { name: 'The ledger refuses to write', level: 1 }).waitFor()
  await together.getByText('Merged into this one').waitFor()
  await cleo.goto(opened.address('incidents/1'))
  await cleo.getByText(/It was merged: it goes on in/).waitFor()
  await lookAs(cleo, PHONE)
  await cleo.getByRole('group', { name: 'Parts of the incident' }).getByRole('button', { name: 'Facts' }).click()
  await expectFit(cleo, 'incident-merged')
})

test('[OR-04] beyond fifty it says how many more there are, and they are a press away and back', async () => {
  for (let n = 0; n < 52; n += 1) {
    const said = { service: 'reports', title: `Report ${n} is empty`, severity: 'SEV3', anyway: true }
    expect(await opened.muster.api('POST', '/api/v1/incidents', said)).toMatchObject({ status: 201 })
  }
  await cleo.goto(opened.address('board'))
  const pages = cleo.getByRole('navigation', { name: 'More open incidents' })
  const more = pages.getByRole('link', { name: /^\d+ more open$/ })
  await more.waitFor()
  expect(await rows(cleo).count()).toBe(50)
  const beyond = Number.parseInt((await more.textContent()) ?? '', 10)
  await more.focus()
  await cleo.keyboard.press('Enter')
  await pages.getByRole('link', { name: '50 graver' }).waitFor()
  expect(await rows(cleo).count()).toBe(beyond)
  await expectFit(cleo, 'board-pages')
  await lookAs(cleo, DESK)
  await pages.getByRole('link', { name: '50 graver' }).click()
  await more.waitFor()
  expect(await rows(cleo).count()).toBe(50)
})
