// PagerDuty's Events API v2 as its clients know it.
import { hasPayloads, payload, payloadsIn } from '@muster/testkit/vendors/payloads.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IntakeContext, Parsed } from '../intake.ts'
import { pagerDutyChanges, pagerDutyEvents, routingKeyIn } from './intake.ts'

const context: IntakeContext = { now: Date.UTC(2026, 10, 23), defaultSeverity: 'error', mapping: null, newKey: () => 'made-by-us' }
const trigger = {
  routing_key: 'r'.repeat(32),
  event_action: 'trigger',
  payload: { summary: 'disk full', source: 'host1', severity: 'critical' },
}
const enqueue = (event: unknown): Parsed => pagerDutyEvents.parse(event, context)
const errorsOf = (parsed: Parsed): unknown => (parsed.ok ? [] : Object(parsed.answer.body).errors)
const signalOf = (event: unknown) => {
  const parsed = enqueue(event)
  return parsed.ok ? parsed.signals[0] : undefined
}

describe('[SY-01] [BX-17] an event that is right', () => {
  test('becomes a signal and is answered as PagerDuty answers', () => {
    const parsed = enqueue({ ...trigger, dedup_key: 'srv01/HTTP' })
    expect(parsed.answer).toEqual({ status: 202, body: { status: 'success', message: 'Event processed', dedup_key: 'srv01/HTTP' } })
    expect(parsed.ok && parsed.signals).toMatchObject([
      { action: 'trigger', key: 'srv01/HTTP', severity: 'critical', summary: 'disk full', source: 'host1', sender: 'host1' },
    ])
  })

  test('without a dedup_key is given one by us and told which', () => {
    expect(enqueue(trigger).answer.body).toMatchObject({ dedup_key: 'made-by-us' })
    expect(signalOf({ ...trigger, dedup_key: '' })?.key).toBe('made-by-us')
  })

  test('keeps everything a reader could want', () => {
    const signal = signalOf({
      ...trigger,
      payload: {
        ...trigger.payload,
        timestamp: '2015-07-17T08:42:58.315+0000',
        component: 'postgres',
        group: 'prod',
        class: 'disk',
        custom_details: ['any', { json: 1 }],
      },
      links: [{ href: 'https://runbook.example', text: 'Runbook' }, { text: 'no address' }],
      images: [{ src: 'https://graph.example/a.png', alt: 'Graph' }],
      client: 'Nagios',
      client_url: 'https://nagios.example',
    })
    expect(signal).toMatchObject({
      eventAt: Date.UTC(2015, 6, 17, 8, 42, 58, 315),
      labels: { component: 'postgres', group: 'prod', class: 'disk', client: 'Nagios' },
      details: ['any', { json: 1 }],
      links: [{ text: 'Runbook' }, { text: 'Graph' }, { text: 'Nagios' }],
    })
  })

  test.each(['acknowledge', 'resolve'])('%s needs no payload, and one sent all the same is read', (event_action) => {
    const bare = { routing_key: trigger.routing_key, event_action, dedup_key: 'k' }
    expect(signalOf(bare)).toMatchObject({ action: event_action, key: 'k', severity: 'error' })
    expect(signalOf({ ...bare, payload: { ...trigger.payload, summary: 'x'.repeat(3000) } })).toMatchObject({
      action: event_action,
      source: 'host1',
    })
  })

  test('of 1024 characters that are not in the BMP is within the limit', () => {
    expect(enqueue({ ...trigger, payload: { ...trigger.payload, summary: '🔥'.repeat(1024) } }).ok).toBe(true)
  })
})

