// One of two ends, the other goes on with all that was open; and what is over, a test, or an umbrella with parts is not merged.
import { describe, expect, it, test } from 'vitest'
import { ann, night, roster, T0, user } from '../page/fixture.ts'
import type { Incident } from '../incident/incident.ts'
import type { Link } from './links.ts'
import { merge, standingFor, type Merging } from './merge.ts'

const one = (n: number, of: Partial<Incident> = {}): Incident => ({
  id: `incident_${n}`,
  orgId: 'org_1',
  number: n,
  serviceId: 'service_1',
  groupKey: 'k',
  status: 'triggered',
  severity: 'SEV2',
  protocol: 'handbook',
  protocolVersion: null,
  title: 'down',
  origin: 'alert',
  openedAt: T0,
  lastAlertAt: T0 + n,
  acknowledgedAt: null,
  resolvedAt: null,
  watchedUntil: null,
  alertCount: 3,
  openAlerts: 2,
  private: false,
  ...of,
})
const moment = { now: T0 + 9, roster: roster() }
const merging = (of: Partial<Merging> = {}): Merging => ({ from: one(1), into: one(2), pages: [], links: [], by: user(ann), ...of })
const part: Link = { from: 'incident_3', to: 'incident_1', kind: 'part-of' }

describe('[OR-04] two incidents are not made one', () => {
  test.each<[string, string, Partial<Merging>]>([
    ['when they are the same already', 'same-incident', { into: one(1) }],
    ['when the one is over', 'already-resolved', { from: one(1, { status: 'resolved' }) }],
    ['when the other is over', 'target-resolved', { into: one(2, { status: 'resolved' }) }],
    ['when one of them is a test', 'test-with-real', { from: one(1, { origin: 'test' }) }],
    ['while others are parts of the one', 'has-parts', { links: [part] }],
  ])('%s', (_when, reason, of) => {
    expect(merge(merging(of), moment)).toEqual({ ok: false, reason })
  })
})

describe('[OR-04] made one,', () => {
  const page = night().page()
  const done = merge(merging({ from: one(1, { severity: 'SEV1' }), pages: [page] }), moment)
  if (!done.ok) throw new Error(done.reason)

  it('the one is over, with nothing open', () => {
    expect(done.from).toMatchObject({ status: 'resolved', resolvedAt: moment.now, openAlerts: 0, alertCount: 3 })
  })
  it('the other has what was open, and is as grave as the graver of the two', () => {
    expect(done.into).toMatchObject({ status: 'triggered', openAlerts: 4, alertCount: 5, severity: 'SEV1', lastAlertAt: T0 + 2 })
  })
  it('nobody is called for the one any more', () => {
    expect(done.told.map(({ page: { state }, effects }) => ({ state, effects }))).toEqual([
      { state: 'ended', effects: [{ type: 'cancel', userId: 'everyone', why: 'ended' }] },
    ])
    expect(done.told[0]?.events).toMatchObject([{ type: 'page.ended', reason: 'merged' }])
  })
})

test('what comes back for one that went into another is for the other, and for nobody when that is not known', () => {
  const all = [one(1), one(2)]
  const gone = { into: new Map([['incident_1', 'incident_2']] as const), known: (id: string) => all.find((it) => it.id === id) ?? null }
  expect(standingFor(one(1), gone)?.id).toBe('incident_2')
  expect(standingFor(one(2), gone)?.id).toBe('incident_2')
  expect(standingFor(null, gone)).toBeNull()
  expect(standingFor(one(1), { ...gone, known: () => null })).toBeNull()
})
