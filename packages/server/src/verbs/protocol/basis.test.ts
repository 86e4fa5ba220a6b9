// What drafts say they rest on, and what a comparison of sources starts from: the organisation's word until a person says otherwise.
import type { KnownView } from '@muster/contract/known.ts'
import type { ProtocolView } from '@muster/contract/protocol.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let night: Night

const shop = organisation({
  people: [person('ann'), person('last')],
  policies: [policy('standard', [rung(5, 'ann')])],
  services: [service('checkout', 'standard')],
  sources: [
    { slug: 'prom', kind: 'prometheus', name: 'Prometheus', url: 'https://prometheus.example.org', lagMinutes: 5 },
    { slug: 'old', kind: 'prometheus', name: 'Old monitor', url: 'https://old.example.org', lagMinutes: 10, trust: 'low' },
  ],
})

beforeAll(async () => {
  night = await startNight(inject('cluster'), { organisation: shop })
  await night.alert('checkout is down', { severity: 'critical' })
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
})

afterAll(() => night.close())

const record = (entry: object) => night.api('POST', '/incidents/1/record', { as: 'ann', entry })
const known = async () => (await night.api('GET', '/incidents/1/known')).body as KnownView
const draft = async (audience: string) => {
  const { audiences } = (await night.api('GET', '/incidents/1/protocol')).body as ProtocolView
  return audiences.find(({ id }) => id === audience)?.draft ?? ''
}
const clock = (minutes: number) => new Date(night.node.world.clock.now() + minutes * 60_000).toISOString().slice(11, 16)

test('[HF-05] the document says how far behind a source is and how far it is believed, and export gives it back', async () => {
  const { body } = await night.api('GET', '/config')
  expect(Object(body).sources).toMatchObject([
    { slug: 'old', lagMinutes: 10, trust: 'low' },
    { slug: 'prom', lagMinutes: 5, trust: 'high' },
  ])
})

test('[HF-05] a comparison starts from what the organisation says of its sources; what a person says stands over it', async () => {
  const sides = [
    { source: 'prometheus', says: '99 %' },
    { source: 'Old monitor', says: '98 %', lagMinutes: 2 },
    { source: 'User reports', says: '6 of 10 fail', customers: true },
  ]
  await record({ type: 'source.conflict', text: 'They disagree.', sides })
  const of = async () =>
    (await known()).conflicts[0]?.sides.map(({ source, lagMinutes, isLagExpected, trust }) => ({
      source,
      lagMinutes,
      isLagExpected,
      trust,
    }))
  expect(await of()).toEqual([
    { source: 'User reports', lagMinutes: null, isLagExpected: false, trust: 'high' },
    { source: 'prometheus', lagMinutes: 5, isLagExpected: true, trust: 'high' },
    { source: 'Old monitor', lagMinutes: 2, isLagExpected: false, trust: 'low' },
  ])
  await record({ type: 'source.trusted', source: 'Old monitor', text: 'Its clock is set again' })
  await record({ type: 'source.distrusted', source: 'Prometheus', text: 'It is empty' })
  expect((await of())?.map(({ source, trust }) => [source, trust])).toEqual([
    ['User reports', 'high'],
    ['Old monitor', 'high'],
    ['prometheus', 'low'],
  ])
})

test('[HF-05] a draft says what it rests on: by name to those inside, by kind to those outside', async () => {
  const { conflicts } = await known()
  await record({ type: 'conflict.settled', conflict: conflicts[0]?.seq, basis: 'user reports', text: 'Most fail' })
  expect(await draft('executives')).toMatch(new RegExp(`As of ${clock(0)} UTC, by user reports\\.$`))
  await night.after('6m')
  await record({ type: 'reading.changed', metric: 'queue', text: '400 wait', source: 'Prometheus' })
  // What Prometheus says is five minutes old.
  expect(await draft('executives')).toMatch(new RegExp(`As of ${clock(-5)} UTC, by user reports \\(${clock(-6)} UTC\\) and queue\\.$`))
  const outside = await draft('customers')
  expect(outside).toMatch(new RegExp(`As of ${clock(-5)} UTC, by what customers report and what we measure\\.$`))
  expect(outside).not.toMatch(/queue|Prometheus/)
})
