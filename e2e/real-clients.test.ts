// What Muster promises to systems and people it did not write: real programs at both ends, nothing of ours replaced.
import { Agent } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { acknowledge, change, resolve, trigger } from '@pagerduty/pdjs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFailed, onTestFinished, test } from 'vitest'
import { amtool, startAlertmanager } from './alertmanager.ts'
import { openBrowser, openPhone } from './browser.ts'
import { startExporter } from './exporter.ts'
import { startMuster, type Muster } from './muster.ts'
import { becomes, found, incidents, integrationKey, onlyIncident, type IntegrationKind } from './organisation.ts'
import { startPhone, type ArrivedPage, type Phone } from './phone.ts'
import { startPrometheus } from './prometheus.ts'
import { startTlsFront } from './tls-front.ts'
import { ensureTools } from './tools.ts'

const toolsMs = 900_000
const summary = 'Checkouts are failing for four customers in ten'
const rule = {
  alert: 'CheckoutFailing',
  expr: 'checkout_error_ratio > 0.05',
  labels: { severity: 'critical', service: 'checkout' },
  annotations: { summary, runbook_url: 'https://runbooks.example.com/checkout' },
}

let browser: Browser

beforeAll(async () => {
  await ensureTools()
  browser = await openBrowser()
}, toolsMs)

afterAll(() => browser?.close())

test('a Prometheus rule that turns bad wakes a person, who answers on a phone, and its clearing resolves the incident [IR-01]', async () => {
  const { muster, phone } = await onCall('alertmanager')
  const alertmanager = await startAlertmanager({ webhookUrl: `${muster.url}/integrations/${integrationKey}/alertmanager` })
  onTestFinished(alertmanager.stop)
  await badThenAnsweredThenGood({ muster, phone, alertmanagerUrl: alertmanager.url })
})

test('Prometheus needs no Alertmanager in between: pointed at Muster it wakes, and clears, just the same [IR-01]', async () => {
  const { muster, phone } = await onCall('alertmanager')
  await badThenAnsweredThenGood({ muster, phone, alertmanagerUrl: `${muster.url}/integrations/${integrationKey}` })
})

test('amtool raises an alert by hand, and ends it by hand', async () => {
  const { muster, phone } = await onCall('alertmanager')
  const url = `${muster.url}/integrations/${integrationKey}`
  const alert = ['alert', 'add', 'alertname=CheckoutFailing', 'service=checkout', 'severity=critical', `--annotation=summary=${summary}`]
  await amtool(url, alert)
  expect(await phone.rings()).toMatchObject({ title: expect.stringContaining(summary) })
  expect(await onlyIncident(muster)).toMatchObject({ status: 'triggered' })

  await amtool(url, [...alert, `--end=${new Date(Date.now() - 1_000).toISOString()}`])
  await becomes(muster, 'resolved')
})

test('PagerDuty’s own client triggers, acknowledges and resolves, once per incident however often it repeats itself [SY-01]', async () => {
  const { muster, phone } = await onCall('pagerduty')
  const server = await pagerDutyServer(muster)
  const triggered = event({ event_action: 'trigger', payload: { summary, source: 'checkout-7', severity: 'critical' } })

  const first = await trigger({ ...server, data: triggered })
  expect(first.response.status).toBe(202)
  expect(first.data).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'checkout/failing' })
  expect(await phone.rings()).toMatchObject({ title: expect.stringContaining(summary), attempt: 1, signed: true })

  await trigger({ ...server, data: triggered })
  const incident = await becomes(muster, 'triggered')
  await acknowledge({ ...server, data: event({ event_action: 'acknowledge' }) })
  expect(await becomes(muster, 'acknowledged')).toMatchObject({ id: incident.id })

  const last = await resolve({ ...server, data: event({ event_action: 'resolve' }) })
  expect(last.data).toMatchObject({ status: 'success', dedup_key: 'checkout/failing' })
  expect(await becomes(muster, 'resolved')).toMatchObject({ id: incident.id })
  expect(pagesOn(phone), 'one trouble rings once').toHaveLength(1)
})

