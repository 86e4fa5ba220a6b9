// Readings of a real incident: asked every half minute, told once when they change, and never by a source that is silent or distrusted.
import type { MetricAnswer } from '@muster/adapters/metric-source.ts'
import type { ReadingView } from '@muster/contract/readings.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, service } from '@muster/testkit/night/organisation.ts'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { drain } from '../engine.ts'
import { upkeep } from '../upkeep/upkeep.ts'
import { claimWatches } from './claim.ts'

let night: Night

const success = {
  slug: 'success',
  name: 'Checkout success',
  unit: '%',
  target: { atLeast: 99.5 },
  holdMinutes: 2,
  from: { source: 'prom', query: 'success' },
}
const sales = { slug: 'sales', name: 'Sales', unit: '/min', target: { atLeast: 100 } }
const source = { slug: 'prom', kind: 'prometheus' as const, name: 'Prometheus', url: 'https://prometheus.example', token: 'pr_secret' }

const shop = organisation({
  sources: [source],
  services: [service('checkout', 'standard', { indicators: [success, sales] }), service('login', 'standard')],
})

beforeEach(async () => {
  night = await startNight(inject('cluster'), { organisation: shop })
})
afterEach(() => night.close())

const down = () => night.alert('checkout is down')
const gives = (answer: number | MetricAnswer) =>
  void night.providers.gauges.set('success', typeof answer === 'number' ? answer : async () => answer)
const readings = async (): Promise<ReadingView[]> => Object((await night.api('GET', '/incidents/1/readings')).body).items
const reading = async (slug = 'success') => (await readings()).find((one) => one.slug === slug)
const record = (entry: object, as = 'ann') => night.api('POST', '/incidents/1/record', { as, entry })
const told = async (number = 1) =>
  (await night.log(number)).filter(({ type }) => type.startsWith('reading.') || type.startsWith('source.')).map(({ says }) => says)
const asked = () => night.providers.asked.map(({ at }) => at)

test('[IR-08] nothing is read while nothing is wrong, and nothing is known of what nobody read', async () => {
  await night.after('10m')
  expect(asked()).toEqual([])
  gives(99.9)
  await down()
  expect(await reading('sales')).toMatchObject({ state: 'pending', isAutomatic: false, why: 'Nobody has written down what it shows yet.' })
  expect(await reading()).toMatchObject({ state: 'recorded', value: '99.9 %', target: '≥ 99.5 %', isWithin: true, isHeld: false })
})

test('[IR-03] a change of the verdict lands once on the timeline, by Muster, however long it lasts', async () => {
  gives(93.1)
  await down()
  await night.after('3m')
  gives(99.7)
  await night.after('5m')
  gives(90)
  await night.after('1m')
  expect(await told()).toEqual([
    'Checkout success is at 93.1 %, target ≥ 99.5 %.',
    'Checkout success is back at 99.7 %, target ≥ 99.5 %.',
    'Checkout success has held for 2 min, at 99.7 %, target ≥ 99.5 %.',
    'Checkout success fell to 90 %, target ≥ 99.5 %.',
  ])
  const [first] = (await night.log()).filter(({ type }) => type === 'reading.changed')
  expect(await record({ type: 'entry.withdrawn', seq: first?.seq, why: 'no' }), 'what was measured stays').toMatchObject({ status: 422 })
  expect(first?.body).toMatchObject({ metric: 'success', value: 93.1, isWithin: false, source: 'Prometheus', by: { type: 'system' } })
})

test('[IR-03] it is asked every 30 seconds, with the token it was given, until nobody waits for it any more', async () => {
  gives(99.9)
  await down()
  await night.after('2m')
  const times = asked()
  expect(times.map((at) => at - (times[0] ?? 0))).toEqual([0, 30_000, 60_000, 90_000, 120_000])
  expect(night.providers.asked[0]).toMatchObject({ url: 'https://prometheus.example', token: 'pr_secret' })
  await night.api('POST', '/incidents/1/resolve', {})
  await night.after('1m')
  const ended = asked().length
  await night.after('10m')
  expect(asked()).toHaveLength(ended)
})

test('[IR-08] what is watched after its end is still read', async () => {
  gives(99.9)
  await down()
  await night.api('POST', '/incidents/1/resolve', {})
  await record({ type: 'watch.started' })
  const before = asked().length
  await night.after('5m')
  expect(asked().length).toBe(before + 10)
})

