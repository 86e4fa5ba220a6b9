// Words to the outside on screen: questions wait for the liaison, the verdict stands first, a promise is made anew; and calm, one step at a time.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'
import { calledBy, listening } from './night.ts'

let opened: Console
/** The support engineer, the liaison, and somebody who only looks. */
let ana: Page
let ben: Page
let guest: Page

beforeAll(async () => {
  await ensureTools()
  opened = await startConsole({
    people: [
      { slug: 'ana', name: 'Ana' },
      { slug: 'ben', name: 'Ben' },
    ],
    ...calledBy('ana'),
    services: [listening('checkout', 'Checkout', { criticalPath: true })],
  })
  await opened.breaks('checkout', 'Checkouts are failing')
  ana = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  ben = await opened.signIn({ role: 'responder', person: 'ben', look: DESK })
  guest = await opened.signIn({ role: 'stakeholder', look: DESK })
  for (const [page, entry] of [
    [ana, { type: 'role.taken', role: 'commander' }],
    [ben, { type: 'role.taken', role: 'communications' }],
  ] as const)
    await record(page, entry)
}, 900_000)

afterAll(() => opened?.stop())

const address = (search = '') => opened.address(`incidents/1${search}`)

/** As the console itself would. */
async function record(page: Page, entry: object): Promise<void> {
  const answer = await page.request.post(`${opened.muster.url}/api/v1/incidents/1/record`, {
    headers: { origin: opened.muster.url, 'x-muster-org': 'default' },
    data: { entry },
  })
  if (!answer.ok()) throw new Error(`it was answered ${answer.status()}: ${await answer.text()}`)
}

const say = (page: Page) => page.getByRole('region', { name: 'Say', exact: true })

test('[BX-14] whoever only looks asks the liaison; it waits in their queue, and whoever works on the fix sees a count', async () => {
  await Promise.all([ana, ben, guest].map((page) => page.goto(address('?tab=say'))))
  await say(guest).getByRole('button', { name: 'Ask the liaison…' }).click()
  const form = guest.getByRole('form', { name: 'Ask the liaison' })
  await form.getByText('It goes to Ben', { exact: false }).waitFor()
  await form.getByLabel('Your question').fill('When can people pay again?')
  await expectFit(guest, 'communication-ask')
  await lookAs(guest, DESK)
  await form.getByRole('button', { name: 'Ask', exact: true }).click()
  await say(guest).getByText('Not answered yet.').waitFor()
  await say(ben).getByRole('button', { name: 'Answer: When can people pay again?' }).waitFor()
})

test('[BX-14] the liaison answers them alone or with the next update, and the answer stands where it was asked', async () => {
  await say(ben).getByRole('button', { name: 'Answer: When can people pay again?' }).click()
  await expectFit(ben, 'communication-queue')
  await lookAs(ben, DESK)
  await ben.getByLabel('Your answer').fill('Not before ten; you hear more at half past nine.')
  await ben.getByRole('button', { name: 'Send the answer' }).click()
  await say(guest).getByText('Not before ten; you hear more at half past nine.').waitFor()
  await say(guest).getByRole('button', { name: 'Ask the liaison…' }).click()
  await guest.getByLabel('Your question').fill('Which countries?')
  await guest.getByRole('form', { name: 'Ask the liaison' }).getByRole('button', { name: 'Ask', exact: true }).click()
  await say(ben).getByRole('button', { name: 'Answer: Which countries?' }).click()
  await say(ben).getByText('All: Executives').click()
  await ben.getByRole('textbox', { name: 'What you tell: Executives' }).fill('All of Europe, since ten past three.')
  expect(await ben.getByRole('checkbox', { name: /Which countries\?$/ }).isChecked()).toBe(true)
  await ben.getByText('15 min', { exact: true }).first().click()
  await ben.getByRole('button', { name: 'It is sent' }).click()
  await say(guest).getByText('All of Europe, since ten past three.').waitFor()
  await expectFit(guest, 'communication-answered')
  await lookAs(guest, DESK)
})

test('[BX-14] an answer half written stays when somebody else has answered the question', async () => {
  await say(guest).getByRole('button', { name: 'Ask the liaison…' }).click()
  await guest.getByLabel('Your question').fill('And by bank transfer?')
  await guest.getByRole('form', { name: 'Ask the liaison' }).getByRole('button', { name: 'Ask', exact: true }).click()
  await say(ben).getByRole('button', { name: 'Answer: And by bank transfer?' }).click()
  await ben.getByLabel('Your answer').fill('Transfers are')
  const { body } = await opened.muster.api('GET', '/api/v1/incidents/1/log?limit=1000')
  const { seq } = (Object(body).items as { seq: number; type: string }[]).findLast(({ type }) => type === 'question.asked') ?? {}
  await record(ana, { type: 'question.answered', question: seq, text: 'Transfers work.' })
  await say(ben).getByText('This question waits no longer').waitFor()
  expect(await ben.getByLabel('Your answer').inputValue()).toBe('Transfers are')
  await expectFit(ben, 'communication-answered-meanwhile')
  await lookAs(ben, DESK)
  await say(ben).getByRole('button', { name: 'Close it' }).click()
  await ben.getByLabel('Your answer').waitFor({ state: 'detached' })
})

test('[CU-03] the verdict stands first, with the promises counted; one that cannot be kept is made anew', async () => {
  await say(ben)
    .getByText(/^Promises: 1 open\.$/)
    .waitFor()
  await ben.getByRole('button', { name: 'We need longer: Executives' }).click()
  await ben
    .getByRole('group', { name: /next word to Executives/ })
    .getByRole('button', { name: '30 min' })
    .click()
  await say(ben).getByText('Promises: 1 made anew in time, 1 open.').waitFor()
  await expectFit(ben, 'communication-say')
  await lookAs(ben, DESK)
})

