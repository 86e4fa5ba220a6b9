// Takes in a signal as the integration's own monitor would send it, plainly marked as a test: it is decided and pages like any other.
import { intakes, type IntakeKind } from '@muster/adapters/intakes.ts'
import { TEST_KEY } from '@muster/core/alert/signal.ts'
import type { SignalSeverity } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { createAccepter } from '../signal/accept.ts'
import { integrationNamed, type Integration, type Named } from './find-integration.ts'

export async function sendTest(world: World, caller: Caller, input: Named & { severity?: SignalSeverity | undefined }) {
  permit(caller, 'integration.send-test')
  const { service, integration } = await world.db.app(caller, async (tx) =>
    integrationNamed(tx, await world.configs.of(tx, caller.orgId), input),
  )
  const severity = input.severity ?? integration.default_severity
  const asked = { key: `${TEST_KEY}${world.ids('test').slice(5)}`, summary: summaryFor(service.name, caller), severity }
  const { kind, body } = bodies[integration.kind](asked)
  // In the default words, whatever the integration's own mapping reads: the test is about the way, not about the mapping.
  const context = { now: world.clock.now(), defaultSeverity: severity, mapping: null, newKey: () => asked.key }
  const parsed = intakes[kind].parse(body, context)
  if (!parsed.ok) throw new Error(`The ${kind} intake refuses our own test: ${JSON.stringify(parsed.answer.body)}`)
  const to = {
    id: integration.id,
    orgId: caller.orgId,
    serviceId: service.id,
    kind: integration.kind,
    defaultSeverity: severity,
    mapping: null,
  }
  const [signal] = await createAccepter(world).accept(to, parsed.signals, Buffer.from(JSON.stringify(body)))
  if (signal === undefined) throw new Error(`The ${kind} intake reads no signal in our own test`)
  const detail = { service: service.slug, integration: integration.slug, key: asked.key, severity }
  await world.db.app(caller, (tx) => audit(world, tx, caller, { action: 'integration.send-test', subject: integration.id, detail }))
  return { signal, key: asked.key, summary: asked.summary }
}

type Test = { key: string; summary: string; severity: SignalSeverity }

const SOURCE = 'Muster test'

/** A test in each kind's own words. Its routing key is none: this one came by the console's door. */
const bodies: Record<Integration['kind'], (test: Test) => { kind: IntakeKind; body: object }> = {
  pagerduty: ({ key, summary, severity }) => ({
    kind: 'pagerduty-events',
    body: {
      routing_key: '-'.repeat(32),
      event_action: 'trigger',
      dedup_key: key,
      payload: { summary, source: SOURCE, severity, class: 'test' },
    },
  }),
  alertmanager: ({ key, summary, severity }) => ({
    kind: 'alertmanager-webhook',
    body: {
      version: '4',
      status: 'firing',
      receiver: SOURCE,
      alerts: [
        {
          status: 'firing',
          fingerprint: key,
          labels: { alertname: 'MusterTest', instance: SOURCE, severity, test: 'true' },
          annotations: { summary },
        },
      ],
    },
  }),
  generic: ({ key, summary, severity }) => ({
    kind: 'generic',
    body: { action: 'trigger', key, summary, source: SOURCE, severity, labels: { test: 'true' } },
  }),
}

function summaryFor(service: string, { actor }: Caller): string {
  const by = actor.type === 'system' ? 'Muster' : actor.name
  return `TEST, nothing is wrong: ${by} tries how ${service} is paged`
}
