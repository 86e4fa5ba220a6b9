// Working hours and single points in a real browser: given in a form, told in words, and what hangs on one person pointed to.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { DESK, expectFit, ORG, startConsole, type Console } from './console.ts'

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
  const contacts = [{ slug: 'phone', channel: 'webhook' as const, address: phone.url, secret: phone.secret }]
  return {
    people: [{ slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris', contacts }],
    policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] }],
    services: [
      { slug: 'checkout', name: 'Checkout', policy: 'standard', criticalPath: true, dependsOn: ['payments'] },
      { slug: 'payments', name: 'Payments', policy: 'standard', external: true },
    ],
  }
}

const address = (place: string) => `${opened.muster.url}/o/${ORG}/${place}`

test('[SV-02] working hours are given in a form, which says when they begin next', async () => {
  const page = await opened.signIn({ role: 'administrator', look: DESK })
  await page.goto(address('settings/organisation'))
  await page.getByRole('switch', { name: 'It has working hours' }).click()
  await page.getByText(/^(Open, until|Closed; next: opens) \w+ \d\d:\d\d\.$/).waitFor()
  await page.getByRole('checkbox', { name: 'Saturday' }).click()
  await expectFit(page, 'settings-hours')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => Object((await opened.muster.api('GET', '/api/v1/config')).body).organisation?.hours?.week, { timeout: 10_000 })
    .toEqual([{ days: [1, 2, 3, 4, 5, 6], from: '09:00', to: '17:00' }])
})

test('[RC-06] what hangs on one person or one thing is told before it hurts, with a way to mend it', async () => {
  const page = await opened.signIn({ role: 'lead', look: DESK })
  await page.goto(address('now'))
  await page.getByRole('link', { name: /^\d+ things to mend before it hurts$/ }).click()
  await page.getByText('Ana alone can be called for Checkout and Payments.').waitFor()
  await expectFit(page, 'services-risks')
  await page.getByRole('link', { name: 'Open Payments' }).click()
  await page.getByRole('textbox', { name: 'What takes over when it fails' }).fill('The second provider')
  await expectFit(page, 'service-fallback')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'When it fails' }).getByText('The second provider').waitFor()
})
