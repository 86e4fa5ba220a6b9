// What can be done to an incident is told by the rules that will be asked when somebody does it; and the worst comes first.
import { describe, expect, it } from 'vitest'
import { ann, night, policy, roster, rung, T0, user } from '../page/fixture.ts'
import type { Severity } from '../vocabulary.ts'
import { possible } from './can.ts'
import { byImpact } from './impact.ts'
import type { Incident } from './incident.ts'

const incident: Incident = {
  id: 'incident_1',
  orgId: 'org_1',
  number: 1,
  serviceId: 'service_1',
  groupKey: 'k',
  status: 'triggered',
  severity: 'SEV1',
  protocol: 'handbook',
  protocolVersion: 1,
  title: 'down',
  origin: 'alert',
  openedAt: T0,
  lastAlertAt: T0,
  acknowledgedAt: null,
  resolvedAt: null,
  watchedUntil: null,
  alertCount: 1,
  openAlerts: 1,
  private: false,
}
const moment = { now: T0, roster: roster() }
const climbing = night().page()
const answered = (() => {
  const one = night()
  one.at(1, { type: 'acknowledge', by: user(ann) })
  return one.page()
})()
const free = { acknowledge: null, escalate: null, resolve: null, snooze: null, reassign: null, 'add-responder': null }
const over = Object.fromEntries(Object.keys(free).map((action) => [action, 'already-resolved']))

describe('each action is possible, or has its reason', () => {
  it.each([
    ['while it climbs', { incident, pages: [climbing] }, free],
    [
      'once it is answered',
      { incident: { ...incident, status: 'acknowledged' as const }, pages: [answered] },
      { ...free, acknowledge: 'already-acknowledged' },
    ],
    ['when it paged nobody', { incident, pages: [] }, { ...free, escalate: 'nothing-to-escalate', snooze: 'nothing-to-escalate' }],
    ['when it is over', { incident: { ...incident, status: 'resolved' as const }, pages: [] }, over],
  ])('%s', (_when, standing, expected) => {
    expect(possible({ ...standing, by: user(ann) }, moment)).toEqual(expected)
  })

  it('who was not called cannot answer for a rung that needs everybody', () => {
    const all = night(policy({ rungs: [rung(['user_ben', 'user_cyd'], { require: 'all' })] })).page()
    expect(possible({ incident, pages: [all], by: user(ann) }, moment).acknowledge).toBe('not-paged')
  })
})

describe('the order of a screen', () => {
  const weighed = (number: number, severity: Severity, unowned: boolean, openedAt: number, status: Incident['status'] = 'triggered') => ({
    number,
    severity,
    status,
    unowned,
    openedAt,
  })

  it('is severity, then what nobody is left for, then what nobody has answered, then the oldest, then the number', () => {
    const all = [
      weighed(1, 'SEV2', true, 1),
      weighed(2, 'SEV1', false, 3),
      weighed(3, 'SEV1', false, 2),
      weighed(4, 'SEV1', true, 9),
      weighed(5, 'SEV0', false, 9),
      weighed(6, 'SEV0', false, 9),
      weighed(7, 'SEV0', false, 1, 'acknowledged'),
    ]
    expect(
      all
        .toReversed()
        .toSorted(byImpact)
        .map((one) => one.number),
    ).toEqual([5, 6, 7, 4, 3, 2, 1])
  })
})
