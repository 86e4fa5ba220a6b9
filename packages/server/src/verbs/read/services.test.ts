// A service is shown as it fares now: what is open, what holds its pages back, what it stands on, and who would be woken.
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { ServiceDetail, ServiceRow } from '@muster/contract/services.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf, organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'

const shop = (of: Partial<ConfigInput> = {}): ConfigInput =>
  organisation({
    services: [
      service('checkout', 'standard', { dependsOn: ['payment-api', 'login'], whatToDo: 'Buy something.' }),
      service('login', 'standard'),
      service('payment-api', 'standard', { dependsOn: ['checkout'] }),
    ],
    ...of,
  })

let night: Night
beforeEach(async () => {
  night = await startNight(inject('cluster'), { organisation: shop() })
})
afterEach(() => night.close())

type Listed = { items: ServiceRow[]; next: string | null }
const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await night.api('GET', path)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as T
}
const list = (query = '') => get<Listed>(`/services${query}`)
const show = (slug: string) => get<ServiceDetail>(`/services/${slug}`)
const health = async () => Object.fromEntries((await list()).items.map((one) => [one.slug, one.health]))

describe('the list', () => {
  test('says of each service its ladder, what it stands on, and who would be woken now', async () => {
    const { items, next } = await list()
    expect(items.map(({ slug }) => slug)).toEqual(['checkout', 'login', 'payment-api'])
    expect(items[0]).toEqual({
      slug: 'checkout',
      name: 'Checkout',
      criticalPath: false,
      policy: { slug: 'standard', name: 'standard' },
      health: 'ok',
      openIncidents: 0,
      worstSeverity: null,
      worstLabel: null,
      dependsOn: ['payment-api', 'login'],
      integrations: 2,
      lastSignalAt: null,
      nextOnCall: { people: [{ slug: 'ann', name: 'Ann' }], isLastResort: false },
    })
    expect(next).toBeNull()
  })

  test('is paged by the slug, each service once', async () => {
    const first = await list('?limit=2')
    expect([first.items.map(({ slug }) => slug), first.next]).toEqual([['checkout', 'login'], 'login'])
    expect(await list('?limit=2&cursor=login')).toMatchObject({ items: [{ slug: 'payment-api' }], next: null })
    expect(await night.api('GET', '/services?cursor=No!&limit=0')).toMatchObject({ status: 422 })
  })

  test('names the catch-all where a ladder reaches nobody', async () => {
    await night.apply(shop({ policies: [policy('standard', [rung(5, 'cat')])], people: [person('cat', { contacts: [] }), person('last')] }))
    expect((await list()).items[0]?.nextOnCall).toEqual({ people: [{ slug: 'last', name: 'Last' }], isLastResort: true })
  })

  test('has no service that was removed, nor one of another organisation', async () => {
    await addOrganisation(night.node, 'neighbour', shop({ services: [service('theirs', 'standard', { integrations: [] })] }))
    await night.apply(shop({ services: [service('checkout', 'standard')] }))
    expect((await list()).items.map(({ slug }) => slug)).toEqual(['checkout'])
    expect(await night.api('GET', '/services/login')).toMatchObject({ status: 404, body: { data: { reason: 'service-removed' } } })
    expect(await night.api('GET', '/services/theirs')).toMatchObject({ status: 404, body: { data: { reason: 'no-such-service' } } })
  })
})

describe('how it fares', () => {
  test('follows what is open: what pages makes it fail, what wakes nobody warns, and what is over leaves nothing', async () => {
    await night.alert('Checkout is slow', { severity: 'critical' })
    await night.alert('Logins are slow', { severity: 'warning', service: 'login', key: 'k2' })
    expect(await health()).toEqual({ checkout: 'failing', login: 'warned', 'payment-api': 'ok' })
    expect((await list()).items[0]).toMatchObject({
      openIncidents: 1,
      worstSeverity: 'SEV1',
      worstLabel: 'SEV1',
      lastSignalAt: expect.any(String),
    })
    await night.api('POST', '/incidents/1/acknowledge', {})
    expect(await health()).toMatchObject({ checkout: 'failing' })
    await night.clears()
    expect(await health()).toMatchObject({ checkout: 'ok' })
  })

  test('is silenced only by a silence of all its pages, while it holds; what fails already is not hidden', async () => {
    await night.alert('Logins are down', { service: 'login', key: 'k2' })
    for (const name of ['checkout', 'login']) await night.api('POST', '/silences', { service: name, minutes: 30, reason: 'planned work' })
    await night.api('POST', '/silences', { service: 'payment-api', labels: { host: 'db1' }, minutes: 60, reason: 'a disk' })
    expect(await health()).toEqual({ checkout: 'silenced', login: 'failing', 'payment-api': 'ok' })
    await night.after('31m')
    expect(await health()).toMatchObject({ checkout: 'ok' })
  })
})

