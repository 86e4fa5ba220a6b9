// The pager in a browser, from the alert to the answer: a real server, a push service that opens what it is sent, and a real Chromium’s service worker.
import { fakePush, type FakePush, type Push } from '@muster/testkit/vendors/fake-push.ts'
import type { Browser, BrowserContext, CDPSession, Page, Worker } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, expect, onTestFinished, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { startMuster, type Muster } from './muster.ts'
import { becomes, found, integrationKey, onlyIncident } from './organisation.ts'
import { startPhone, type Phone } from './phone.ts'
import { until } from './until.ts'

let browser: Browser
let muster: Muster
let push: FakePush
let phone: Phone

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser?.close())

beforeEach(async () => {
  push = await fakePush()
  phone = await startPhone()
  muster = await startMuster()
  await found(muster, { phone, kind: 'pagerduty' })
})

afterEach(async () => {
  await muster.stop()
  await phone.close()
  await push.close()
})

type Shown = { title: string; body: string; tag: string; actions: string[] }
type Pager = {
  context: BrowserContext
  page: Page
  worker: Worker
  deliver: (push: Push) => Promise<void>
  shown: () => Promise<Shown[]>
  press: (action: string, tag?: string) => Promise<void>
}

/** Chromium gets its messages from its maker’s service alone, so a message is put where that service would put it: into the worker, decrypted. */
async function openPager(): Promise<Pager> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Paris' })
  onTestFinished(() => context.close())
  await context.grantPermissions(['notifications'], { origin: muster.url })
  const page = await context.newPage()
  await page.goto(`${muster.url}/sign-in`)
  const registered = context.waitForEvent('serviceworker')
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js')
    await navigator.serviceWorker.ready
  })
  const worker = await registered
  const session = await context.newCDPSession(page)
  const registrationId = await registrationOf(session)
  return {
    context,
    page,
    worker,
    deliver: async ({ text }) =>
      void (await session.send('ServiceWorker.deliverPushMessage', { origin: muster.url, registrationId, data: text })),
    shown: () => worker.evaluate(shownNow),
    press: (action, tag = '') => worker.evaluate(pressed, { action, tag }),
  }
}

async function registrationOf(session: CDPSession): Promise<string> {
  const known = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations
      if (first !== undefined) resolve(first.registrationId)
    }),
  )
  await session.send('ServiceWorker.enable')
  return known
}

// Both run in the worker, whose own words the test's libraries do not know.
type InWorker = {
  registration: { getNotifications: () => Promise<(Omit<Shown, 'actions'> & { actions: { action: string }[] })[]> }
  dispatchEvent: (event: Event) => void
  NotificationEvent: new (type: string, init: object) => Event
}

async function shownNow(): Promise<Shown[]> {
  const scope = globalThis as unknown as InWorker
  const all = await scope.registration.getNotifications()
  return all.map(({ title, body, tag, actions }) => ({ title, body, tag, actions: actions.map(({ action }) => action) }))
}

/** What Chromium does when somebody presses: an event of ours may not wait by itself, so its waiting is ours. */
async function pressed({ action, tag }: { action: string; tag: string }): Promise<void> {
  const scope = globalThis as unknown as InWorker
  const notification = (await scope.registration.getNotifications()).find((one) => tag === '' || one.tag === tag)
  const event = new scope.NotificationEvent('notificationclick', { notification, action })
  const waited: Promise<unknown>[] = []
  Object.defineProperty(event, 'waitUntil', { value: (work: Promise<unknown>) => void waited.push(work) })
  scope.dispatchEvent(event)
  await Promise.all(waited)
}

async function subscribe(): Promise<void> {
  const { body } = await muster.api('GET', '/api/v1/people/ana/browsers')
  const subscription = push.subscribe(String(Object(body).applicationServerKey))
  expect(await muster.api('POST', '/api/v1/people/ana/browsers', { ...subscription, name: 'Chromium' })).toMatchObject({ status: 200 })
}