test('[HP-03] what it costs is shown to whoever speaks for the incident when they ask, and to nobody who only looks or fixes it', async () => {
  await ben.getByRole('button', { name: 'Show what it costs' }).click()
  const form = ben.getByRole('form', { name: 'Estimate what an hour costs' })
  await form.getByLabel('An hour costs').fill('50,000')
  await form.getByLabel('Currency').fill('eur')
  await form.getByRole('button', { name: 'Estimate it' }).click()
  await ben.getByText(/estimated at 50,000 EUR an hour/).waitFor()
  await expectFit(ben, 'communication-cost')
  await lookAs(ben, DESK)
  await guest.goto(address('?tab=say&cost=on'))
  await say(guest).getByRole('button', { name: 'Ask the liaison…' }).waitFor()
  expect(await guest.getByText('50,000').count()).toBe(0)
  expect(await guest.getByRole('button', { name: /what it costs/ }).count()).toBe(0)
  expect(
    await ben
      .getByRole('region', { name: /^Story/ })
      .getByText('50,000')
      .count(),
  ).toBe(0)
})

test('[HF-03] words that blame are met with others, quietly; what is written is sent as it is', async () => {
  await ben.getByRole('textbox', { name: 'What I am doing and why' }).fill('Who broke checkout? Ana should have tested it.')
  await ben.getByText('For “Ana should have” you could say what would have shown it in time.', { exact: false }).waitFor()
  await expectFit(ben, 'calm-wording')
  await lookAs(ben, DESK)
  await ben.getByRole('button', { name: 'Put it on the log' }).click()
  await ben.getByText('Ben did: Who broke checkout? Ana should have tested it.').waitFor()
})

test('[CU-02] one step at a time: f shows only what is next, the address keeps it, and everything comes back', async () => {
  await ben.goto(address())
  await ben.getByRole('heading', { name: 'Checkouts are failing', level: 1 }).waitFor()
  await ben.keyboard.press('f')
  await ben.getByRole('button', { name: 'Show everything' }).waitFor()
  expect(new URL(ben.url()).search).toBe('?focus=on')
  expect(await ben.getByRole('region', { name: 'Do this now' }).count()).toBe(1)
  expect(await ben.getByRole('region', { name: 'Command' }).count()).toBe(0)
  await expectFit(ben, 'calm-focus')
  await lookAs(ben, DESK)
  await ben.goto(address('?focus=1'))
  await ben.getByRole('button', { name: 'I need help' }).waitFor()
  await ben.getByRole('button', { name: 'Show everything' }).click()
  await ben.getByRole('region', { name: 'Command' }).waitFor()
  await ben.keyboard.press('?')
  await ben.getByRole('dialog', { name: 'Keys' }).getByText('One step at a time').waitFor()
  await ben.keyboard.press('Escape')
})

test('[CU-02] what leads to what is known leads there from one step at a time, too', async () => {
  await opened.record('ana', { type: 'deviation.invoked', deviation: 'hf-05' })
  const { body } = await opened.muster.api('GET', '/api/v1/incidents/1/protocol')
  const { key } = (Object(body).owed as { key: string; done: { type: string }[] }[]).find(({ done }) =>
    done.some(({ type }) => type === 'conflict.settled'),
  ) ?? { key: '' }
  await ben.goto(address(`?focus=on&duty=${encodeURIComponent(key)}&form=done`))
  await ben.getByRole('combobox', { name: 'What happened' }).click()
  await ben.getByRole('option', { name: 'Settle what the sources say' }).click()
  await ben.getByRole('button', { name: 'See what is known…' }).click()
  await ben.getByRole('radio', { name: 'Known' }).waitFor({ state: 'attached' })
  expect(await ben.getByRole('radio', { name: 'Known' }).isChecked()).toBe(true)
})

test('[HP-04] a breath is counted beside the next step, without motion, and Escape ends it', async () => {
  await ana.goto(address())
  await ana.getByRole('button', { name: 'Breathe for a moment' }).click()
  const pacer = ana.getByRole('region', { name: 'Breathe' })
  await pacer.getByText(/^Breathe in, [1-4]$/).waitFor()
  // The browsers of these tests ask for no motion.
  expect(await pacer.evaluate((one) => one.getAnimations({ subtree: true }).length)).toBe(0)
  await pacer.getByText(/^Breathe out, [1-4]$/).waitFor()
  await expectFit(ana, 'calm-breathe')
  await lookAs(ana, PHONE)
  const [card, breath] = await Promise.all([ana.getByRole('region', { name: 'Do this now' }).boundingBox(), pacer.boundingBox()])
  expect((breath?.y ?? 0) >= (card?.y ?? 0) + (card?.height ?? 0)).toBe(true)
  await ana.keyboard.press('Escape')
  await pacer.waitFor({ state: 'detached' })
  await ana.emulateMedia({ reducedMotion: 'no-preference' })
  await ana.getByRole('region', { name: 'Do this now' }).getByRole('button', { name: 'Deviate' }).click()
  await ana.getByRole('button', { name: 'Call: Steady for a minute' }).click()
  // Whoever calls for a moment gets one at once, and with motion where nobody asked for none.
  await pacer.waitFor()
  expect(await pacer.evaluate((one) => one.getAnimations({ subtree: true }).length)).toBe(1)
})
