// Alerts are found by what they say, at a bounded cost, and shown with what was received for them, without any key.
import type { AlertRowView } from '@muster/contract/alerts.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf, organisation, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { digest } from '../../secrets.ts'
import { withoutKeys } from './received.ts'

let night: Night
beforeEach(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({
      services: [service('checkout', 'standard', { grouping: { by: 'key' } }), service('orders', 'standard')],
    }),
  })
})
afterEach(() => night.close())

type Listed = { items: AlertRowView[]; next: string | null; searchedTo: string | null }
const list = async (query = ''): Promise<Listed> => {
  const { status, body } = await night.api('GET', `/alerts${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as Listed
}
const keys = async (query = '') => (await list(query)).items.map((one) => one.key)

describe('the list', () => {
  beforeEach(async () => {
    await night.alert('Disk full on db1', { key: 'a', source: 'db1' })
    await night.after('1m')
    await night.alert('Latency 100% over budget', { key: 'b_1', severity: 'warning', service: 'orders' })
    await night.after('1m')
    await night.alert('Disk full on db2', { key: 'c', source: 'db2' })
    await night.clears({ key: 'c' })
  })

  test('is youngest first, each with its incident, its integration and its service', async () => {
    const { items, next, searchedTo } = await list()
    expect(items.map((one) => one.key)).toEqual(['c', 'b_1', 'a'])
    expect(items[1]).toMatchObject({
      incident: 2,
      silenced: false,
      count: 1,
      service: { slug: 'orders', name: 'Orders' },
      integration: { slug: 'pagerduty', kind: 'pagerduty' },
    })
    expect({ next, searchedTo }).toEqual({ next: null, searchedTo: null })
  })

  test.each<[string, string[]]>([
    ['?status=open', ['b_1', 'a']],
    ['?status=closed', ['c']],
    ['?service=orders', ['b_1']],
    ['?severity=critical', ['c', 'a']],
    ['?q=DISK', ['c', 'a']],
    ['?q=db2', ['c']],
    ['?q=b_1', ['b_1']],
    ['?q=100%25', ['b_1']],
    ['?q=%25', ['b_1']],
    ['?q=nothing', []],
    ['?silenced=true', []],
    ['?silenced=false&status=open', ['b_1', 'a']],
    ['?from=2026-03-02T03:11:00Z', ['c', 'b_1']],
    ['?to=2026-03-02T03:11:00Z', ['a']],
    ['?from=2026-03-02T03:11:00Z&to=2026-03-02T03:12:00Z&q=latency', ['b_1']],
  ])('%s finds %j', async (query, expected) => {
    expect(await keys(query)).toEqual(expected)
  })

  test('says which a silence holds back', async () => {
    await night.api('POST', '/silences', { service: 'checkout', minutes: 60, reason: 'planned work' })
    await night.alert('Disk full on db3', { key: 'd' })
    const [held] = (await list('?silenced=true')).items
    expect(held).toMatchObject({ key: 'd', silenced: true, incident: null })
  })

  test('a service that is none, and a cursor nobody gave, are refused', async () => {
    expect(await night.api('GET', '/alerts?service=nope')).toMatchObject({ status: 404 })
    expect(await night.api('GET', '/alerts?cursor=yesterday&limit=0&status=lost')).toMatchObject({ status: 422 })
  })

  test('is walked to its end, nothing twice, although all came at once', async () => {
    for (let n = 0; n < 7; n += 1) await night.signal('trigger', 'same time', { key: `s${n}` })
    await night.settle()
    const whole = await keys('?q=same+time')
    expect(whole).toHaveLength(7)
    for (const size of [1, 2, 3, 7]) {
      const walked: string[] = []
      for (let next: string | null = ''; next !== null;) {
        const page: Listed = await list(`?q=same+time&limit=${size}${next && `&cursor=${next}`}`)
        walked.push(...page.items.map((one) => one.key))
        next = page.next
      }
      expect(walked).toEqual(whole)
    }
  })
})

test('a search beyond five thousand says how far it came, and goes on from there', async () => {
  await night.alert('the needle', { key: 'needle' })
  await night.node.world.db.query(
    `insert into alerts select (jsonb_populate_record(a, jsonb_build_object('id', 'alert_hay' || n, 'dedup_key', 'hay' || n, 'summary', 'hay', 'opened_at', a.opened_at + n))).*
     from alerts a, generate_series(1, 6000) n where a.dedup_key = 'needle'`,
  )
  const first = await list('?q=needle')
  expect(first.items).toEqual([])
  expect(first.searchedTo).not.toBeNull()
  const second = await list(`?q=needle&cursor=${first.next}`)
  expect(second.items.map((one) => one.key)).toEqual(['needle'])
  expect(second.next).toBeNull()
})

describe('one alert', () => {
  type Shown = AlertRowView & {
    signals: { outcome: string; says: string; body: { text: string; bytes: number; cut: boolean } | null; read: Record<string, unknown> }[]
  }
  const show = async (id: string) => (await night.api('GET', `/alerts/${id}`)).body as Shown

  test('is shown with what was received for it, youngest first, as it came and as it was understood', async () => {
    await night.alert('Disk full', { key: 'a' })
    await night.alert('Disk full', { key: 'a' })
    await night.after('1m')
    await night.clears({ key: 'a' })
    const [row] = (await list()).items
    const shown = await show(row?.id ?? '')
    expect(shown).toMatchObject({ key: 'a', count: 2, status: 'closed' })
    expect(shown.signals.map((one) => one.says)).toEqual(['Closed the alert.', 'Opened the alert.'])
    expect(shown.signals[1]?.body?.text).toContain('"summary":"Disk full"')
    expect(shown.signals[1]?.body?.cut).toBe(false)
    expect(shown.signals[1]?.read).toMatchObject({ action: 'trigger', summary: 'Disk full' })
  })

  test('never tells the key that opens the intake', async () => {
    await night.alert('Disk full', { key: 'a' })
    const [row] = (await list()).items
    const text = JSON.stringify(await show(row?.id ?? ''))
    expect(text).not.toContain(keyOf('checkout'))
    expect(text).toContain('(hidden)')
  })

  test('a body too long to show is cut, and says so', async () => {
    await night.alert('long', { key: 'a', source: 'x'.repeat(70_000) })
    const [row] = (await list()).items
    const body = (await show(row?.id ?? '')).signals[0]?.body
    expect(body?.cut).toBe(true)
    expect(body?.bytes).toBeGreaterThan(70_000)
    expect(body?.text.length).toBeLessThanOrEqual(64 * 1024)
  })

  test('of another organisation is not there', async () => {
    await night.alert('Disk full', { key: 'a' })
    const [row] = (await list()).items
    const other = await addOrganisation(night.node, 'other')
    const headers = { authorization: `Bearer ${other.token}` }
    expect(await night.api('GET', `/alerts/${row?.id}`, undefined, headers)).toMatchObject({ status: 404 })
    expect(await night.api('GET', '/alerts', undefined, headers)).toMatchObject({ status: 200, body: { items: [] } })
  })
})

describe('keys in a body are hidden', () => {
  const key = keyOf('checkout')
  test.each([
    [`{"routing_key": "${key}"}`, '{"routing_key": "(hidden)"}'],
    ['{"service_key":"whatever it is"', '{"service_key":"(hidden)"'],
    ['{"routing_key":"cut in the mid', '{"routing_key":"(hidden)'],
    [`{"routing\\u005fkey":"${key}"}`, '{"routing\\u005fkey":"(hidden)"}'],
    [`see https://muster/integrations/${key}/`, 'see https://muster/integrations/(hidden)/'],
    [`{"id":"${'a'.repeat(32)}"}`, `{"id":"${'a'.repeat(32)}"}`],
  ])('%s', (body, shown) => {
    expect(withoutKeys(body, digest(key))).toBe(shown)
  })
})
