// One night, three people in three browsers: a support engineer on a phone, a commander at a desk, a stakeholder who only looks.
// Payments are down. From the first alert to the watch afterwards: a runbook fails, a second incident comes, a tired commander hands over.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
import { DESK, expectFit, lookAs, PHONE, startConsole, type Console } from './console.ts'

const KEYS = { payments: 'story-payments-'.padEnd(32, 'k'), login: 'story-login-'.padEnd(32, 'k') }
const NAMES = ['ana', 'cleo', 'sam', 'eli', 'dora'] as const
type Name = (typeof NAMES)[number]

let opened: Console
let phones: Record<Name, Phone>
let ana: Page
let cleo: Page
let eli: Page

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
    policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] }],
    services: [
      {
        slug: 'payments',
        name: 'Payments',
        policy: 'standard',
        criticalPath: true,
        whatToDo: 'Open the shop and try to pay.',
        runbook: { url: 'https://wiki.example.org/payments', complete: true, highRisk: false },
        integrations: [{ slug: 'source', kind: 'generic', key: KEYS.payments }],
      },
      { slug: 'login', name: 'Login', policy: 'standard', integrations: [{ slug: 'source', kind: 'generic', key: KEYS.login }] },
    ],
    roles: { commander: [{ person: 'cleo' }], senior: [{ person: 'sam' }], dba: [{ person: 'dora' }] },
    audiences: { executives: [{ person: 'eli' }] },
    catchAll: { targets: [{ person: 'ana' }] },
  })
  ana = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  cleo = await opened.signIn({ role: 'lead', person: 'cleo', look: DESK })
  eli = await opened.signIn({ role: 'stakeholder', person: 'eli', look: DESK })
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await Promise.all(NAMES.map((name) => phones?.[name].close()))
})

async function monitor(service: keyof typeof KEYS, summary: string, status: 'firing' | 'resolved' = 'firing'): Promise<void> {
  const answer = await fetch(`${opened.muster.url}/integrations/${KEYS[service]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      summary,
      severity: 'critical',
      dedup_key: `story-${service}`,
      action: status === 'firing' ? 'trigger' : 'resolve',
    }),
  })
  expect(answer.status, await answer.text()).toBe(202)
}

const address = (number = 1, search = '') => `${opened.muster.url}/o/default/incidents/${number}${search}`
const card = (on: Page) => on.getByRole('region', { name: 'Do this now' })
const tab = (on: Page, name: string) => on.getByRole('group', { name: 'Parts of the incident' }).getByRole('button', { name }).click()
const record = (as: Name, entry: object, number = 1) =>
  opened.muster
    .api('POST', `/api/v1/incidents/${number}/record`, { as, entry })
    .then(({ status, body }) => expect(status, JSON.stringify(body)).toBe(200))

test('[MX-05] [PO-04] payments fail: the engineer, a senior and a commander are rung at once, each told as what', async () => {
  await monitor('payments', 'No payment goes through')
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
  await record('ana', { type: 'run.started', text: 'Payments runbook' })
  await record('ana', { type: 'run.step', step: 'Restart the gateway', outcome: 'failed', text: 'timeout after 60 s' })
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
  await monitor('login', 'Sign-in is slow')
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
  await expectFit(cleo, 'story-7-handover')
  await lookAs(cleo, DESK)
  await cleo.getByText('For stakeholders', { exact: true }).click()
  await cleo.getByRole('heading', { name: 'For stakeholders', level: 1 }).waitFor()
  await cleo
    .getByText(/told Executives: Payments fail for everybody/)
    .first()
    .waitFor()
})

test('[IR-14] it clears: what is still owed stays in sight, the watch is kept, and the story can be read from its first minute', async () => {
  await record('ana', { type: 'change.made', action: 'gateway.version', text: 'Back to the version of yesterday' })
  await monitor('payments', 'No payment goes through', 'resolved')
  await ana.getByText('Still to do, now that it is over').waitFor()
  await record('cleo', { type: 'watch.started', text: 'Cleo watches it until tomorrow' })
  await tab(ana, 'Story')
  for (const said of [
    'Cleo watches it until tomorrow',
    'Back to the version of yesterday',
    'Sam Oduya is Incident commander now.',
    'Opened as SEV1',
  ]) {
    const entry = ana.getByText(said).first()
    // Only what is in sight is in the page: it is scrolled as somebody reads.
    await until(`"${said}" to be read`, async () => {
      if (await entry.isVisible()) return true
      await ana.mouse.wheel(0, 400)
      return undefined
    })
  }
  await expectFit(ana, 'story-5-over')
  await cleo.goto(address(2, '?panel=resolve'))
  await cleo.getByRole('dialog', { name: 'Resolve by hand?' }).waitFor()
  await expectFit(cleo, 'story-6-resolve')
})
