// Any monitor's JSON through a mapping written as data, and plain words without one.
import { hasPayloads, payload, payloadsIn } from '@muster/testkit/vendors/payloads.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IntakeContext } from '../intake.ts'
import { explain, genericWebhook } from './intake.ts'
import { uptimeKumaMapping } from './mapping.ts'
import { readMapping } from './read-mapping.ts'

const context = (mapping: unknown = null): IntakeContext => ({
  now: Date.UTC(2026, 10, 23),
  defaultSeverity: 'error',
  mapping,
  newKey: () => 'unused',
})
const parse = (json: unknown, mapping: unknown = null) => genericWebhook.parse(json, context(mapping))
const signalsOf = (json: unknown, mapping: unknown = null) => {
  const parsed = parse(json, mapping)
  return parsed.ok ? parsed.signals : []
}

describe('plain words without a mapping', () => {
  test('say what is wrong, where, how bad', () => {
    const said = {
      summary: 'disk full',
      source: 'db1',
      severity: 'critical',
      key: 'disk/db1',
      details: { free: 0 },
      labels: { env: 'prod' },
      links: [{ href: 'https://g.example', text: 'Graph' }, 'https://h.example'],
    }
    expect(signalsOf(said)).toMatchObject([{ ...said, action: 'trigger', links: [{ text: 'Graph' }, { href: 'https://h.example' }] }])
  })

  test.each([
    ['trigger', 'trigger'],
    ['', 'trigger'],
    ['close', 'resolve'],
    ['resolve', 'resolve'],
    ['acknowledge', 'acknowledge'],
    ['banana', 'trigger'],
  ])('action %j is %s', (action, ours) => {
    expect(signalsOf({ summary: 's', action })).toMatchObject([{ action: ours }])
  })

  test("GoAlert's form works, and its close finds its alert without a key", () => {
    const [opened] = signalsOf({ summary: 'low disk', details: 'on db1' })
    const [closed] = signalsOf({ summary: 'low disk', details: 'now fine', action: 'close' })
    expect(closed).toMatchObject({ action: 'resolve', key: opened?.key })
  })

  test('a form with its JSON in one field is read as that JSON', () => {
    expect(signalsOf({ data: '{"summary":"from a form","dedup":"k"}' })).toMatchObject([{ summary: 'from a form', key: 'k' }])
  })

  test('several at once are several signals', () => {
    expect(signalsOf([{ summary: 'one' }, { summary: 'two' }])).toHaveLength(2)
  })

  test.each([{}, null, 'text', [{ summary: 'fine' }, {}], { action: 'close' }])('%j is told that its summary is missing', (json) => {
    expect(parse(json)).toMatchObject({
      ok: false,
      answer: { status: 400, body: { errors: [expect.stringContaining('summary is missing')] } },
    })
  })

  test('a resolve needs no more than the key', () => {
    expect(signalsOf({ action: 'resolve', dedup: 'k' })).toMatchObject([{ action: 'resolve', key: 'k' }])
  })
})

describe('a mapping', () => {
  const mapping = {
    each: '$.events[*]',
    resolveWhen: { path: '$.state', matches: 'ok*' },
    acknowledgeWhen: { path: '$.state', oneOf: ['seen', 2] },
    key: '{{ $.host }}/{{ $.check }}',
    severity: { path: '$.level', map: { HIGH: 'critical' }, default: 'warning' },
    summary: '{{ $.check }} on {{ $.host }}: {{ $.say }}',
    source: '$.host',
    eventAt: '$.when',
    labels: { team: "$['owning team'][0]", region: 'eu' },
    details: '$.extra',
  }

  test('reads every part of every item from where it says', () => {
    const events = [
      {
        host: 'db1',
        check: 'disk',
        say: 'full',
        state: 'bad',
        level: 'high',
        when: 1_790_000_000,
        'owning team': ['storage'],
        extra: { free: 0 },
      },
      { host: 'db2', check: 'disk', say: 'fine', state: 'OK (2)', level: 'odd' },
      { host: 'db3', check: 'disk', say: 'meh', state: 2 },
    ]
    expect(signalsOf({ events }, mapping)).toMatchObject([
      {
        action: 'trigger',
        key: 'db1/disk',
        severity: 'critical',
        summary: 'disk on db1: full',
        source: 'db1',
        eventAt: 1_790_000_000_000,
        labels: { team: 'storage', region: 'eu' },
        details: { free: 0 },
      },
      { action: 'resolve', key: 'db2/disk', severity: 'warning' },
      { action: 'acknowledge', key: 'db3/disk' },
    ])
  })

  test('that finds no summary still wakes somebody, with the beginning of what came', () => {
    expect(signalsOf({ unforeseen: 'shape' }, { summary: '$.title' })).toMatchObject([
      { action: 'trigger', summary: '{"unforeseen":"shape"}' },
    ])
  })

  test('cannot reach a prototype', () => {
    expect(signalsOf({ a: 1 }, { summary: ['$.constructor.name', '$.__proto__.x', 'nothing'] })).toMatchObject([{ summary: 'nothing' }])
  })

  test('that is wrong is told everything that is wrong at once', () => {
    const read = readMapping({
      summry: '$.a',
      key: '$.a[?(@.x)]',
      severity: { path: '$.s', map: { a: 'bad' } },
      resolveWhen: { path: '$.a' },
      labels: { x: 5 },
      each: 'items',
    })
    expect(read.ok ? [] : read.faults.map(({ at }) => at)).toEqual([
      'summry',
      'each',
      'resolveWhen',
      'key',
      'severity.map.a',
      'summary',
      'labels.x',
    ])
    expect(parse({}, { summary: 5 })).toMatchObject({
      ok: false,
      answer: { status: 400, body: { errors: [expect.stringMatching(/^mapping.summary /)] } },
    })
  })

  test("somebody's hostile pattern costs no more than reading it", () => {
    const before = performance.now()
    parse({ say: 'a'.repeat(100_000) }, { summary: '$.say', resolveWhen: { path: '$.say', matches: `${'*a'.repeat(127)}b` } })
    expect(performance.now() - before).toBeLessThan(200)
  })
})

