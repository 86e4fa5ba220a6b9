// Being the Alertmanager of Prometheus and amtool.
import { hasPayloads, payload } from '@muster/testkit/vendors/payloads.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IntakeContext } from '../intake.ts'
import { RESOLVE_TIMEOUT, alertmanagerIngest, alertmanagerStatus } from './ingest.ts'

const now = Date.UTC(2026, 10, 23, 6, 13)
const context: IntakeContext = { now, defaultSeverity: 'error', mapping: null, newKey: () => 'unused' }
const alert = {
  labels: { alertname: 'TargetDown', instance: 'db1', severity: 'critical' },
  annotations: { summary: 'dead' },
  startsAt: '2026-11-23T06:12:25.730Z',
  generatorURL: 'http://prom:9090/graph?x',
}

const parse = (body: unknown) => alertmanagerIngest.parse(body, context)
const signalsOf = (body: unknown) => {
  const parsed = parse(body)
  return parsed.ok ? parsed.signals : []
}

describe('[BX-17] alerts posted as to an Alertmanager', () => {
  test('are accepted with an empty body', () => {
    expect(parse([alert]).answer).toEqual({ status: 200, body: null })
    expect(parse([]).answer).toEqual({ status: 200, body: null })
  })

  test('are vouched for until their end, or five minutes from now', () => {
    expect(signalsOf([{ ...alert, endsAt: '2026-11-23T06:16:25.730Z' }])).toMatchObject([
      { action: 'trigger', endsAt: Date.UTC(2026, 10, 23, 6, 16, 25, 730), sender: 'http://prom:9090' },
    ])
    expect(signalsOf([alert, { ...alert, endsAt: '0001-01-01T00:00:00.000Z' }])).toMatchObject([
      { endsAt: now + RESOLVE_TIMEOUT },
      { endsAt: now + RESOLVE_TIMEOUT },
    ])
  })

  test('whose end is past are resolved', () => {
    expect(signalsOf([{ ...alert, endsAt: '2026-11-23T06:13:00Z' }])).toMatchObject([{ action: 'resolve', eventAt: now, endsAt: null }])
  })

  test('whose start is the zero time say nothing about when', () => {
    expect(signalsOf([{ ...alert, startsAt: '0001-01-01T00:00:00.000Z' }])).toMatchObject([{ eventAt: null }])
  })

  test('keep one key for one set of labels, whatever the order, the annotations and the empty ones', () => {
    const turned = { ...Object.fromEntries(Object.entries(alert.labels).toReversed()), empty: '' }
    const [one, two, other] = signalsOf([
      alert,
      { labels: turned, annotations: { summary: 'changed' } },
      { labels: { ...turned, instance: 'db2' } },
    ])
    expect(one?.key).toBe(two?.key)
    expect(one?.key).not.toBe(other?.key)
  })
})

describe('[BX-17] alerts an Alertmanager refuses', () => {
  test.each([[[{ labels: {} }]], [[{ annotations: {} }]], [[{ labels: { a: '' } }]]])(
    '%j gets the JSON string it would get there',
    (body) => {
      expect(parse(body)).toEqual({ ok: false, answer: { status: 400, body: 'at least one label pair required' } })
    },
  )

  test('the good ones of a batch count although the answer is 400', () => {
    expect(parse([alert, { labels: {} }])).toMatchObject({
      ok: true,
      signals: [{}],
      answer: { status: 400, body: 'at least one label pair required' },
    })
  })

  test.each([{}, null, 'x', [[alert]], [1]])('%j gets a code and a message', (body) => {
    expect(parse(body)).toMatchObject({
      ok: false,
      answer: { status: 400, body: { code: 400, message: expect.stringContaining('parsing alerts body') } },
    })
  })
})

test('the status tells amtool all it insists on', () => {
  expect(alertmanagerStatus({ version: '0.1.0', startedAt: now })).toMatchObject({
    cluster: { status: 'ready', peers: [] },
    versionInfo: { version: '0.1.0', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' },
    config: { original: expect.stringContaining('receiver: muster') },
    uptime: '2026-11-23T06:13:00.000Z',
  })
})

test('no JSON value whatever makes the parser throw', () => {
  const words = fc.constantFrom('labels', 'annotations', 'startsAt', 'endsAt', 'generatorURL', 'alertname', 'severity', 'instance')
  const some = fc.dictionary(words, fc.oneof(fc.jsonValue(), fc.dictionary(words, fc.jsonValue())))
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(some)), (json) => {
      expect([200, 400]).toContain(parse(json).answer.status)
    }),
  )
})

test.skipIf(!hasPayloads)('what Prometheus 2.42 really posts is a critical alert of its target', () => {
  expect(signalsOf(payload('captured-prometheus-2.42/alertmanager-post-alerts-1.json'))).toMatchObject([
    {
      action: 'trigger',
      severity: 'critical',
      summary: 'dead down',
      source: '127.0.0.1:1',
      sender: 'http://vm:19090',
      links: [{ text: 'Runbook' }, { text: 'Query' }],
    },
  ])
})
