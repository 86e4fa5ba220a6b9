// The first screen says in one answer what is wrong, who has it, who is next, how the night was, and what lies ahead.
import type { NowView } from '@muster/contract/now.ts'
import { join } from '@muster/testkit/night/browser.ts'
import { START } from '@muster/testkit/night/clock.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { afterEach, describe, expect, inject, test } from 'vitest'

const rota = (slug: string, participants: string[], startsOn = '2026-01-05') => ({
  slug,
  name: slug,
  timeZone: 'UTC',
  layers: [{ slug: 'all', participants, startsOn }],
})

const shop = organisation({
  schedules: [rota('primary', ['ann', 'ben']), rota('later', ['cat'], '2026-03-09')],
  policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')])],
  services: [
    service('checkout', 'standard', { criticalPath: true, grouping: { by: 'key' } }),
    service('orders', 'standard', { grouping: { by: 'key' } }),
  ],
})

let night: Night
const start = async (at = START) => {
  night = await startNight(inject('cluster'), { organisation: shop, start: at })
}
afterEach(() => night.close())

const look = async (query = ''): Promise<NowView> => {
  const { status, body } = await night.api('GET', `/now${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as NowView
}
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()

describe('open incidents', () => {
  test('come by impact: severity, then what nobody has, then the oldest', async () => {
    await start()
    await night.alert('old and small', { key: 'a', severity: 'error', service: 'orders' })
    await night.alert('old and grave', { key: 'b', service: 'orders' })
    await night.after('11m')
    await night.alert('young and grave', { key: 'c', service: 'orders' })
    await night.alert('crisis', { key: 'd' })
    await night.alert('waits for the morning', { key: 'e', severity: 'info' })
    const { incidents, more } = await look()
    expect(incidents.map(({ title, severity, unowned }) => `${severity} ${title}${unowned ? ', unowned' : ''}`)).toEqual([
      'SEV0 crisis',
      'SEV1 old and grave, unowned',
      'SEV1 young and grave',
      'SEV2 old and small, unowned',
      'SEV3 waits for the morning',
    ])
    expect(more).toBe(0)
  })

  test('each says who is being called, and who is next and when', async () => {
    await start()
    await night.alert('checkout is down')
    const [climbing] = (await look()).incidents
    expect(climbing).toMatchObject({
      status: 'triggered',
      holder: null,
      paging: [{ slug: 'ann', name: 'Ann', state: 'paging' }],
      next: { at: at(5), who: ['Ben'], because: 'rung-elapsed', isLastResort: false },
    })
    await night.after('5m')
    expect((await look()).incidents[0]?.next).toEqual({ at: at(10), who: ['Last'], because: 'rung-elapsed', isLastResort: true })
  })

  test('each says who has it since when, also where nobody was paged', async () => {
    await start()
    await night.alert('checkout is down')
    await night.alert('low disk', { key: 'w', severity: 'warning' })
    await night.after('1m')
    await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
    await night.api('POST', '/incidents/2/acknowledge', { as: 'ben' })
    const { incidents } = await look()
    expect(incidents.map(({ holder, paging, next }) => ({ holder, paging, next }))).toEqual([
      { holder: { slug: 'ann', name: 'Ann', at: at(1) }, paging: [], next: null },
      { holder: { slug: 'ben', name: 'Ben', at: at(1) }, paging: [], next: null },
    ])
    await night.api('POST', '/incidents/1/snooze', { as: 'cat', minutes: 30 })
    expect((await look()).incidents[0]).toMatchObject({
      holder: { slug: 'cat' },
      next: { at: at(31), who: ['Ann'], because: 'snooze-elapsed' },
    })
  })

  test('of hundreds the gravest two hundred are shown, what nobody has among them, and the rest are counted', async () => {
    await start()
    await night.alert('nobody has this', { key: 'first', service: 'orders' })
    await night.after('11m')
    for (let n = 0; n < 210; n += 1) await night.signal('trigger', 'many', { key: `k${n}`, service: 'orders' })
    await night.settle()
    await night.alert('the worst comes last', { key: 'last' })
    const { incidents, more } = await look()
    expect([incidents.length, more]).toEqual([200, 12])
    expect(incidents.slice(0, 2).map((one) => one.title)).toEqual(['the worst comes last', 'nobody has this'])
  })
})

describe('the quiet state', () => {
  test('counts the last day and its pages, and those of the reader’s night', async () => {
    await start()
    await night.alert('at night', { key: 'n' })
    await night.clears({ key: 'n' })
    await night.after('6h')
    await night.alert('in the morning', { key: 'm' })
    await night.after('2m')
    await night.clears({ key: 'm' })
    const { quiet, incidents } = await look('?timeZone=Europe/Paris')
    expect(incidents).toEqual([])
    // Ann's push at night; her push and her voice call in the morning.
    expect(quiet).toMatchObject({ incidents: 2, pages: 3, pagesAtNight: 1, timeZone: 'Europe/Paris' })
    expect(quiet.lastResolved).toEqual({ number: 2, title: 'in the morning', resolvedAt: at(362) })
    expect((await look('?timeZone=America/Los_Angeles')).quiet).toMatchObject({ pages: 3, pagesAtNight: 2 })
    await night.after('25h')
    expect((await look()).quiet).toMatchObject({ incidents: 0, pages: 0, pagesAtNight: 0 })
  })

  test('a zone that is none is refused', async () => {
    await start()
    expect(await night.api('GET', '/now?timeZone=Mars')).toMatchObject({ status: 422 })
  })
})

describe('the watch', () => {
  test('tells who is on call until when, and where nobody will be', async () => {
    await start()
    const view = await look()
    expect(view.onCall.map((one) => [one.schedule.slug, one.people.map((who) => who.name), one.until])).toEqual([
      ['later', [], '2026-03-09T09:00:00.000Z'],
      ['primary', [expect.stringMatching(/Ann|Ben/)], '2026-03-02T09:00:00.000Z'],
    ])
    expect(view.gaps).toEqual([{ schedule: { slug: 'later', name: 'later' }, from: at(0), to: '2026-03-09T09:00:00.000Z' }])
    expect(view.me).toBeNull()
  })

  test('tells me whether I have it, and when I am next', async () => {
    await start()
    const onCall = (await look()).onCall.find((one) => one.schedule.slug === 'primary')?.people[0]?.slug
    const off = onCall === 'ann' ? 'ben' : 'ann'
    for (const slug of ['ann', 'ben']) {
      const browser = await join(night.node, { role: 'stakeholder', email: `${slug}@example.org`, person: slug })
      const { me, quiet } = (await browser.get('/api/v1/now')).body as NowView
      expect(me?.slug).toBe(slug)
      expect(quiet.timeZone).toBe('Europe/Paris')
      expect(me?.onCall.map((one) => one.schedule.slug)).toEqual(slug === off ? [] : ['primary'])
      expect(me?.nextShift?.from).toBe(slug === off ? '2026-03-02T09:00:00.000Z' : '2026-03-09T09:00:00.000Z')
    }
  })
})