describe('explaining a sample', () => {
  test('names the path that gave each part', () => {
    const explained = explain({ title: 'disk full', status: 'firing', labels: { severity: 'warn' } }, context())
    expect(explained).toMatchObject({
      ok: true,
      signals: [
        {
          signal: { summary: 'disk full' },
          from: {
            summary: '$.title',
            action: '$.status',
            severity: '$.labels.severity',
            labels: '$.labels',
            key: expect.stringContaining('source and summary'),
          },
        },
      ],
    })
  })
})

describe.skipIf(!hasPayloads)('[SY-16] recorded monitors', () => {
  test('Uptime Kuma going down and coming up is one alert, opened and closed', () => {
    expect(signalsOf(payload('uptime-kuma/webhook-down-no-url.json'), uptimeKumaMapping)).toMatchObject([
      { action: 'trigger', key: 'uptime-kuma/2', severity: 'critical', summary: 'Port Monitor: Port closed', links: [] },
    ])
    expect(signalsOf(payload('uptime-kuma/webhook-up.json'), uptimeKumaMapping)).toMatchObject([
      { action: 'resolve', key: 'uptime-kuma/1', source: 'My Site', links: [{ href: 'https://example.com' }] },
    ])
  })

  test("Uptime Kuma's test message, which names no monitor, still arrives", () => {
    expect(signalsOf({ heartbeat: null, monitor: null, msg: 'My Notification Testing' }, uptimeKumaMapping)).toMatchObject([
      { action: 'trigger', summary: 'My Notification Testing' },
    ])
  })

  test('[SY-04] Datadog by mapping: Recovered resolves, the rest wakes', () => {
    const mapping = {
      resolveWhen: { path: '$.alert_transition', matches: '*recovered*' },
      summary: ['$.title', '$.message', '$.body'],
      key: ['$.alert_cycle_key', '$.monitor_id'],
      severity: { path: '$.severity', map: { P1: 'critical', P2: 'error', P4: 'warning' } },
    }
    for (const { body } of payloadsIn('keep-datadog')) expect(signalsOf(body, mapping)).toMatchObject([{ action: 'trigger' }])
    expect(signalsOf({ title: 't', alert_transition: 'Recovered', monitor_id: 5 }, mapping)).toMatchObject([
      { action: 'resolve', key: '5' },
    ])
  })

  const kept = [
    'keep-prometheus',
    'keep-datadog',
    'keep-cloudwatch',
    'keep-axiom',
    'keep-checkly',
    'keep-netbox',
    'keep-sentry',
    'keep-gcpmonitoring',
    'uptime-kuma',
    'newrelic',
    'splunk',
  ]
  test.each(kept.flatMap((folder) => payloadsIn(folder)))('$name becomes a signal by a mapping that names its summary', ({ body }) => {
    const mapping = { summary: ['$.summary', '$.title', '$.message', '$.check.name', '$.search_name'] }
    expect(signalsOf(body, mapping)).toMatchObject([{ action: 'trigger' }])
  })

  test.each(payloadsIn('keep-prometheus'))('$name needs no mapping', ({ body }) => {
    expect(signalsOf(body)).toMatchObject([{ action: 'trigger', severity: expect.stringMatching(/warning|info/) }])
  })
})

test('no JSON value whatever makes the parser throw, whatever the mapping', () => {
  const words = fc.constantFrom(
    'summary',
    'data',
    'action',
    'labels',
    'links',
    'severity',
    'path',
    'map',
    'each',
    'key',
    '$',
    '$.a[*]',
    '$[0]',
    '{{ $.a }}',
  )
  const some = fc.oneof(fc.jsonValue(), fc.dictionary(words, fc.oneof(words, fc.jsonValue())))
  fc.assert(
    fc.property(
      some,
      fc.oneof(fc.constant(null), some, fc.record({ summary: words, labelsFrom: fc.constant('$'), linksFrom: fc.constant('$[*]') })),
      (json, mapping) => {
        expect([202, 400]).toContain(parse(json, mapping).answer.status)
      },
    ),
  )
})
