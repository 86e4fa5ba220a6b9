// Alertmanager's and Grafana's webhook, alert by alert.
import { hasPayloads, payload, payloadsIn } from '@muster/testkit/vendors/payloads.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IntakeContext } from '../intake.ts'
import { alertmanagerWebhook } from './webhook.ts'

const context: IntakeContext = { now: Date.UTC(2026, 10, 23), defaultSeverity: 'error', mapping: null, newKey: () => 'unused' }
const firing = {
  status: 'firing',
  labels: { alertname: 'HighCPU', instance: 'web1', severity: 'page' },
  annotations: { summary: 'CPU high', runbook_url: 'http://rb.example' },
  startsAt: '2026-11-23T06:12:05.067948322Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prom.example/graph',
  fingerprint: 'efeb37304f842839',
}
const group = {
  version: '4',
  status: 'firing',
  receiver: 'all',
  externalURL: 'http://am:9093',
  groupKey: '{}',
  alerts: [firing],
  truncatedAlerts: 0,
}

const signalsOf = (body: unknown) => {
  const parsed = alertmanagerWebhook.parse(body, context)
  return parsed.ok ? parsed.signals : []
}

describe('[SY-06] a group of alerts', () => {
  test('becomes one signal per alert, each with its own state', () => {
    const resolved = { ...firing, fingerprint: 'f2', status: 'resolved', endsAt: '2026-11-23T06:20:00.5Z' }
    expect(signalsOf({ ...group, alerts: [firing, resolved] })).toMatchObject([
      {
        action: 'trigger',
        key: 'efeb37304f842839',
        severity: 'critical',
        summary: 'CPU high',
        source: 'web1',
        sender: 'http://am:9093',
        eventAt: Date.UTC(2026, 10, 23, 6, 12, 5, 67),
        endsAt: null,
      },
      { action: 'resolve', key: 'f2', eventAt: Date.UTC(2026, 10, 23, 6, 20, 0, 500), endsAt: null },
    ])
  })

  test.each([
    ['page', 'critical'],
    ['crit', 'critical'],
    ['high', 'error'],
    ['major', 'error'],
    ['warn', 'warning'],
    ['minor', 'warning'],
    ['none', 'info'],
    ['Informational', 'info'],
    ['purple', 'error'],
    [undefined, 'error'],
  ])('severity %s is %s here', (severity, ours) => {
    expect(signalsOf({ ...group, alerts: [{ ...firing, labels: { ...firing.labels, severity } }] })).toMatchObject([{ severity: ours }])
  })

  test('an alert without a fingerprint is known by its labels, whatever their order', () => {
    const { fingerprint: _, ...bare } = firing
    const turned = Object.fromEntries(Object.entries(firing.labels).toReversed())
    const [one, two, other] = signalsOf({
      ...group,
      alerts: [bare, { ...bare, labels: turned }, { ...bare, labels: { ...turned, instance: 'web2' } }],
    })
    expect(one?.key).toBe(two?.key)
    expect(one?.key).not.toBe(other?.key)
  })

  test("Grafana's version 1 with its extra fields is read too", () => {
    const grafana = {
      ...group,
      version: '1',
      orgId: 1,
      state: 'alerting',
      alerts: [
        {
          ...firing,
          values: { A: 3.5 },
          valueString: '[ A=3.5 ]',
          dashboardURL: 'https://g.example/d/1',
          silenceURL: 'https://g.example/s',
        },
      ],
    }
    expect(signalsOf(grafana)).toMatchObject([
      {
        details: { values: { A: 3.5 } },
        links: [{ text: 'Runbook' }, { text: 'Dashboard' }, { text: 'Query' }, { text: 'Silence at the source' }],
      },
    ])
  })

  test('that was cut short says so', () => {
    expect(signalsOf({ ...group, truncatedAlerts: 7 })).toMatchObject([{ details: { truncatedAlerts: 7 } }])
  })

  test('may be empty', () => {
    expect(alertmanagerWebhook.parse({ ...group, alerts: [] }, context)).toMatchObject({ ok: true, signals: [], answer: { status: 200 } })
  })

  test('with one broken member still wakes for the others', () => {
    expect(alertmanagerWebhook.parse({ ...group, alerts: ['broken', firing] }, context)).toMatchObject({
      ok: true,
      signals: [{}],
      answer: { body: { accepted: 1, ignored: 1 } },
    })
  })
})

test.each([{}, [], null, 'alerts', { alerts: 5 }, { alerts: [1] }])('%j is refused with a reason', (body) => {
  expect(alertmanagerWebhook.parse(body, context)).toMatchObject({ ok: false, answer: { status: 400, body: { status: 'error' } } })
})

test('no JSON value whatever makes the parser throw', () => {
  const words = fc.constantFrom('alerts', 'labels', 'annotations', 'status', 'fingerprint', 'startsAt', 'endsAt', 'alertname', 'severity')
  const alert = fc.dictionary(words, fc.oneof(fc.jsonValue(), fc.dictionary(words, fc.jsonValue())))
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ alerts: fc.array(fc.oneof(alert, fc.jsonValue())) }), alert), (json) => {
      expect([200, 400]).toContain(alertmanagerWebhook.parse(json, context).answer.status)
    }),
  )
})

describe.skipIf(!hasPayloads)('recorded webhooks', () => {
  const recorded = [
    ...payloadsIn('captured-alertmanager-0.25', /^webhook/),
    ...payloadsIn('alertmanager'),
    ...payloadsIn('keep-prometheus'),
  ]

  test.each([...recorded, ...payloadsIn('keep-grafana')])('$name parses', ({ body }) => {
    expect(alertmanagerWebhook.parse(body, context)).toMatchObject({ ok: true, answer: { status: 200 } })
    for (const signal of signalsOf(body)) {
      expect(signal.summary).not.toBe('')
      expect(signal.key).not.toBe('')
    }
  })

  test('a group with one alert over and one still firing says both', () => {
    expect(signalsOf(payload('captured-alertmanager-0.25/webhook-v4-2.json')).map(({ action }) => action)).toEqual(['resolve', 'trigger'])
  })

  test('three different alerts without names have three different keys', () => {
    const keys = payloadsIn('keep-prometheus').flatMap(({ body }) => signalsOf(body).map(({ key }) => key))
    expect(new Set(keys).size).toBe(3)
  })
})
