// The protocol on screen: what is owed now, who has which role, deviations, severity, words to others.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'
import { calledBy, listening } from './night.ts'

let opened: Console
let page: Page
let ben: Page

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole({
    people: [
      { slug: 'ana', name: 'Ana' },
      // Rung by a provider that never answers: the call is under way for as long as the test looks at it.
      { slug: 'ben', name: 'Ben', contacts: [{ slug: 'phone', channel: 'webhook', address: 'https://phone.example.com/ben' }] },
    ],
    ...calledBy('ana', 'ben'),
    services: [listening('checkout', 'Checkout', { criticalPath: true, whatToDo: 'Look at the payments dashboard.' })],
    roles: { dba: [{ person: 'ben' }] },
  })
  await opened.breaks('checkout', 'Checkouts are failing')
  page = await opened.signIn({ role: 'lead', person: 'ana', look: PHONE })
  ben = await opened.signIn({ role: 'responder', person: 'ben', look: DESK })
}, 900_000)

afterAll(() => opened?.stop())

const address = (search = '') => opened.address(`incidents/1${search}`)

const card = (on: Page) => on.getByRole('region', { name: 'Do this now' })
const tab = (on: Page, name: string) => on.getByRole('group', { name: 'Parts of the incident' }).getByRole('button', { name }).click()

test('[BX-05] the card says what to do now and until when; whoever does it presses one button, and the next thing stands there', async () => {
  await page.goto(address())
  await card(page).getByText('Get an incident commander.').waitFor()
  await expectFit(page, 'command-triggered')
  await lookAs(page, PHONE)
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click()
  await page.getByRole('button', { name: 'Acknowledged' }).waitFor()
  await card(page).getByRole('button', { name: 'Done' }).click()
  await card(page).getByRole('button', { name: 'I take it' }).click()
  await card(page).getByText('Get an incident commander.').waitFor({ state: 'detached' })
  await tab(page, 'Command')
  await page.getByRole('list', { name: 'Roles' }).getByText('Ana (you)').first().waitFor()
  await expectFit(page, 'command-roles')
})

test('[RD-01] another person sees who commands without asking for it, and takes the words to the outside', async () => {
  await ben.goto(address())
  await ben.getByRole('list', { name: 'Roles' }).getByText('Incident commander: Ana').waitFor()
  await ben.getByText(/more roles, vacant/).click()
  await ben.getByRole('button', { name: 'Communications lead is vacant: I take it' }).click()
  await lookAs(page, PHONE)
  await page.getByRole('list', { name: 'Roles' }).getByText('Communications lead: Ben').waitFor()
})

test('[ES-01] a role that is vacant is called with one press, and the screen says whom and for how long', async () => {
  await tab(page, 'Command')
  await page.getByText(/more roles, vacant/).click()
  const dba = page.getByRole('listitem').filter({ hasText: 'Database administrator' })
  await dba.getByRole('button', { name: 'Call Ben' }).click()
  await dba.getByText('Calling Ben').waitFor()
  await expectFit(page, 'command-calling')
  await lookAs(page, PHONE)
  await ben
    .getByText(/Ana called for the Database administrator, 5 min/)
    .first()
    .waitFor()
})

test('[BX-07] what may be done is found by words; for what is somebody else’s the words are ready and the clock runs', async () => {
  await page.goto(address('?panel=may'))
  const dialog = page.getByRole('dialog', { name: 'May I do that?' })
  await dialog.getByRole('region', { name: 'You may', exact: true }).waitFor()
  await expectFit(page, 'command-may')
  await lookAs(page, PHONE)
  await dialog.getByLabel('Find what to do').fill('restart data')
  await dialog
    .getByRole('button', { name: /^Ask for it: .*database/i })
    .first()
    .click()
  const form = dialog.getByRole('form', { name: /^Ask for it: / })
  expect(await form.getByLabel('What they read').inputValue()).toContain('Checkout')
  await form.getByText('Meanwhile you can try').waitFor()
  await expectFit(page, 'command-may-ask')
  await lookAs(page, PHONE)
  await form.getByRole('button', { name: 'Ask, and give them 10 minutes' }).click()
  await ben
    .getByText(/called for the Database administrator, 10 min/)
    .first()
    .waitFor()
})

