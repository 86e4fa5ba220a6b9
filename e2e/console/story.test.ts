// One night, three people in three browsers: a support engineer on a phone, a commander at a desk, a stakeholder who only looks.
// Payments are down. From the first alert to the close: a runbook fails, a second incident comes, a tired commander hands over,
// everybody is told, it is watched, what was changed for one night is put back, and the review is owed.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'
import { calledBy, listening } from './night.ts'

const NAMES = ['ana', 'cleo', 'sam', 'eli', 'dora'] as const
type Name = (typeof NAMES)[number]

let opened: Console
let phones: Record<Name, Phone>
let ana: Page
let cleo: Page
let eli: Page
/** Who commands from the handover on. */
let sam: Page

beforeAll(async () => {
  await ensureTools()
  phones = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await startPhone()] as const))) as typeof phones
  const person = (slug: Name, name: string) => ({
    slug,
    name,
    timeZone: 'Europe/Paris',
    contacts: [{ slug: 'phone', channel: 'webhook' as const, address: phones[slug].url, secret: phones[slug].secret }],
  })
  opened = await startConsole({
    people: [
      person('ana', 'Ana Ruiz'),
      person('cleo', 'Cleo Marsh'),
      person('sam', 'Sam Oduya'),
      person('eli', 'Eli Brandt'),
      person('dora', 'Dora Keller'),
    ],
    ...calledBy('ana'),
    services: [
      listening('payments', 'Payments', {
        criticalPath: true,
        whatToDo: 'Open the shop and try to pay.',
        runbook: { url: 'https://wiki.example.org/payments', complete: true, highRisk: false },
      }),
      listening('login', 'Login'),
    ],
    roles: { commander: [{ person: 'cleo' }], senior: [{ person: 'sam' }], dba: [{ person: 'dora' }] },
    audiences: { executives: [{ person: 'eli' }] },
  })
  ana = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  cleo = await opened.signIn({ role: 'lead', person: 'cleo', look: DESK })
  eli = await opened.signIn({ role: 'stakeholder', person: 'eli', look: DESK })
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await Promise.all(NAMES.map((name) => phones?.[name].close()))
})

const PAYMENTS = 'No payment goes through'
const address = (number = 1, search = '') => opened.address(`incidents/${number}${search}`)
const card = (on: Page) => on.getByRole('region', { name: 'Do this now' })
const tab = (on: Page, name: string) => on.getByRole('group', { name: 'Parts of the incident' }).getByRole('button', { name }).click()
const before = (on: Page) => on.getByRole('region', { name: 'Before it is closed' })

/** What stands before the close is chosen from its list, and its form stands in the card. */
async function answer(on: Page, says: string | RegExp): Promise<void> {
  const more = before(on).getByRole('button', { name: /^\d+ more$/ })
  await before(on).getByRole('listitem').first().waitFor()
  if (await more.isVisible()) await more.click()
  const what = typeof says === 'string' ? `Answer it: ${says}` : says
  await before(on).getByRole('button', { name: what }).first().click()
}

test('[MX-05] [PO-04] payments fail: the engineer, a senior and a commander are rung at once, each told as what', async () => {
  await opened.breaks('payments', PAYMENTS, { dedup_key: 'payments' })
  expect((await phones.ana.rings()).title).toMatch(/SEV1 Payments: No payment goes through/)
  expect((await phones.sam.rings()).title).toMatch(/Called as Senior engineer/)
  const call = await phones.cleo.rings()
  expect(call.title).toMatch(/Called as Incident commander/)
  await cleo.goto(call.url)
  await cleo.getByText('You are called as Incident commander.').waitFor()
  await cleo.getByRole('button', { name: 'Acknowledge' }).click()
  await cleo.getByText(/You are Incident commander now/).waitFor()
})

test('[BX-05] the engineer answers on the phone in one tap, and the screen says the next step and who commands', async () => {
  await ana.goto(address())
  await ana.getByRole('button', { name: 'Acknowledge', exact: true }).tap()
  await ana.getByRole('button', { name: 'Acknowledged' }).waitFor()
  await card(ana).getByRole('button', { name: 'Done' }).waitFor()
  await tab(ana, 'Command')
  await ana.getByRole('list', { name: 'Roles' }).getByText('Incident commander: Cleo Marsh').waitFor()
  await ana.getByText('Critical system.').waitFor()
  await expectFit(ana, 'story-1-woken')
  await lookAs(ana, PHONE)
})