async function breakCheckout(): Promise<void> {
  const payload = { summary: 'Checkouts are failing', source: 'checkout-7', severity: 'critical' }
  const event = { routing_key: integrationKey, event_action: 'trigger', dedup_key: 'checkout', payload }
  expect(await muster.api('POST', '/v2/enqueue', event)).toMatchObject({ status: 202 })
}

const arrived = (index: number): Promise<Push> =>
  until(`message ${index + 1} to arrive`, async () => push.pushes()[index], { withinMs: 20_000 })

const AGAIN_MS = 5000

/** A push service delivers until it is heard; the stand-in loses a message, rarely, while Chromium starts its worker. */
function shownOnce(pager: Pager, push: Push): Promise<Shown> {
  let deliveredAt = -Infinity
  const ask = async () => {
    if (performance.now() - deliveredAt > AGAIN_MS) {
      await pager.deliver(push)
      deliveredAt = performance.now()
    }
    return (await pager.shown())[0]
  }
  return until('the notification to show', ask, { withinMs: 20_000 })
}

test('an alert reaches the locked browser, Acknowledge on the notification stops the ladder, and only then it says so', async () => {
  await subscribe()
  const pager = await openPager()
  await breakCheckout()
  const page = await arrived(0)
  expect(page.payload).toMatchObject({
    kind: 'page',
    number: 1,
    title: expect.stringContaining('Checkouts are failing'),
    url: expect.stringContaining('/a/'),
  })
  expect(push.violations, 'every message is signed for its push service and opens with the keys of its browser').toEqual([])

  await pager.page.evaluate(() => {
    const heard: unknown[] = []
    Object.assign(globalThis, { heard })
    navigator.serviceWorker.addEventListener('message', ({ data }) => heard.push(data))
  })
  const shown = await shownOnce(pager, page)
  expect(shown).toEqual({
    title: page.payload['title'],
    body: page.payload['text'],
    tag: page.payload['tag'],
    actions: ['acknowledge', 'open'],
  })
  const [heard] = await pager.page.evaluate<unknown[]>(() => Object(globalThis).heard)
  expect(heard, 'a page that is open can sound its siren').toMatchObject({ type: 'push', push: { kind: 'page', number: 1 } })
  expect(await onlyIncident(muster), 'to show is not to answer').toMatchObject({ status: 'triggered' })

  await pager.press('acknowledge')
  expect(await onlyIncident(muster)).toMatchObject({ status: 'acknowledged' })
  expect(await pager.shown()).toMatchObject([
    { title: expect.stringMatching(/^Acknowledged at \d\d:\d\d$/), body: page.payload['title'], actions: ['open'] },
  ])
})

test('what the server did not say yes to is not called acknowledged, and says why', async () => {
  await subscribe()
  const pager = await openPager()
  await breakCheckout()
  const page = await arrived(0)
  await muster.api('POST', '/api/v1/incidents/1/resolve', {})
  await becomes(muster, 'resolved')
  await shownOnce(pager, page)
  await pager.press('acknowledge')
  expect(await pager.shown()).toMatchObject([
    { title: expect.stringMatching(/^Not acknowledged: it is over already/), body: expect.stringContaining('Tap to open') },
  ])

  const forged = { ...page.payload, tag: 'forged', url: `${muster.url}/a/forged.0123456789` }
  await pager.deliver({ ...page, text: JSON.stringify(forged) })
  await until('the forged one to show', async () => (await pager.shown()).find(({ tag }) => tag === 'forged'), { withinMs: 10_000 })
  await pager.press('acknowledge', 'forged')
  expect(await pager.shown()).toContainEqual(expect.objectContaining({ tag: 'forged', title: 'Not acknowledged: the link opens nothing' }))
})

test('with the server away the answer is not called committed', async () => {
  await subscribe()
  const pager = await openPager()
  await breakCheckout()
  await pager.deliver(await arrived(0))
  await until('the notification to show', async () => (await pager.shown())[0], { withinMs: 10_000 })
  await pager.context.setOffline(true)
  await pager.press('acknowledge')
  expect(await pager.shown()).toMatchObject([{ title: 'Not acknowledged: the server could not be reached' }])
  await pager.context.setOffline(false)
  expect(await onlyIncident(muster)).toMatchObject({ status: 'triggered' })
})