test('[ES-05] a specialist is asked with what the log knows; what is vague is asked back at its field', async () => {
  await page.goto(address('?panel=specialist'))
  const dialog = page.getByRole('dialog', { name: 'Ask a specialist' })
  await dialog.getByRole('button', { name: 'Ask them: Database' }).click()
  const form = dialog.getByRole('form', { name: 'For Database' })
  await form.getByLabel(/^What exactly is wrong/).fill('database is slow')
  await form.getByRole('button', { name: 'Send it, and call them' }).click()
  await form.getByText('Say it exactly, so that they can act on it at once.').first().waitFor()
  await expectFit(page, 'command-packet')
  await lookAs(page, PHONE)
  for (const field of await form.getByRole('textbox').all()) await field.fill('Lock wait of 40 s on orders since 14:10, 30 sessions')
  await form.getByRole('button', { name: 'Send it, and call them' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await ben
    .getByText(/sent what is known to the Database specialists/)
    .first()
    .waitFor()
})

test('[IR-05] word to customers is drafted from the log, sent by a person, and the promise of the next one counts down for everybody', async () => {
  await ben.getByRole('button', { name: 'Tell them: Customers' }).click()
  const words = ben.getByRole('textbox', { name: 'What you tell: Customers' })
  expect(await words.inputValue()).toContain('Checkout')
  await words.fill('Payments fail at times. We are on it.')
  await ben.getByText('15 min', { exact: true }).click()
  await ben.getByRole('button', { name: 'It is sent' }).click()
  await page.getByText('Next word to Customers:').waitFor()
  await tab(page, 'Say')
  await page
    .getByText(/1[45] min left/)
    .first()
    .waitFor()
  await expectFit(page, 'command-say')
})

test('[IR-05] the draft that was read is the one that is sent; what is known since is offered, and says when it replaces words', async () => {
  await ben.getByRole('button', { name: 'Tell them: Customers' }).click()
  const words = ben.getByRole('textbox', { name: 'What you tell: Customers' })
  const read = await words.inputValue()
  await opened.record('ana', { type: 'impact.noted', text: 'Every third card payment fails' })
  const offer = ben.getByRole('button', { name: 'What is known has changed: take the new draft' })
  await offer.waitFor()
  expect(await words.inputValue()).toBe(read)
  await expectFit(ben, 'command-new-draft')
  await lookAs(ben, DESK)
  await offer.click()
  expect(await words.inputValue()).toContain('Every third card payment fails')
  await offer.waitFor({ state: 'detached' })
  await words.fill('Cards fail at times.')
  await opened.record('ana', { type: 'impact.noted', text: 'Every second card payment fails' })
  await ben.getByText('It replaces what you have written.').waitFor()
  expect(await words.inputValue()).toBe('Cards fail at times.')
  await ben.getByRole('button', { name: 'Close: Customers' }).click()
})

test('[BX-05] a form in the card keeps its words when somebody else settles what it answers, says so, and is closed by whoever wrote', async () => {
  const { body } = await opened.muster.api('GET', '/api/v1/incidents/1/protocol')
  type Owed = { key: string; says: string; done: { type: string; where: { audience?: string } }[] }
  const owed = (Object(body).owed as Owed[]).find(
    ({ done: [first] }) => first?.type === 'update.sent' && first.where.audience !== undefined,
  )
  await ben.goto(address(`?duty=${encodeURIComponent(owed?.key ?? '')}&form=done`))
  const words = card(ben).getByRole('textbox', { name: /^What you tell/ })
  await words.fill('Half of it is written')
  await opened.record('ana', { type: 'update.sent', audience: owed?.done[0]?.where.audience, text: 'Ana was faster' })
  await card(ben).getByText('What you have written is still here.').waitFor()
  await card(ben).getByText('This was settled meanwhile').waitFor()
  expect(await words.inputValue()).toBe('Half of it is written')
  await expectFit(ben, 'command-settled')
  await lookAs(ben, DESK)
  await card(ben).getByRole('button', { name: 'Close it' }).click()
  await words.waitFor({ state: 'detached' })
})

test('[DV-01] a deviation is called in two taps from any tab, says its first move, and is taken back in the story', async () => {
  await lookAs(page, PHONE)
  await card(page).getByRole('button', { name: 'Deviate' }).tap()
  await page.getByRole('button', { name: 'Call: The runbook fails' }).tap()
  await page.getByText(/^Called: The runbook fails\. First: Stop the runbook/).waitFor()
  await ben.getByText(/called "The runbook fails" \(DV-01\)/).waitFor()
  await page.goto(address('?panel=deviate'))
  await page.getByRole('button', { name: 'Call again: The runbook fails' }).waitFor()
  await page.getByLabel('Find what applies').fill('fix worse')
  await page.getByRole('button', { name: 'Call again: The runbook fails' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Call: The fix made it worse' }).waitFor()
  await page.getByLabel('Find what applies').fill('nothing of the kind')
  await page.getByText('Nothing here says that.').waitFor()
  await page.getByLabel('Find what applies').fill('')
  await expectFit(page, 'command-deviate')
  await lookAs(page, PHONE)
  await page.keyboard.press('Escape')
  await tab(page, 'Story')
  const entry = page.getByRole('listitem').filter({ hasText: 'called "The runbook fails" (DV-01)' })
  await entry.getByRole('button', { name: /^More about entry/ }).click()
  await page.getByRole('button', { name: 'Correct it…' }).click()
  const dialog = page.getByRole('dialog', { name: 'What is wrong with it?' })
  await dialog.getByLabel('Why').fill('Wrong incident.')
  await expectFit(page, 'command-correct')
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('taken back later').waitFor()
  await page.goto(address('?panel=deviate'))
  await page.getByRole('button', { name: 'Call: The runbook fails' }).waitFor()
})

test('what could not be read anew stays on screen, says since when, and is asked for again with one press', async () => {
  await ben.goto(address())
  await card(ben).getByRole('button', { name: 'Deviate' }).waitFor()
  await ben.route('**/incidents/*/protocol', (route) =>
    route.fulfill({ status: 500, json: { defined: false, code: 'FAULT', message: 'no' } }),
  )
  await opened.record('ana', { type: 'finding.noted', text: 'The pool is full' })
  await card(ben).getByText('Not read anew since').waitFor()
  await card(ben).getByRole('button', { name: 'Deviate' }).waitFor()
  await expectFit(ben, 'command-not-read-anew')
  await lookAs(ben, DESK)
  await ben.unroute('**/incidents/*/protocol')
  await card(ben).getByRole('button', { name: 'Try again' }).click()
  await card(ben).getByText('Not read anew').waitFor({ state: 'detached' })
})

test('[SV-01] the answers about impact propose a severity; a person decides, says why, and it is asked by an address of its own', async () => {
  await ben.goto(address('?panel=severity'))
  const dialog = ben.getByRole('dialog', { name: 'How bad is it?' })
  await dialog.getByRole('radio', { name: 'SEV2' }).waitFor()
  await expectFit(ben, 'command-severity')
  await lookAs(ben, DESK)
  await dialog.getByText('Unsure? Answer what you know of the impact').click()
  await dialog.getByText('Nothing that was answered speaks for one yet.').waitFor()
  await dialog.getByText('Some of them').click()
  await dialog.getByText('Your answers propose SEV2, and it is chosen.').waitFor()
  expect(await dialog.getByRole('radio', { name: 'SEV2' }).isChecked()).toBe(true)
  await expectFit(ben, 'command-severity-guide')
  await lookAs(ben, DESK)
  await dialog.getByRole('button', { name: 'Change it to SEV2' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await ben
    .getByText(/It is SEV2 now/)
    .first()
    .waitFor()
  expect(new URL(ben.url()).searchParams.get('panel')).toBeNull()
})

test('[PO-06] what cannot be done now is put off in the card, with a reason, and says when it is asked for again', async () => {
  await page.goto(address())
  await card(page).getByRole('button', { name: 'Blocked' }).click()
  const form = card(page).getByRole('form', { name: 'Not now' })
  await form.getByRole('button', { name: 'Something else comes first.' }).click()
  await expectFit(page, 'command-put-off')
  await lookAs(page, PHONE)
  await form.getByRole('button', { name: 'Put it off' }).click()
  await form.waitFor({ state: 'detached' })
  await tab(page, 'Command')
  await page
    .getByText(/Put off until/)
    .first()
    .waitFor()
})

test('what the screen can do is done by name, and stands in the address', async () => {
  await ben.keyboard.press('Control+k')
  await ben.getByLabel('Where to').fill('snooze')
  await ben.getByRole('option', { name: /Snooze/ }).waitFor()
  await ben.keyboard.press('Enter')
  const dialog = ben.getByRole('dialog', { name: 'Quiet for how long?' })
  await dialog.waitFor()
  expect(new URL(ben.url()).searchParams.get('panel')).toBe('snooze')
  await expectFit(ben, 'incident-snooze')
  await ben.goBack()
  await dialog.waitFor({ state: 'hidden' })
})

test('whoever only looks presses nothing, and reads why', async () => {
  const guest = await opened.signIn({ role: 'stakeholder' })
  await guest.goto(address())
  await card(guest).getByText('Nothing is owed by you now.').waitFor()
  await guest.keyboard.press('Control+k')
  await guest.getByLabel('Where to').fill('acknowledge')
  const deed = guest.getByRole('option', { name: /Acknowledge: I have it/ })
  expect(await deed.getAttribute('aria-disabled')).toBe('true')
  await guest.keyboard.press('Escape')
  expect(await guest.getByRole('button', { name: 'Tell them: Customers' }).getAttribute('aria-disabled')).toBe('true')
})

test('[SV-01] what no monitor has told of is declared from the first screen: what, where, how bad, and who is woken by it', async () => {
  await lookAs(ben, PHONE)
  await ben.goto(opened.address('now'))
  await ben.getByRole('button', { name: 'Declare an incident…' }).click()
  const form = ben.getByRole('form', { name: 'What is wrong?' })
  await form.getByLabel('What users see').fill('Refunds are paid twice')
  await ben.reload()
  expect(await form.getByLabel('What users see').inputValue()).toBe('Refunds are paid twice')
  await form.getByRole('combobox', { name: 'Service' }).fill('Check')
  await ben.getByRole('option', { name: 'Checkout' }).click()
  await expectFit(ben, 'declare')
  await lookAs(ben, PHONE)
  await form.getByRole('radio', { name: 'SEV3' }).check()
  await form.getByText('Unsure? Answer what you know of the impact').click()
  await form.getByText('A little, at the edges').click()
  // What somebody chose stays chosen until they take what is proposed.
  await form.getByText('Your answers propose SEV2.').waitFor()
  expect(await form.getByRole('radio', { name: 'SEV3' }).isChecked()).toBe(true)
  await form.getByRole('button', { name: 'Take SEV2' }).click()
  expect(await form.getByRole('radio', { name: 'SEV2' }).isChecked()).toBe(true)
  await expectFit(ben, 'declare-guide')
  await lookAs(ben, PHONE)
  await form.getByLabel('I have it').check()
  await form.getByRole('button', { name: 'Declare it, and take it' }).click()
  await form.getByText(/#1 of Checkout is open/).waitFor()
  await form.getByRole('button', { name: 'It is something else: declare it all the same' }).click()
  await ben.getByRole('heading', { name: 'Refunds are paid twice', level: 1 }).waitFor()
  await tab(ben, 'Story')
  await ben.getByText('Ben declared it as SEV2: Refunds are paid twice').waitFor()
  await expectFit(ben, 'declared')
})