test('[IR-06] the commander tells the executives; they read it where they read, and see when the next word comes', async () => {
  await cleo.goto(address())
  await cleo.getByRole('button', { name: 'Tell them: Executives' }).click()
  const words = cleo.getByRole('textbox', { name: 'What you tell: Executives' })
  await words.fill('Payments fail for everybody since a few minutes ago. Cleo Marsh commands.')
  await cleo.getByText('15 min', { exact: true }).click()
  await cleo.getByText('Muster sends it to Eli Brandt, and writes it down.').waitFor()
  await cleo.getByRole('button', { name: 'Send it' }).click()
  const letter = await until('the update to arrive', async () => phones.eli.arrivals.find(({ kind }) => kind === 'notice'))
  expect(letter.body).toContain('Payments fail for everybody since a few minutes ago. Cleo Marsh commands.')
  await eli.goto(address())
  await eli
    .getByText(/1[45] min left/)
    .first()
    .waitFor()
  expect(await eli.getByRole('button', { name: 'Acknowledge', exact: true }).count()).toBe(0)
  await expectFit(eli, 'story-2-stakeholder')
})

test('[DV-01] the runbook fails: two taps, the first move stands there, and running on is refused until it is stopped', async () => {
  await opened.record('ana', { type: 'run.started', text: 'Payments runbook' })
  await opened.record('ana', { type: 'run.step', step: 'Restart the gateway', outcome: 'failed', text: 'timeout after 60 s' })
  await card(ana).getByRole('button', { name: 'Deviate' }).tap()
  await ana.getByRole('region', { name: 'It looks like this' }).getByText('The runbook fails').waitFor()
  await ana.getByRole('button', { name: 'Call: The runbook fails' }).tap()
  await ana.getByText(/^Called: The runbook fails\. First: Stop the runbook/).waitFor()
  await cleo.getByText(/called "The runbook fails" \(DV-01\)/).waitFor()
  const refused = await opened.muster.api('POST', '/api/v1/incidents/1/record', {
    as: 'ana',
    entry: { type: 'run.step', step: 'Restart it again', outcome: 'done' },
  })
  expect(refused).toMatchObject({ status: 409, body: { data: { reason: 'held-back' } } })
  await tab(ana, 'Command')
  await ana
    .getByRole('listitem')
    .filter({ hasText: 'Stop the runbook.' })
    .getByRole('button', { name: /^Answer it/ })
    .tap()
  await card(ana).getByText('Stop the runbook.').waitFor()
  await card(ana).getByRole('button', { name: 'Done' }).tap()
  await card(ana).getByRole('button', { name: /stop/i }).tap()
  await cleo.getByText(/stopped the runbook/).waitFor()
  await expectFit(ana, 'story-3-deviation')
  await lookAs(ana, PHONE)
})

test('[ES-01] a specialist is a press away, answers, and is in the room', async () => {
  await cleo.getByText(/more roles, vacant/).click()
  const dba = cleo.getByRole('listitem').filter({ hasText: 'Database administrator' })
  await dba.getByRole('button', { name: 'Call Dora Keller' }).click()
  const call = await phones.dora.rings()
  expect(call.title).toMatch(/Called as Database administrator/)
  const dora = await opened.browser.newPage()
  await dora.goto(call.url)
  await dora.getByRole('button', { name: 'Acknowledge' }).click()
  await dora.close()
  await cleo.getByRole('list', { name: 'Roles' }).getByText('Database administrator: Dora Keller').waitFor()
})

test('[EC-04] a second incident comes: it is on the first screen beside the other, graver first', async () => {
  await opened.breaks('login', 'Sign-in is slow')
  await phones.ana.rings()
  await cleo.goto(`${opened.muster.url}/o/default/now`)
  await cleo.getByRole('heading', { name: /2 open incidents/ }).waitFor()
  await expectFit(cleo, 'story-4-two')
  await lookAs(cleo, DESK)
})