describe('[SY-01] an event that is wrong', () => {
  test('is told everything that is wrong at once', () => {
    expect(errorsOf(enqueue({ routing_key: 'short', event_action: 'trigger', payload: { severity: 'page' } }))).toEqual([
      "Length of 'routing_key' is incorrect (should be 32 characters)",
      "'payload.summary' is missing or blank",
      "'payload.source' is missing or blank",
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    ])
  })

  test.each([
    ["'event_action' is missing or blank", { ...trigger, event_action: undefined }],
    [
      "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
      { ...trigger, event_action: 'close' },
    ],
    ["'routing_key' is missing or blank", { ...trigger, routing_key: null }],
    ["'dedup_key' is missing or blank", { ...trigger, event_action: 'resolve' }],
    ["'dedup_key' is too long (maximum is 255 characters)", { ...trigger, dedup_key: 'k'.repeat(256) }],
    [
      "'payload.summary' is too long (maximum is 1024 characters)",
      { ...trigger, payload: { ...trigger.payload, summary: 'x'.repeat(1025) } },
    ],
    ["'payload.severity' is missing or blank", { ...trigger, payload: { ...trigger.payload, severity: ' ' } }],
  ])('%s', (error, event) => {
    const parsed = enqueue(event)
    expect(parsed.answer).toMatchObject({ status: 400, body: { status: 'invalid event', message: 'Event object is invalid' } })
    expect(errorsOf(parsed)).toEqual([error])
  })

  test('what is no event at all gets the documented words', () => {
    expect(pagerDutyEvents.unreadable('not-json')).toEqual({
      status: 400,
      body: { status: 'Unrecognized object', message: 'Event object format is unrecognized', errors: ['JSON parse error'] },
    })
    expect(pagerDutyEvents.unreadable('too-large').status).toBe(413)
    expect(enqueue([trigger]).answer.status).toBe(400)
  })
})

describe('[SY-14] a change event', () => {
  const change = {
    routing_key: trigger.routing_key,
    payload: { summary: 'deployed 42', source: 'ci', timestamp: '2026-11-23T06:00:00Z' },
    links: [{ href: 'https://ci.example/42', text: 'Build' }],
  }

  test('is kept as a change and pages nobody', () => {
    const parsed = pagerDutyChanges.parse(change, context)
    expect(parsed).toMatchObject({ ok: true, signals: [], changes: [{ summary: 'deployed 42', source: 'ci', links: [{ text: 'Build' }] }] })
    expect(parsed.answer).toEqual({ status: 202, body: { status: 'success', message: 'Event processed' } })
  })

  test('without a summary is refused', () => {
    expect(errorsOf(pagerDutyChanges.parse({ ...change, payload: {} }, context))).toEqual(["'payload.summary' is missing or blank"])
  })
})

test('the routing key is found in the body, or honestly not', () => {
  expect(routingKeyIn(trigger)).toBe(trigger.routing_key)
  expect([null, 'x', [], {}, { routing_key: {} }].map(routingKeyIn)).toEqual([null, null, null, null, null])
})

test('no JSON value whatever makes the parsers throw', () => {
  const words = fc.constantFrom('routing_key', 'event_action', 'payload', 'summary', 'links', 'images', 'dedup_key', 'trigger', 'resolve')
  const almost = fc.dictionary(words, fc.oneof(fc.jsonValue(), words, fc.dictionary(words, fc.jsonValue())))
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), almost), (json) => {
      expect([200, 202, 400]).toContain(pagerDutyEvents.parse(json, context).answer.status)
      expect([200, 202, 400]).toContain(pagerDutyChanges.parse(json, context).answer.status)
    }),
  )
})

describe.skipIf(!hasPayloads)('[BX-17] recorded events', () => {
  const events = [
    ...payloadsIn('captured-alertmanager-0.25', /^pagerduty-enqueue/),
    ...payloadsIn('captured-pagerduty-cli-0.1.18', /^event-alert/),
  ]

  test.each([...events, ...payloadsIn('pagerduty-events-v2', /^(?!response)/)])('$name is accepted', ({ body }) => {
    expect(enqueue(body)).toMatchObject({ ok: true, signals: [{ action: 'trigger' }], answer: { status: 202 } })
  })

  test("Alertmanager's group keeps its key, so that its resolve finds it", () => {
    const [first, second] = payloadsIn('captured-alertmanager-0.25', /^pagerduty-enqueue/).map(({ body }) => signalOf(body)?.key)
    expect(first).toMatch(/^4a5df954/)
    expect(second).toBe(first)
  })

  test('our refusal is the recorded refusal', () => {
    const parsed = enqueue({ ...trigger, routing_key: 'short' })
    expect(parsed.answer.body).toEqual(payload('pagerduty-events-v2/response-400-invalid-event.json'))
  })
})