test('[IR-03] one reading serves however many incidents of a service, and each has it on its log', async () => {
  await night.apply({ ...shop, services: [service('checkout', 'standard', { grouping: { by: 'key' }, indicators: [success] })] })
  gives(93.1)
  for (const key of ['a', 'b', 'c']) await night.alert('down', { key })
  const before = asked().length
  await night.after('1m')
  expect(asked().length).toBe(before + 2)
  for (const number of [1, 2, 3]) expect(await told(number)).toEqual(['Checkout success is at 93.1 %, target ≥ 99.5 %.'])
})

test('[IR-03] of several nodes one reads, and what changed is told once', async () => {
  const second = await night.anotherNode('second')
  gives(93.1)
  await down()
  const before = asked().length
  for (let turn = 1; turn <= 4; turn += 1) {
    night.clock.set(night.clock.now() + 30_000)
    await Promise.all([drain(night.node.world), drain(second.world)])
  }
  expect(asked().length).toBe(before + 4)
  expect(await told()).toHaveLength(1)
})

test('[IR-08] the hold counts from the first of an unbroken run, and a gap breaks it', async () => {
  gives(99.9)
  await down()
  await night.after('2m')
  expect(await reading()).toMatchObject({ isHeld: true, heldMs: 2 * MINUTE })
  gives({ type: 'retry', afterMs: null, why: 'Prometheus did not answer in time' })
  await night.after('2m')
  expect(await reading()).toMatchObject({
    state: 'invalid',
    isWithin: false,
    isHeld: false,
    value: '99.9 %',
    trouble: 'Prometheus did not answer in time',
  })
  gives(99.9)
  await night.after('1m')
  expect(await reading()).toMatchObject({ state: 'recorded', isHeld: false })
})

describe('[OR-02] a source that does not answer', () => {
  test('is silent once after two minutes, and back once; whoever was called is told', async () => {
    gives(99.9)
    await down()
    await night.phone('ann').rings()
    await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
    gives({ type: 'never', why: 'Prometheus refused our credentials (401)' })
    await night.after('10m')
    expect(await told()).toEqual(['Muster: Prometheus says nothing any more.'])
    const heard = night.providers.arrived.filter(({ message }) => /Prometheus does not answer/.test(`${message.title} ${message.body}`))
    expect(heard.map(({ to, message }) => [to, message.kind])).toEqual([['ann/push', 'notice']])
    gives(99.9)
    await night.after('3m')
    expect(await told()).toEqual(['Muster: Prometheus says nothing any more.', 'Prometheus answers again.'])
  })

  test('delays nobody: while one hangs, another is read, and each of its own keeps to two calls', async () => {
    const other = { ...success, slug: 'other', from: { source: 'second', query: 'other' } }
    const hanging = ['h1', 'h2', 'h3'].map((slug) => ({ ...success, slug, from: { source: 'prom', query: 'hangs' } }))
    await night.apply({
      ...shop,
      sources: [source, { ...source, slug: 'second', name: 'Second' }],
      services: [service('checkout', 'standard', { indicators: [...hanging, other] })],
    })
    const waiting: ((answer: MetricAnswer) => void)[] = []
    night.providers.gauges.set('hangs', () => new Promise((resolve) => void waiting.push(resolve)))
    night.providers.gauges.set('other', 99.9)
    await night.signal('trigger', 'down')
    const drained = drain(night.node.world)
    await expect.poll(() => night.providers.asked.map(({ query }) => query).toSorted()).toEqual(['hangs', 'hangs', 'other'])
    await expect.poll(async () => night.node.world.db.query(`select indicator from samples`)).toEqual([{ indicator: 'other' }])
    expect(await claimWatches(night.node.world, 16), 'the third waits its turn').toEqual([])
    night.providers.gauges.set('hangs', 1)
    for (const answer of waiting) answer({ type: 'retry', afterMs: null, why: 'it hung' })
    await drained
    expect(night.providers.asked.filter(({ query }) => query === 'hangs')).toHaveLength(3)
  })
})

test('[TC-03] what was marked as unreliable never counts for this incident, and taking that back lets it count again', async () => {
  gives(99.9)
  await down()
  await record({ type: 'source.distrusted', source: 'prometheus', text: 'users cannot pay' })
  expect(await reading()).toMatchObject({
    state: 'invalid',
    isWithin: false,
    source: { name: 'Prometheus', by: null, isDistrusted: true },
    why: 'Prometheus was marked as unreliable for this incident.',
  })
  const entry = (await night.log()).find(({ type }) => type === 'source.distrusted')
  await record({ type: 'entry.withdrawn', seq: entry?.seq, why: 'it was right' })
  expect(await reading()).toMatchObject({ state: 'recorded', isWithin: true })
})

