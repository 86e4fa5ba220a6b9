// Now and the incident in a real browser: whoever opens them knows what is wrong, who has it, who is next, and what they can do.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
import { DESK, expectFit, PHONE, startConsole, type Console } from './console.ts'
import { listening } from './night.ts'

const SERVICES = ['checkout', 'orders', 'search', 'login', 'payments', 'stock', 'mail']

let phone: Phone
let opened: Console

beforeAll(async () => {
  await ensureTools()
  phone = await startPhone()
  opened = await startConsole(organisation())
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await phone?.close()
})

function organisation(): ConfigInput {
  const contact = { slug: 'phone', channel: 'webhook' as const, address: phone.url, secret: phone.secret }
  return {
    people: ['ana', 'ben', 'cat'].map((slug) => ({
      slug,
      name: slug[0]?.toUpperCase() + slug.slice(1),
      timeZone: 'Europe/Paris',
      contacts: [contact],
    })),
    policies: [
      {
        slug: 'standard',
        name: 'Standard',
        rungs: [
          { delayMinutes: 5, targets: [{ person: 'ana' }] },
          { delayMinutes: 10, targets: [{ person: 'ben' }] },
        ],
        repeat: 1,
      },
    ],
    services: SERVICES.map((slug) =>
      listening(slug, `${slug[0]?.toUpperCase()}${slug.slice(1)}`, { whatToDo: 'Look at the payment provider first.' }),
    ),
    catchAll: { targets: [{ person: 'cat' }] },
  }
}

/** The number of the incident it opened. */
async function breaks(service: string, summary = `${service} answers nobody`): Promise<number> {
  await opened.breaks(service, summary, { dedup_key: `${service} ${summary.slice(0, 100)}`, source: 'probe-1' })
  return until(`an incident of ${service}`, async () => {
    const { body } = await opened.muster.api('GET', `/api/v1/incidents?service=${service}&limit=1`)
    return Object(body).items[0]?.number as number | undefined
  })
}

/** Whoever answered: a person of the organisation, or the account of somebody who is none. */
const HAS_IT = / has it\.$/

const standing = (page: Page) => page.getByRole('article').getByRole('status').first()

test('whoever opens an incident reads at once what is wrong, who is called, who is next and when, and what they can do [BX-01]', async () => {
  const number = await breaks('checkout')
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  await page.goto(opened.address(`incidents/${number}`))
  await page.getByRole('heading', { level: 1, name: 'checkout answers nobody' }).waitFor()
  await expect
    .poll(() => standing(page).textContent())
    .toMatch(/Nobody has it yet\. Ana is being called\.\s*Next: Ben\s* at \d\d:\d\d \(\d+ m \d\d s\)/)
  expect(await page.getByRole('button', { name: 'Acknowledge' }).isVisible()).toBe(true)
  expect(await page.getByRole('button', { name: 'Escalate now' }).isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Facts' }).click()
  await page.getByText('Look at the payment provider first.').waitFor()
  await page.getByRole('button', { name: 'Command', exact: true }).click()
  await page.getByText('last resort', { exact: false }).first().waitFor()
  await expectFit(page, 'incident-triggered')
})

test('on a phone one tap acknowledges, and acknowledge, say and escalate are three', async () => {
  const number = await breaks('orders')
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  await page.goto(opened.address(`incidents/${number}?tab=story`))
  await page.getByRole('button', { name: 'Acknowledge' }).tap()
  await page.getByText(HAS_IT).waitFor()
  await page.getByRole('button', { name: 'I am looking into it.' }).tap()
  await page.getByRole('list').getByText('I am looking into it.').waitFor()
  await page.getByRole('button', { name: 'Escalate now' }).tap()
  await expect.poll(() => standing(page).textContent()).toContain('Ben is being called')
})

test('two people and two tabs see the same answer without asking for it', async () => {
  const number = await breaks('search')
  const ana = await opened.signIn({ role: 'responder', person: 'ana' })
  const ben = await opened.signIn({ role: 'stakeholder', person: 'ben' })
  const second = await ana.context().newPage()
  await Promise.all([ana, ben, second].map((page) => page.goto(opened.address(`incidents/${number}`))))
  await Promise.all([ana, ben, second].map((page) => page.getByText('Nobody has it yet.').waitFor()))
  await ana.getByRole('button', { name: 'Acknowledge' }).click()
  await Promise.all([ana, ben, second].map((page) => page.getByText(HAS_IT).waitFor()))
  const button = ben.getByRole('button', { name: 'Acknowledged' })
  expect(await button.getAttribute('aria-disabled')).toBe('true')
})

test('by keyboard alone: from Now to the incident, acknowledged, and its reason given', async () => {
  await breaks('login')
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: DESK })
  await page.goto(opened.address('now'))
  await page.getByRole('list', { name: 'Open incidents' }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).waitFor()
  await page.keyboard.press('a')
  await page.getByText(HAS_IT).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Wake the next rung now').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Where to' }).fill('mail')
  await page.getByRole('option', { name: /^Mail/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/services/mail')
})

