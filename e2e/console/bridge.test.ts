// The bridge that opens by itself, in a real browser: named in the settings, and one press away on the incident and on the answer page.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPhone, type Phone } from '../phone.ts'
import { DESK, expectFit, ORG, PHONE, startConsole, type Console } from './console.ts'

let phone: Phone
let opened: Console

beforeAll(async () => {
  phone = await startPhone()
  const contacts = [{ slug: 'phone', channel: 'webhook' as const, address: phone.url, secret: phone.secret }]
  opened = await startConsole({
    people: [{ slug: 'ana', name: 'Ana', timeZone: 'Europe/Paris', contacts }],
    policies: [{ slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }] }],
    services: [{ slug: 'checkout', name: 'Checkout', policy: 'standard' }],
  })
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await phone?.close()
})

test('[IR-04] a bridge is named in the settings, and a wrong address is told where it stands', async () => {
  const page = await opened.signIn({ role: 'administrator', look: DESK })
  await page.goto(`${opened.muster.url}/o/${ORG}/settings/organisation`)
  await page.getByRole('switch', { name: 'A bridge call opens by itself' }).click()
  const url = page.getByRole('textbox', { name: 'Address of the meeting room' })
  await url.fill('http://meet.example.org/{number}')
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .getByText(/Give the whole https address of a meeting room/)
    .first()
    .waitFor()
  await url.fill('https://meet.example.org/incident-{number}')
  await page.getByRole('checkbox', { name: 'Standard' }).click()
  await page.getByText('That of #12 would be https://meet.example.org/incident-12.').waitFor()
  await expectFit(page, 'settings-bridge')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => Object((await opened.muster.api('GET', '/api/v1/config')).body).organisation?.bridge, { timeout: 10_000 })
    .toEqual({ url: 'https://meet.example.org/incident-{number}', classes: ['crisis', 'major', 'standard'] })
})

test('[IR-04] whoever is woken finds the bridge on the page that woke them and on the incident', async () => {
  const declared = { service: 'checkout', title: 'Orders vanish', severity: 'SEV1' }
  expect((await opened.muster.api('POST', '/api/v1/incidents', declared)).status).toBe(201)
  const { url } = await phone.rings()
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  await page.goto(url)
  expect(await page.getByRole('link', { name: 'Join the bridge call' }).getAttribute('href')).toBe('https://meet.example.org/incident-1')
  await expectFit(page, 'answer-bridge')
  await page.goto(`${opened.muster.url}/o/${ORG}/incidents/1?tab=facts`)
  const link = page.getByRole('link', { name: 'Bridge call: meet.example.org' })
  expect(await link.getAttribute('href')).toBe('https://meet.example.org/incident-1')
})
