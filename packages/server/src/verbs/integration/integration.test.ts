// What a key sent can be followed to what became of it; a key can be changed and tried, and is told once and to nobody else.
import type { IntegrationDetail, SignalFateView } from '@muster/contract/services.ts'
import type { Signal } from '@muster/core/alert/signal.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf, organisation, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation, addToken } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createAccepter } from '../signal/accept.ts'
import { createIntegrations } from '../signal/integrations.ts'

const checkout = service('checkout', 'standard')
const generic = { slug: 'probe', kind: 'generic' as const, mapping: { summary: '$.what' }, key: keyOf('checkout', 'generic') }

let night: Night
beforeEach(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({ services: [{ ...checkout, integrations: [...(checkout.integrations ?? []), generic] }] }),
  })
})
afterEach(() => night.close())

const show = async (slug = 'pagerduty'): Promise<IntegrationDetail> => {
  const { status, body } = await night.api('GET', `/integrations/checkout/${slug}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as IntegrationDetail
}
const post = async (path: string, body: object = {}, headers = {}) => night.api('POST', `/integrations/checkout/${path}`, body, headers)
const asked = (path: string) => ({
  method: 'GET' as const,
  url: `/api/v1${path}`,
  headers: { authorization: 'Bearer token-of-the-night-0001' },
})

describe('the last signals of a key', () => {
  test('are youngest first, each with what it did, its alert and its incident; repeats are counted on the alert', async () => {
    await night.alert('Checkout is down')
    await night.alert('Checkout is down')
    await night.after('1m')
    await night.clears()
    await night.after('1m')
    await night.clears({ key: 'never' })
    const shown = await show()
    expect(shown).toMatchObject({
      service: { slug: 'checkout', name: 'Checkout' },
      slug: 'pagerduty',
      accepted: 4,
      repeated: 1,
      mapping: null,
    })
    expect(shown.signals.map(({ fate, outcome, incident, alert }) => [fate, outcome, incident, alert?.count ?? null])).toEqual([
      ['decided', 'no-open-alert', null, null],
      ['decided', 'resolved', 1, 2],
      ['decided', 'opened', 1, 2],
    ])
    const [, , opened] = shown.signals
    expect(opened).toMatchObject({
      says: 'Opened the alert.',
      decidedAt: expect.any(String),
      alert: { key: 'k1', status: 'closed' },
      why: null,
    })
    expect(shown.lastSignalAt).toBe(shown.signals[0]?.receivedAt)
  })

  test('show the body as it was received, without the key that opens the door', async () => {
    await night.alert('Checkout is down')
    const [signal] = (await show()).signals
    expect(signal?.body?.text).toContain('Checkout is down')
    expect(signal?.body).toMatchObject({ cut: false })
    expect(JSON.stringify(await show())).not.toContain(keyOf('checkout'))
  })

  test('are fifty at most, and none of another key', async () => {
    for (let n = 0; n < 52; n += 1) await night.signal('trigger', `disk ${n}`, { key: `d${n}` })
    await night.settle()
    expect((await show()).signals).toHaveLength(50)
    expect(await show('alertmanager')).toMatchObject({ signals: [], accepted: 0, lastSignalAt: null })
  })

  test('are there while they wait, before anything was decided', async () => {
    await night.signal('trigger', 'Checkout is down')
    const { signals, lastSignalAt } = (await night.node.app.inject(asked('/integrations/checkout/pagerduty'))).json<IntegrationDetail>()
    expect(signals).toMatchObject([{ fate: 'waiting', decidedAt: null, incident: null, read: { summary: 'Checkout is down' } }])
    expect(lastSignalAt).toBe(signals[0]?.receivedAt)
  })

  test('say of one in quarantine why, and that its people were told', async () => {
    const ref = await createIntegrations(night.node.world.db, () => 0).find(keyOf('checkout'))
    if (ref === null) throw new Error('no integration')
    const poison = {
      action: 'trigger',
      key: 'p',
      severity: 'critical',
      summary: 'nul \u0000',
      source: 's',
      sender: 's',
      eventAt: null,
    } as const
    const signal: Signal = { ...poison, endsAt: null, labels: {}, details: null, links: [] }
    const ids = await createAccepter(night.node.world).accept(ref, [signal], Buffer.from('{"nul":"here"}'))
    await night.settle()
    const shown = await show()
    const found = shown.signals.find(({ id }) => id === ids[0])
    expect(found).toMatchObject({
      fate: 'quarantined',
      why: expect.stringMatching(/\w/),
      incident: null,
      read: null,
      body: { text: '{"nul":"here"}' },
    })
    expect(shown.inQuarantine).toBe(1)
    expect(shown.signals.find(({ id }) => id !== ids[0])).toMatchObject({ fate: 'decided', incident: 1 })
  })
})

describe('a new key', () => {
  test('is told once, opens the door the old one no longer does, and stands on the audit trail without being told there', async () => {
    const { status, body } = await post('pagerduty/rotate-key')
    const { key } = body as { key: string }
    expect({ status, body }).toEqual({
      status: 200,
      body: { service: 'checkout', integration: 'pagerduty', key: expect.stringMatching(/^[\w-]{32}$/) },
    })
    const find = createIntegrations(night.node.world.db, () => 0).find
    expect([await find(keyOf('checkout')), (await find(key))?.kind]).toEqual([null, 'pagerduty'])
    const audit = JSON.stringify((await night.api('GET', '/audit?action=integration')).body)
    expect(audit).toContain('integration.rotate-key')
    expect(audit).not.toContain(key)
    expect(JSON.stringify(await show())).not.toContain(key)
  })

  test('and the document agree: applying one without the key leaves the new key as it is', async () => {
    const { key } = (await post('probe/rotate-key')).body as { key: string }
    await night.api('POST', '/config', (await night.api('GET', '/config')).body)
    expect(await createIntegrations(night.node.world.db, () => 0).find(key)).toMatchObject({ kind: 'generic' })
  })
})

describe('a test', () => {
  test.each(['pagerduty', 'alertmanager', 'probe'])(
    'of %s is a real signal, marked as one, that pages and can be followed',
    async (slug) => {
      const { status, body } = await post(`${slug}/test`)
      expect(status, JSON.stringify(body)).toBe(200)
      const { signal, summary } = body as { signal: string; summary: string }
      expect(summary).toMatch(/^TEST, nothing is wrong: .+ tries how Checkout is paged$/)
      const followed = (await show(slug)).signals.find(({ id }: SignalFateView) => id === signal)
      expect(followed).toMatchObject({ fate: 'decided', outcome: 'opened', incident: 1, read: { summary, severity: 'error' } })
      const rang = await night.phone('ann').rings()
      expect(rang.message.title + rang.message.short).toContain('TEST, nothing is wrong')
      expect((await night.incident()).severity).toBe('SEV2')
    },
  )

  test('never takes in an alert that is real: what fires beside one that is answered wakes people as ever', async () => {
    await post('pagerduty/test')
    await night.phone('ann').rings()
    await night.api('POST', '/incidents/1/acknowledge', {})
    await night.after('1m')
    await night.alert('Checkout is down')
    expect(await night.incident(2)).toMatchObject({ title: 'Checkout is down', status: 'triggered' })
    await post('pagerduty/test')
    expect(await night.incident(3)).toMatchObject({ title: expect.stringContaining('TEST') })
    expect(await night.incident(2)).toMatchObject({ alertCount: 1 })
  })

  test('may be of another severity, so that nobody is woken by it', async () => {
    await post('pagerduty/test', { severity: 'info' })
    expect(await night.incident()).toMatchObject({ severity: 'SEV3', pages: [] })
    night.nothingElse()
  })

  test('sent twice under one idempotency key is one test', async () => {
    const twice = [
      await post('pagerduty/test', {}, { 'idempotency-key': 'once' }),
      await post('pagerduty/test', {}, { 'idempotency-key': 'once' }),
    ]
    expect(twice[0]?.body).toEqual(twice[1]?.body)
    expect((await show()).signals).toHaveLength(1)
  })
})

describe('nobody', () => {
  test('finds an integration that is none, of a service that was removed, or of another organisation', async () => {
    const theirs = await addOrganisation(night.node, 'neighbour', organisation({ services: [{ ...checkout, integrations: [] }] }))
    for (const path of ['checkout/none', 'nowhere/pagerduty'])
      for (const end of ['rotate-key', 'test'])
        expect(await night.api('POST', `/integrations/${path}/${end}`, {})).toMatchObject({ status: 404 })
    const other = await night.api('GET', '/integrations/checkout/pagerduty', undefined, { authorization: `Bearer ${theirs.token}` })
    expect(other).toMatchObject({ status: 404, body: { data: { reason: 'no-such-integration' } } })
  })

  test('who may only read and answer makes a key or sends a test', async () => {
    const token = await addToken(night.node, { scopes: ['read', 'respond'] })
    const headers = { authorization: `Bearer ${token}` }
    expect((await post('pagerduty/rotate-key', {}, headers)).status).toBe(403)
    expect((await post('pagerduty/test', {}, headers)).status).toBe(403)
    expect(await createIntegrations(night.node.world.db, () => 0).find(keyOf('checkout'))).not.toBeNull()
  })
})