test('[RD-03] a tired commander hands over: the other has it from then on, on every screen', async () => {
  await cleo.goto(address())
  const role = cleo.getByRole('list', { name: 'Roles' }).getByRole('listitem').filter({ hasText: 'Incident commander: Cleo Marsh' })
  await role.getByText('Incident commander:').click()
  await role.getByRole('button', { name: 'Hand it over…' }).click()
  await role.getByRole('button', { name: 'Somebody else…' }).click()
  await role.getByRole('combobox', { name: 'Who takes it' }).fill('Sam')
  await cleo.getByRole('option', { name: 'Sam Oduya' }).click()
  await role.getByRole('button', { name: 'They take it' }).click()
  await eli.getByText('Sam Oduya is Incident commander now.').waitFor()
  await tab(ana, 'Command')
  await ana.getByRole('list', { name: 'Roles' }).getByText('Incident commander: Sam Oduya').waitFor()
})

test('[RD-03] the handover is a page of its own, complete enough for somebody who was not there', async () => {
  await cleo.goto(address())
  await cleo.getByRole('link', { name: 'Handover' }).click()
  await cleo.getByRole('heading', { name: 'Handover', level: 1 }).waitFor()
  await cleo.getByText('Incident commander: Sam Oduya', { exact: true }).waitFor()
  await cleo
    .getByText(/Restart the gateway, failed/)
    .first()
    .waitFor()
  await expectFit(cleo, 'story-5-handover')
  await lookAs(cleo, DESK)
  await cleo.getByText('For stakeholders', { exact: true }).click()
  await cleo.getByRole('heading', { name: 'For stakeholders', level: 1 }).waitFor()
  await cleo
    .getByText(/told Executives: Payments fail for everybody/)
    .first()
    .waitFor()
})

test('[HF-05] before it ends the screen says what still blocks it and who owes that; it is settled, and the gate is free', async () => {
  await cleo.context().close()
  sam = await opened.signIn({ role: 'lead', person: 'sam', look: DESK })
  await opened.record('ana', {
    type: 'source.conflict',
    text: 'Do payments go through?',
    sides: [
      { source: 'Dashboard', says: '99 % succeed', lagMinutes: 5 },
      { source: 'Users', says: 'most fail', customers: true },
    ],
  })
  await sam.goto(address(1, '?panel=resolve'))
  const gate = sam.getByRole('dialog', { name: 'Resolve by hand?' })
  const blocking = gate.getByRole('list', { name: 'Still owed before it ends' })
  await blocking.getByRole('listitem').filter({ hasText: 'Settle what the sources say' }).getByText('Sam Oduya').waitFor()
  await blocking.getByRole('listitem').filter({ hasText: 'Answer 2 questions about it' }).getByText('Ana Ruiz').waitFor()
  await expectFit(sam, 'story-6-blocks')
  await lookAs(sam, DESK)
  await ana.goto(address(1, '?panel=resolve'))
  await ana.getByText('Sam Oduya is in command, and says when it is over.').waitFor()
  await ana.getByRole('button', { name: 'Keep it open' }).tap()
  await eli.goto(address())
  await eli.getByRole('button', { name: 'More actions' }).click()
  await eli
    .getByRole('menuitem', { name: /^Resolve by hand/ })
    .getByText('This needs the role responder; yours is stakeholder.')
    .waitFor()
  await eli.keyboard.press('Escape')
  await sam.goto(address(1, '?view=known'))
  await sam.getByRole('button', { name: /^Settle it/ }).click()
  await sam.getByRole('textbox', { name: 'Whom it goes by' }).fill('Users')
  await sam.getByRole('textbox', { name: 'What we take to be so' }).fill('Most payments fail; the dashboard is behind')
  await sam.getByRole('button', { name: 'Go by this' }).click()
  await sam.getByText('Most payments fail; the dashboard is behind').first().waitFor()
  const questions = await until('nothing but the questions to be in the way', async () => {
    const { body } = await opened.muster.api('GET', '/api/v1/incidents/1/protocol')
    const [first, ...others] = Object(body).blocksResolve
    return others.length === 0 ? first : undefined
  })
  await ana.goto(address(1, `?duty=${encodeURIComponent(questions)}`))
  await card(ana).getByText('Answer 2 questions about it').waitFor()
  await card(ana).getByRole('button', { name: 'Done' }).tap()
  const asked = card(ana).getByRole('form', { name: 'Put it on the record' }).getByRole('textbox')
  await asked.first().waitFor()
  for (const field of await asked.all()) await field.fill('The gateway did not come up within 60 s')
  await card(ana).getByRole('button', { name: 'Put it on the record' }).tap()
  await sam.goto(address(1, '?panel=resolve'))
  await gate.getByRole('button', { name: 'Resolve #1', exact: true }).waitFor()
  expect(await gate.getByRole('list').count()).toBe(0)
  await gate.getByRole('button', { name: 'Keep it open' }).click()
})

