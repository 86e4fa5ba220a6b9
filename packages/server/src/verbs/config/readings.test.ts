// Sources and indicators as the organisation's document has them: applied, planned and given back, with the token sealed.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, service } from '@muster/testkit/night/organisation.ts'
import { addToken } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

const source = { slug: 'prom', kind: 'prometheus' as const, name: 'Prometheus', url: 'https://prometheus.example/base', token: 'pr_secret' }
const success = {
  slug: 'success',
  name: 'Checkout success',
  target: { atLeast: 99.5 },
  baseline: { value: 99.8, tolerancePercent: 1, window: 'last week' },
  from: { source: 'prom', query: 'success' },
}
const shop = organisation({ sources: [source], services: [service('checkout', 'standard', { indicators: [success] })] })

beforeEach(async () => {
  night = await startNight(inject('cluster'), { organisation: shop })
})
afterEach(() => night.close())

const exported = async () => (await night.api('GET', '/config')).body as ConfigDocument
const plan = async (document: object) => Object((await night.api('POST', '/config/plan', document)).body).steps
const tokenOf = async () => (await night.node.world.db.query<{ token: Buffer | null }>('select token from sources'))[0]?.token ?? null
const ask = (query: string) => night.api('POST', '/sources/prom/try', { query })

test('[IR-08] what was applied is given back whole but for the token, and applying either changes nothing', async () => {
  const document = await exported()
  expect(document.sources).toEqual([
    { slug: 'prom', kind: 'prometheus', name: 'Prometheus', url: 'https://prometheus.example/base', lagMinutes: null, trust: 'high' },
  ])
  expect(document.services[0]?.indicators).toEqual([{ unit: '', holdMinutes: 10, ...success }])
  expect(await plan(shop)).toEqual([])
  expect(await plan(document)).toEqual([])
})

test('[IR-08] a plan names what differs', async () => {
  expect(await plan({ ...shop, sources: [{ ...source, name: 'Metrics', token: 'another' }] })).toEqual([
    { action: 'change', kind: 'source', slug: 'prom', fields: ['name', 'token'] },
  ])
  expect(await plan(organisation())).toEqual([
    { action: 'change', kind: 'service', slug: 'checkout', fields: ['indicators'] },
    { action: 'remove', kind: 'source', slug: 'prom', fields: [] },
  ])
})

test('[IR-03] a token is sealed at rest, is nowhere to be read, and goes only to the server it was given for', async () => {
  expect((await tokenOf())?.toString('latin1')).not.toContain('pr_secret')
  const everything = JSON.stringify([await exported(), (await night.api('GET', '/audit?limit=100')).body])
  expect(everything).not.toContain('pr_secret')
  const { token: _, ...bare } = source
  await night.apply({ ...shop, sources: [{ ...bare, url: 'https://prometheus.example/elsewhere' }] })
  await ask('up')
  expect(night.providers.asked.at(-1)).toMatchObject({ url: 'https://prometheus.example/elsewhere', token: 'pr_secret' })
  await night.apply({ ...shop, sources: [{ ...bare, url: 'https://other.example' }] })
  expect(await tokenOf()).toBeNull()
  await ask('up')
  expect(night.providers.asked.at(-1)).toMatchObject({ url: 'https://other.example', token: null })
})

test.each([
  ['a source that is not there', { sources: [] }, 'services[0].indicators[0].from.source', /no source "prom"/],
  ['a source twice', { sources: [source, source] }, 'sources[1].slug', /used twice/],
  ['a password in the address', { sources: [{ ...source, url: 'https://a:b@prometheus.example' }] }, 'sources.0.url', /token instead/],
  [
    'an indicator twice',
    { services: [service('checkout', 'standard', { indicators: [success, success] })] },
    'services[0].indicators[1].slug',
    /used twice/,
  ],
])('[IR-08] is refused with its place: %s', async (_, change, at, says) => {
  const { status, body } = await night.api('POST', '/config', { ...shop, ...change })
  expect(status).toBe(422)
  expect(Object(body).data.faults).toContainEqual({
    at: expect.stringContaining(at.split('.').at(-1) ?? ''),
    says: expect.stringMatching(says),
  })
})

test('[IR-08] from the console sources and indicators are changed as everything else, and a fault is found where it was written', async () => {
  const { services } = await exported()
  const edited = services.map((one) => ({ ...one, indicators: one.indicators.map((each) => ({ ...each, holdMinutes: 5 })) }))
  expect(Object((await night.api('POST', '/config/edit', { put: { services: edited }, was: { services } })).body).steps).toEqual([
    { action: 'change', kind: 'service', slug: 'checkout', fields: ['indicators'] },
  ])
  const second = { slug: 'second', kind: 'prometheus', name: 'Second', url: 'https://second.example' }
  expect((await night.api('POST', '/config/edit', { put: { sources: [second] }, was: {} })).status).toBe(200)
  expect((await exported()).sources.map(({ slug }) => slug)).toEqual(['prom', 'second'])
  const refused = await night.api('POST', '/config/edit', { remove: { sources: ['prom'] } })
  expect(refused).toMatchObject({ status: 422, body: { data: { faults: [{ says: expect.stringContaining('no source "prom"') }] } } })
})

test('[IR-08] a query is tried before it is relied on: the value it gives, or exactly what is wrong', async () => {
  night.providers.gauges.set('up', 1)
  expect((await ask('up')).body).toEqual({ result: 'value', value: 1, says: 'It gives 1.' })
  night.providers.gauges.set('sum(', async () => ({ type: 'invalid', why: 'Prometheus cannot answer the query: parse error' }))
  expect((await ask('sum(')).body).toEqual({ result: 'invalid', value: null, says: 'Prometheus cannot answer the query: parse error.' })
  expect((await ask('nothing')).body).toMatchObject({ result: 'none', says: expect.stringContaining('finds nothing') })
  expect((await night.api('POST', '/sources/other/try', { query: 'up' })).status).toBe(404)
})

test('[IR-08] only those who configure send a query out with the token of a source', async () => {
  const token = await addToken(night.node, { scopes: ['read', 'respond'] })
  const { status } = await night.api('POST', '/sources/prom/try', { query: 'up' }, { authorization: `Bearer ${token}` })
  expect(status).toBe(403)
})
