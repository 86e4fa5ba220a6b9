// Looking ahead with a schedule or a ladder, stored or only drafted, as the pages themselves would.
import type { PolicyPreview, SchedulePreview } from '@muster/contract/previews.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, policy, rung } from '@muster/testkit/night/organisation.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let night: Night

const rota = {
  slug: 'rota',
  name: 'Rota',
  timeZone: 'Europe/Paris',
  layers: [{ slug: 'all', participants: ['ann', 'ben'], startsOn: '2026-01-05' }],
}

beforeAll(async () => {
  const ladder = policy('standard', [{ delayMinutes: 5, targets: [{ schedule: 'rota' }] }, rung(10, 'cat')], { repeat: 1 })
  night = await startNight(inject('cluster'), { organisation: organisation({ schedules: [rota], policies: [ladder] }) })
})
afterAll(() => night.close())

const stretch = { from: '2026-03-02T00:00:00Z', to: '2026-03-30T00:00:00Z' }
const shiftsOf = async (asked: object) => (await night.api('POST', '/schedules/preview', { ...stretch, ...asked })).body as SchedulePreview
const ladderOf = async (asked: object) => (await night.api('POST', '/policies/preview', asked)).body as PolicyPreview

test('a stored schedule and the same one as a draft give the same shifts, each with the layer that names them', async () => {
  const stored = await shiftsOf({ slug: 'rota' })
  expect(stored.shifts.map(({ person }) => person.slug)).toEqual(['ben', 'ann', 'ben', 'ann', 'ben'])
  expect(stored.shifts.every(({ layer, override }) => layer === 'all' && override === null)).toBe(true)
  expect(stored).toMatchObject({ gaps: [], upTo: '2026-03-30T00:00:00.000Z' })
  expect(await shiftsOf({ schedule: rota })).toEqual(stored)
})

test('an override is shown as such, and what it leaves empty is a gap', async () => {
  const overrides = [
    { slug: 'swap', person: 'cat', startsAt: '2026-03-03T00:00:00Z', endsAt: '2026-03-04T00:00:00Z' },
    { slug: 'off', person: null, startsAt: '2026-03-05T00:00:00Z', endsAt: '2026-03-06T00:00:00Z' },
  ]
  const { shifts, gaps } = await shiftsOf({ schedule: { ...rota, overrides } })
  expect(shifts).toContainEqual({
    person: { slug: 'cat', name: 'Cat' },
    from: '2026-03-03T00:00:00.000Z',
    to: '2026-03-04T00:00:00.000Z',
    layer: null,
    override: 'swap',
  })
  expect(gaps).toEqual([{ from: '2026-03-05T00:00:00.000Z', to: '2026-03-06T00:00:00.000Z' }])
})

test('a rota without people yet is one gap', async () => {
  const { shifts, gaps } = await shiftsOf({ schedule: { ...rota, layers: [{ ...rota.layers[0], participants: [] }] } })
  expect({ shifts, gaps }).toEqual({ shifts: [], gaps: [{ from: '2026-03-02T00:00:00.000Z', to: '2026-03-30T00:00:00.000Z' }] })
})

test('a ladder is told rung by rung and pass by pass, and ends with the catch-all, at the times a page would', async () => {
  const at = '2026-03-02T04:00:00.000Z'
  const { rungs, catchAll } = await ladderOf({ slug: 'standard', at })
  const told = rungs.map(({ pass, rung: number, at: when, people }) => [pass, number, when, people.map(({ slug }) => slug).join()])
  expect(told).toEqual([
    [1, 1, '2026-03-02T04:00:00.000Z', 'ben'],
    [1, 2, '2026-03-02T04:05:00.000Z', 'cat'],
    [2, 1, '2026-03-02T04:15:00.000Z', 'ben'],
    [2, 2, '2026-03-02T04:20:00.000Z', 'cat'],
  ])
  expect(rungs[0]?.people[0]?.reason).toBe('on call for Rota')
  expect(catchAll).toMatchObject({ at: '2026-03-02T04:30:00.000Z', people: [{ slug: 'last' }] })
})

test('a handoff in the middle of a climb counts', async () => {
  const { rungs } = await ladderOf({ slug: 'standard', at: '2026-03-02T07:50:00Z' })
  expect(rungs.filter((one) => one.rung === 1).map(({ people }) => people[0]?.slug)).toEqual(['ben', 'ann'])
})

test('a rung that would wake nobody says why and is passed at once; a ladder that wakes nobody ends with the catch-all at once', async () => {
  const draft = { ...policy('draft', [{ delayMinutes: 5, targets: [] }, rung(5, 'cat')]), repeat: 0 }
  const { rungs } = await ladderOf({ policy: draft, at: '2026-03-02T04:00:00Z' })
  expect(rungs).toMatchObject([
    { rung: 1, people: [], empty: 'no-one-on-call', at: '2026-03-02T04:00:00.000Z' },
    { rung: 2, people: [{ slug: 'cat' }], empty: null, at: '2026-03-02T04:00:00.000Z' },
  ])
  const nobody = await ladderOf({ policy: { ...draft, rungs: [{ targets: [] }] }, at: '2026-03-02T04:00:00Z' })
  expect(nobody.catchAll).toMatchObject({ at: '2026-03-02T04:00:00.000Z', people: [{ slug: 'last' }] })
})

test('a draft that names nobody we know is refused at the place, and so is a look that is too long or turned round', async () => {
  expect(await night.api('POST', '/policies/preview', { policy: policy('draft', [rung(5, 'stranger')]) })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'policy.rungs[0].targets[0]' }] } },
  })
  const layers = [{ ...rota.layers[0], participants: ['stranger'] }]
  expect(await night.api('POST', '/schedules/preview', { ...stretch, schedule: { ...rota, layers } })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'schedule.layers[0].participants[0]' }] } },
  })
  for (const [from, to] of [
    ['2026-03-02T00:00:00Z', '2026-09-02T00:00:00Z'],
    ['2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z'],
  ])
    expect(await night.api('POST', '/schedules/preview', { slug: 'rota', from, to })).toMatchObject({
      status: 422,
      body: { data: { faults: [{ at: 'to' }] } },
    })
  expect((await night.api('POST', '/schedules/preview', { slug: 'none', ...stretch })).status).toBe(404)
})

test('looking ahead stores nothing', async () => {
  const before = await night.api('GET', '/config')
  await ladderOf({ policy: policy('draft', [rung(5, 'cat')]) })
  await shiftsOf({ schedule: { ...rota, slug: 'draft' } })
  expect(await night.api('GET', '/config')).toEqual(before)
  expect(await night.api('GET', '/incidents')).toMatchObject({ body: { items: [] } })
})