test('[EC-04] the second one is ended by hand, with its alert still firing, and the first goes on', async () => {
  await sam.goto(address(2, '?panel=resolve'))
  const gate = sam.getByRole('dialog', { name: 'Resolve by hand?' })
  await gate.getByText(/^1 alert is still firing\./).waitFor()
  await expectFit(sam, 'story-7-resolve')
  await lookAs(sam, DESK)
  await gate.getByRole('button', { name: /^Resolve #2/ }).click()
  await before(sam).waitFor()
  await sam.goto(opened.address('now'))
  await sam.getByRole('heading', { name: /^1 open incident/ }).waitFor()
})

test('[IR-14] it clears: what is still owed stands there, and the story can be read from its first minute', async () => {
  await opened.record('ana', {
    type: 'workaround.applied',
    action: 'payments.queue',
    text: 'Payments are queued; at most two hours of them',
  })
  await opened.record('ana', { type: 'suppression.added', text: 'Slow payments, until noon' })
  await opened.record('ana', { type: 'change.made', action: 'gateway.version', text: 'Back to the version of yesterday' })
  await opened.breaks('payments', PAYMENTS, { dedup_key: 'payments', action: 'resolve' })
  await ana.getByText('Still to do, now that it is over').waitFor()
  await tab(ana, 'Story')
  for (const said of ['Back to the version of yesterday', 'Sam Oduya is Incident commander now.', 'Opened as SEV1']) {
    const entry = ana.getByText(said).first()
    // Only what is in sight is in the page: it is scrolled as somebody reads.
    await until(`"${said}" to be read`, async () => {
      if (await entry.isVisible()) return true
      await ana.mouse.wheel(0, 400)
      return undefined
    })
  }
  await ana.mouse.wheel(0, -20_000)
  await before(ana).getByText('Sam Oduya, by').first().waitFor()
  await expectFit(ana, 'story-8-over')
  await lookAs(ana, PHONE)
})

test('[IR-14] the commander tells everybody that it is over, one after the other, and each of them hears it', async () => {
  const heard = phones.eli.arrivals.length
  await sam.goto(address())
  const announcements = before(sam).getByRole('button', { name: /^Answer it: (Announce|Tell)/ })
  const told: string[] = []
  for (;;) {
    await before(sam).getByRole('listitem').first().waitFor()
    const what = await announcements
      .first()
      .getAttribute('aria-label', { timeout: 2000 })
      .catch(() => null)
    if (what === null) break
    await answer(sam, what.replace('Answer it: ', ''))
    const words = sam.getByRole('textbox', { name: /^What you tell: / })
    await words.fill('Payments work again since a few minutes ago. We watch them until tomorrow.')
    if (told.length === 0) {
      await expectFit(sam, 'story-9-told')
      await lookAs(sam, DESK)
    }
    await card(sam)
      .getByRole('button', { name: /^(Send it|It is sent)$/ })
      .click()
    await before(sam).getByRole('button', { name: what }).waitFor({ state: 'detached' })
    told.push(what)
  }
  expect(told).toContain('Answer it: Tell executives that it is resolved.')
  const letter = await until('the word of its end', async () => phones.eli.arrivals[heard])
  expect(letter.body).toContain('Payments work again since a few minutes ago.')
  await eli
    .getByText(/told Executives: Payments work again/)
    .first()
    .waitFor()
})

test('[IR-14] it is watched: everybody sees until when, and nobody closes it meanwhile', async () => {
  await answer(sam, 'Name who watches it for 24 hours.')
  await sam.getByRole('textbox', { name: 'What is watched, and by whom' }).fill('Ana watches payments and the queue')
  await sam.getByRole('button', { name: 'Start the watch' }).click()
  for (const one of [ana, eli])
    await before(one)
      .getByText(/^It is over\. It is watched until/)
      .waitFor()
  const close = before(sam).getByRole('button', { name: 'Close #1…' })
  await before(sam)
    .getByText(/It is watched for 24 hours before it is closed\./)
    .first()
    .waitFor({ state: 'attached' })
  expect(await close.getAttribute('aria-disabled')).toBe('true')
  const refused = await opened.muster.api('POST', '/api/v1/incidents/1/record', { as: 'sam', entry: { type: 'incident.closed' } })
  expect(refused).toMatchObject({ status: 409, body: { data: { reason: 'held-back' } } })
  await expectFit(eli, 'story-10-watch')
  await lookAs(eli, DESK)
})

test('[IR-14] what was changed for one night is undone, or somebody owns it until a date', async () => {
  await answer(ana, 'Undo the alert suppression.')
  await ana.getByRole('textbox', { name: 'Which alerts' }).fill('Slow payments: they come through again')
  await ana.getByRole('button', { name: 'Let alerts through again' }).tap()
  await answer(ana, 'Undo the workaround, or give it an owner.')
  await card(ana)
    .getByRole('combobox', { name: 'What happened' })
    .or(card(ana).getByRole('textbox', { name: 'What happened' }))
    .click()
  await ana.getByRole('option', { name: /follow-up/ }).click()
  await ana.getByRole('textbox', { name: 'What is to be done' }).fill('Take the queue of payments out again')
  await ana.getByRole('textbox', { name: 'Who owns it' }).fill('Ana Ruiz')
  await ana.getByLabel('Until when').fill('2099-01-15')
  await expectFit(ana, 'story-11-owned')
  await lookAs(ana, PHONE)
  await ana.getByRole('button', { name: 'Write the follow-up', exact: true }).tap()
  await before(ana)
    .getByRole('button', { name: /workaround/ })
    .waitFor({ state: 'detached' })
  await answer(ana, 'Write the follow-up, with an owner and a date.')
  await ana.getByRole('textbox', { name: 'Who owns it' }).fill('Payments team')
  await ana.getByLabel('Until when').fill('2099-02-01')
  await ana.getByRole('button', { name: 'Write the follow-up', exact: true }).tap()
  await answer(sam, 'Put on-call and alerting back to normal.')
  await sam.getByRole('textbox', { name: 'What is decided, and on what basis' }).fill('The usual ladder and thresholds are back')
  await sam.getByRole('button', { name: 'Write down the decision' }).click()
})

test('[IR-14] whoever watches ends the watch with what they saw; then nothing stands before the close, and the commander closes it', async () => {
  await answer(ana, 'End the watch, and say what you saw.')
  await ana.getByRole('textbox', { name: 'How it held' }).fill('Quiet through the morning rush; ended early, as agreed with Sam')
  await ana.getByRole('button', { name: 'End the watch', exact: true }).tap()
  await eli
    .getByText(/Quiet through the morning rush/)
    .first()
    .waitFor()
  await before(sam).getByRole('list').waitFor({ state: 'detached' })
  await expectFit(sam, 'story-12-before-the-close')
  await lookAs(sam, DESK)
  await before(sam).getByRole('button', { name: 'Close #1…' }).click()
  const dialog = sam.getByRole('dialog', { name: 'Close it?' })
  await dialog.getByRole('textbox', { name: 'What is left to say' }).fill('Thank you all. The review is on Thursday.')
  await dialog.getByRole('button', { name: 'Close it' }).click()
  for (const one of [ana, eli, sam]) await one.getByText(/^Closed /).waitFor()
  await eli
    .getByText(/Thank you all\. The review is on Thursday\./)
    .first()
    .waitFor()
  await expectFit(eli, 'story-13-closed')
  await lookAs(eli, DESK)
})

test('[IR-15] closed, the review is still owed, by whom and until when; what it begins with and what is left to do can be read', async () => {
  await card(sam).getByText('Invite everybody who was in it to the review.').waitFor()
  await expectFit(sam, 'story-14-review-owed')
  await lookAs(sam, DESK)
  await sam.goto(opened.address('follow-ups'))
  await sam.getByText('Take the queue of payments out again').waitFor()
  await sam.getByText(/2099-01-15/).waitFor()
  await eli.goto(address(1, '/brief?for=review'))
  await eli
    .getByRole('region', { name: 'Follow-ups' })
    .getByText(/Take the queue of payments out again/)
    .waitFor()
  await expectFit(eli, 'story-15-review')
})