test('a change sent with PagerDuty’s own client is accepted and wakes nobody [SY-01]', async () => {
  const { muster, phone } = await onCall('pagerduty')
  const details = { source: 'build-server', timestamp: new Date().toISOString(), custom_details: { version: '4.2.0' } }
  const links = [{ href: 'https://builds.example.com/4.2.0', text: 'Build' }]
  const data = { routing_key: integrationKey, payload: { summary: 'Checkout 4.2.0 was deployed', ...details }, links }

  // The client's types ask a change for an alert's fields; its documentation and the vendor do not.
  const answer: Awaited<ReturnType<typeof change>> = await Reflect.apply(change, undefined, [{ ...(await pagerDutyServer(muster)), data }])
  expect(answer.response.status).toBe(202)
  expect(answer.data).toMatchObject({ status: 'success' })
  await sleep(3_000)
  expect(await incidents(muster)).toEqual([])
  expect(phone.arrivals).toEqual([])
})

test('PagerDuty’s own client is told what is wrong with an event, in PagerDuty’s words [SY-01]', async () => {
  const { muster } = await onCall('pagerduty')
  const server = await pagerDutyServer(muster)
  const payload = { summary, source: 'checkout-7', severity: 'critical' } as const
  const answer = await trigger({ ...server, data: { routing_key: 'too-short', event_action: 'trigger', payload } })
  expect(answer.response.status).toBe(400)
  expect(answer.data).toMatchObject({ status: 'invalid event', message: 'Event object is invalid' })
  expect(answer.data.errors).toContain("Length of 'routing_key' is incorrect (should be 32 characters)")
  expect(await incidents(muster)).toEqual([])
})

type Scene = { muster: Muster; phone: Phone }

async function onCall(kind: IntegrationKind): Promise<Scene> {
  const phone = await startPhone()
  onTestFinished(phone.close)
  const muster = await startMuster()
  onTestFinished(muster.stop)
  onTestFailed(() =>
    console.error(`Muster’s last lines:\n${muster.lastLines()}\nThe phone got:\n${JSON.stringify(phone.arrivals, null, 2)}`),
  )
  await found(muster, { phone, kind })
  return { muster, phone }
}

async function badThenAnsweredThenGood({ muster, phone, alertmanagerUrl }: Scene & { alertmanagerUrl: string }): Promise<void> {
  const exporter = await startExporter()
  onTestFinished(exporter.close)
  const prometheus = await startPrometheus({ scrape: exporter.url, rule, alertmanagers: [alertmanagerUrl] })
  onTestFinished(prometheus.stop)
  onTestFailed(() => console.error(`Prometheus’s last lines:\n${prometheus.lastLines()}`))

  await sleep(3_000)
  expect(phone.arrivals, 'nobody is woken while all is well').toEqual([])

  exporter.turnBad()
  const page = await phone.rings()
  expect(page).toMatchObject({ title: expect.stringContaining(summary), attempt: 1, signed: true })
  await answerOnPhone(muster, page)

  exporter.turnGood()
  await becomes(muster, 'resolved')
  expect(pagesOn(phone), 'an answered page does not ring again').toHaveLength(1)
}

// Chat programs and mail filters open every link they carry, so only the tap may count as an answer.
async function answerOnPhone(muster: Muster, page: ArrivedPage): Promise<void> {
  for (const method of ['HEAD', 'GET']) await fetch(page.url, { method }).then((response) => response.arrayBuffer())
  const screen = await openPhone(browser)
  onTestFinished(() => screen.context().close())
  await screen.goto(page.url)
  await screen.getByText(summary).first().waitFor()
  await sleep(1_500)
  expect(await onlyIncident(muster), 'looking is not answering').toMatchObject({ status: 'triggered' })

  const button = screen.getByRole('button', { name: 'Acknowledge' })
  const box = await button.boundingBox()
  expect(box?.width, 'the button fits the screen').toBeLessThanOrEqual(390)
  expect(box && box.y + box.height, 'the button is seen without scrolling').toBeLessThanOrEqual(844)
  await button.tap()
  await becomes(muster, 'acknowledged', 15_000)
}

const pagesOn = (phone: Phone) => phone.arrivals.filter(({ kind }) => kind === 'page')

// The client speaks only HTTPS; its agent trusts the front’s certificate and nothing in it is changed.
async function pagerDutyServer(muster: Muster): Promise<{ server: string; agent: Agent }> {
  const front = await startTlsFront(muster.url)
  onTestFinished(front.close)
  return { server: front.host, agent: new Agent({ ca: front.certificate }) }
}

type EventData = Parameters<typeof trigger>[0]['data']

// The client's types want a payload even where PagerDuty's contract has it optional.
function event(parts: Pick<EventData, 'event_action'> & Partial<EventData>): EventData {
  return {
    routing_key: integrationKey,
    dedup_key: 'checkout/failing',
    payload: { summary, source: 'checkout-7', severity: 'critical' },
    ...parts,
  }
}