test('[PO-06] what comes closer to its target is progress, whoever reads it; what falls is not', async () => {
  const progress = async () => {
    const { owed } = Object((await night.api('GET', '/incidents/1/protocol')).body)
    return owed.find(({ duty }: { duty: string }) => duty === 'progress')?.dueAt
  }
  gives(59.5)
  await down()
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
  const due = await progress()
  await night.after('3m')
  await record({ type: 'reading.changed', metric: 'sales', value: 40 })
  expect(await progress(), 'it fell').toBe(due)
  gives(90)
  await night.after('1m')
  const later = await progress()
  expect(Date.parse(later)).toBeGreaterThan(Date.parse(due))
  await record({ type: 'reading.changed', metric: 'sales', value: 90 })
  expect(Date.parse(await progress())).toBeGreaterThan(Date.parse(later))
})

test("[IR-03] a person's reading stands on the log with where it was seen, and goes stale", async () => {
  await down()
  expect((await record({ type: 'reading.changed', metric: 'sales', value: 40, source: 'the sales board' })).status).toBe(200)
  expect(await told()).toEqual(['Ann read Sales: 40 /min, target ≥ 100 /min, seen in the sales board'])
  expect(await reading('sales')).toMatchObject({
    state: 'recorded',
    value: '40 /min',
    isWithin: false,
    source: { name: 'the sales board', by: 'Ann' },
  })
  await night.after('16m')
  expect(await reading('sales')).toMatchObject({ state: 'invalid', why: expect.stringContaining('16 min old') })
})

test('[HF-05] sources that disagree stand side by side, with when each was read', async () => {
  gives(99.9)
  await down()
  await record({ type: 'reading.changed', metric: 'success', value: 80, source: 'customer calls' })
  await night.after('1m')
  expect(await reading()).toMatchObject({
    value: '99.9 %',
    isHeld: false,
    others: [{ name: 'customer calls', by: 'Ann', value: '80 %', agrees: false }],
  })
})

test('[IR-08] what says nothing of this incident is set aside with a reason, and does not pass by that', async () => {
  gives(99.9)
  await down()
  expect((await record({ type: 'reading.set-aside', metric: 'nothing', text: 'x' })).status).toBe(422)
  await record({ type: 'reading.set-aside', metric: 'success', text: 'The shop is closed today' })
  expect(await reading()).toMatchObject({ state: 'not-applicable', isWithin: false, why: 'The shop is closed today' })
})

test('[IR-08] an answer that is no number is invalid and says why', async () => {
  gives({ type: 'invalid', why: 'The query gives 3 series. Aggregate it to one, for example with sum(), min() or max().' })
  await down()
  expect(await reading()).toMatchObject({ state: 'invalid', why: expect.stringContaining('gives 3 series') })
  gives({ type: 'none' })
  await night.after('30s')
  expect(await reading()).toMatchObject({ state: 'invalid', why: expect.stringContaining('finds nothing') })
  expect(await told()).toEqual([])
})

test('[IR-08] samples are kept for a day, and a chart is thinned out without losing the worst', async () => {
  gives(99.9)
  await down()
  const { world, orgId } = night.node
  night.clock.set(night.clock.now() + 17 * 60 * MINUTE)
  await world.db.query(
    `insert into samples (org_id, service_id, indicator, at, source, value)
     select $1, service_id, indicator, at + place * 30000, source, case place when 1000 then 20 else 99.9 end from samples, generate_series(1, 2000) place`,
    [orgId],
  )
  const { samples = [] } = (await reading()) ?? {}
  expect(samples).toHaveLength(240)
  expect(samples.map(({ value }) => value)).toContain(20)
  await night.api('POST', '/incidents/1/resolve', {})
  night.clock.set(night.clock.now() + 25 * 60 * MINUTE)
  await upkeep(world, { days: 90 })
  expect(await world.db.query('select at from samples')).toEqual([])
})

test('[IR-03] an indicator that is taken out, or moved to another source, is not read by the old one any more', async () => {
  gives(99.9)
  await down()
  await night.apply({
    ...shop,
    services: [service('checkout', 'standard', { indicators: [{ ...success, from: { source: 'prom', query: 'new' } }] })],
  })
  await night.after('30s')
  expect(night.providers.asked.at(-1)?.query).toBe('new')
  await night.apply({ ...shop, services: [service('checkout', 'standard')] })
  await night.after('30s')
  const before = asked().length
  await night.after('2m')
  expect(asked()).toHaveLength(before)
})