describe('one service', () => {
  test('is shown with its incidents, changes, silences and integrations, and no key', async () => {
    await night.alert('Checkout is down')
    const change = { routing_key: keyOf('checkout'), payload: { summary: 'Deployed 4.2', source: 'ci' } }
    await night.node.app.inject({ method: 'POST', url: '/v2/change/enqueue', payload: JSON.stringify(change) })
    await night.api('POST', '/silences', { labels: { host: 'db1' }, minutes: 60, reason: 'a disk' })
    await night.api('POST', '/silences', { service: 'login', minutes: 60, reason: 'not here' })
    const shown = await show('checkout')
    expect(shown).toMatchObject({
      health: 'failing',
      whatToDo: 'Buy something.',
      grouping: { by: 'service', windowMinutes: 5 },
      incidents: [{ number: 1, title: 'Checkout is down' }],
      recentChanges: [{ summary: 'Deployed 4.2' }],
      integrations: [
        { slug: 'alertmanager', accepted: 0, lastSignalAt: null },
        { slug: 'pagerduty', kind: 'pagerduty', accepted: 1, repeated: 0, inQuarantine: 0 },
      ],
      lastSignalAt: expect.any(String),
    })
    expect(shown.silences.map(({ reason }) => reason)).toEqual(['a disk'])
    expect(JSON.stringify(shown)).not.toContain(keyOf('checkout'))
  })

  test('shows what it stands on and what stands on it, both ways, each with how it fares', async () => {
    await night.alert('Logins are down', { service: 'login', key: 'k2' })
    expect(await show('checkout')).toMatchObject({
      dependsOn: [
        { slug: 'payment-api', name: 'Payment-api', health: 'ok' },
        { slug: 'login', name: 'Login', health: 'failing' },
      ],
      usedBy: [{ slug: 'payment-api' }],
    })
    expect(await show('login')).toMatchObject({ dependsOn: [], usedBy: [{ slug: 'checkout' }] })
    const { dependencies } = await night.incident()
    expect(dependencies).toEqual({ dependsOn: [], usedBy: [{ slug: 'checkout', name: 'Checkout' }] })
  })
})

describe('what a document says of dependencies', () => {
  const faultsOf = async (dependsOn: string[]) => {
    const services = [service('checkout', 'standard', { dependsOn }), service('login', 'standard')]
    const { status, body } = await night.api('POST', '/config', shop({ services }))
    return { status, at: (body as { data: { faults: { at: string }[] } }).data.faults.map((fault) => fault.at) }
  }

  test('must name services it has, others than itself, each once', async () => {
    expect(await faultsOf(['nowhere'])).toEqual({ status: 422, at: ['services[0].dependsOn[0]'] })
    expect(await faultsOf(['login', 'login'])).toEqual({ status: 422, at: ['services[0].dependsOn[1]'] })
    expect(await faultsOf(['checkout'])).toEqual({ status: 422, at: ['services[0].dependsOn[0]'] })
  })

  test('comes back from export in the same order, and a second time is no change', async () => {
    const exported = await get<ConfigInput>('/config')
    expect(exported.services?.map(({ slug, dependsOn }) => [slug, dependsOn])).toEqual([
      ['checkout', ['payment-api', 'login']],
      ['login', []],
      ['payment-api', ['checkout']],
    ])
    expect(await night.api('POST', '/config', exported)).toMatchObject({ status: 200, body: { steps: [] } })
    const services = [
      service('checkout', 'standard', { dependsOn: ['login'], whatToDo: 'Buy something.' }),
      ...(shop().services ?? []).slice(1),
    ]
    expect(await night.api('POST', '/config/plan', shop({ services }))).toMatchObject({
      body: { steps: [{ action: 'change', kind: 'service', slug: 'checkout', fields: ['dependsOn'] }] },
    })
  })
})