test('the list of incidents, the palette and the list of keys fit every screen', async () => {
  await breaks('stock', 'the stock of everything is negative')
  const page = await opened.signIn({ role: 'responder', look: DESK })
  await page.goto(opened.address('incidents'))
  await page.getByRole('link', { name: /the stock of everything/ }).waitFor()
  await expectFit(page, 'incidents')
  await page.keyboard.press('Control+k')
  await page.getByRole('listbox', { name: 'Places' }).waitFor()
  await expectFit(page, 'palette')
  await page.keyboard.press('Escape')
  await page.getByRole('listbox', { name: 'Places' }).waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await expectFit(page, 'keys')
  await page.goto(`${opened.muster.url}/api`)
  await expectFit(page, 'api')
})

test('a key that is held, or pressed twice, wakes one rung; what was half written for one incident waits there, and is not on another', async () => {
  const number = await breaks('orders', 'orders stand still')
  const page = await opened.signIn({ role: 'responder', person: 'ben', look: DESK })
  await page.goto(opened.address(`incidents/${number}`))
  await page.getByText('Nobody has it yet.').waitFor()
  const escalations = () =>
    opened.muster
      .api('GET', `/api/v1/incidents/${number}/log?limit=1000`)
      .then(({ body }) => JSON.stringify(body).split('page.escalated').length - 1)
  const before = await escalations()
  for (let press = 0; press < 12; press += 1) await page.keyboard.down('e')
  await page.keyboard.up('e')
  await until('the next rung to be woken', async () => ((await escalations()) > before ? true : undefined))
  // On the screen that has just changed it is the second press of an impatient hand.
  await page.getByText('Ben is being called').first().waitFor()
  await page.keyboard.press('e')
  await page.getByText('The ladder has moved on since you looked.').waitFor()
  expect((await escalations()) - before).toBe(1)
  await page.waitForTimeout(2000)
  await page.keyboard.press('e')
  await until('the one after it to be woken, by somebody who has read', async () =>
    (await escalations()) - before === 2 ? true : undefined,
  )

  await page.getByLabel('What I am doing and why').fill('I restart the database of orders')
  await page.keyboard.press('Control+k')
  await page.getByLabel('Where to').fill('checkout answers')
  await page.getByRole('option', { name: /checkout answers/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'checkout answers nobody' }).waitFor()
  expect(await page.getByLabel('What I am doing and why').inputValue()).toBe('')
  await page.goBack()
  const kept = () => page.getByLabel('What I am doing and why').inputValue()
  await until('the words to be there again', async () => ((await kept()) === 'I restart the database of orders' ? true : undefined))
})

test('without a connection nothing is called acknowledged that is not', async () => {
  const number = await breaks('payments')
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  await page.goto(opened.address(`incidents/${number}`))
  await page.getByText('Nobody has it yet.').waitFor()
  await page.context().setOffline(true)
  await page.getByText('Not connected.').waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Acknowledge' }).tap()
  const said = page.getByRole('alert').filter({ hasText: 'The server does not answer.' })
  await said.waitFor({ timeout: 30_000 })
  expect(await said.textContent(), 'nobody goes back to sleep on a promise that is not kept').toContain('It is not tried again by itself')
  expect(await page.getByText(HAS_IT).count()).toBe(0)
  await page.context().setOffline(false)
  await page.getByText('Not connected.').waitFor({ state: 'detached', timeout: 60_000 })
  await page.getByRole('button', { name: 'Acknowledge' }).tap()
  await page.getByText(HAS_IT).waitFor()
})

const HOSTILE = [
  '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>',
  `${'W'.repeat(500)} ${'wide '.repeat(700)}`,
  '\u202eright to left \u202d العربية עברית 🚨👩‍👩‍👧‍👦 \u001b[31mred\u001b[0m {{7*7}} ${7*7}',
]

test('hostile text from a monitor neither runs nor breaks a screen', async () => {
  for (const [index, text] of HOSTILE.entries()) await breaks(['stock', 'mail', 'search'][index] ?? 'stock', text)
  const page = await opened.signIn({ role: 'lead', person: 'ben', look: PHONE })
  await page.goto(opened.address('now'))
  await page.getByRole('list', { name: 'Open incidents' }).waitFor()
  await expectFit(page, 'now-hostile')
  const { body } = await opened.muster.api('GET', '/api/v1/incidents?service=stock&limit=1')
  await page.goto(opened.address(`incidents/${Object(body).items[0].number}`))
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expectFit(page, 'incident-hostile')
  expect(await page.evaluate('globalThis.ran')).toBeUndefined()
})
