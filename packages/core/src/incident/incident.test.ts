// An incident: where its alerts go, how grave it is, what a word said to it does to its pages, and when it counts as answered.
import { describe, expect, it, test } from 'vitest'
import { TEST_KEY, type Signal } from '../alert/signal.ts'
import { ann, ben, calls, cyd, night, openedPage, policy, roster, rung, T0, told, user, type Night } from '../page/fixture.ts'
import type { Page } from '../page/page.ts'
import { policyForResponder } from '../page/policy.ts'
import { MINUTE, SEVERITIES, SIGNAL_SEVERITIES, type Instant } from '../vocabulary.ts'
import { handle, settle, statusOf, type IncidentCommand, type IncidentDecision } from './handle.ts'
import { DEFAULT_GROUPING, type Grouping, type Incident } from './incident.ts'
import { groupKeyOf, REOPEN_WINDOW, route } from './route.ts'
import { pages, proposeSeverity, worse } from './severity.ts'

const incident = (of: Partial<Incident> = {}): Incident => ({
  id: 'incident_1',
  orgId: 'org_1',
  number: 1,
  serviceId: 'service_1',
  groupKey: 'service:service_1',
  status: 'triggered',
  severity: 'SEV1',
  protocol: 'handbook',
  protocolVersion: 1,
  title: 'checkout is down',
  origin: 'alert',
  openedAt: T0,
  lastAlertAt: T0,
  acknowledgedAt: null,
  resolvedAt: null,
  watchedUntil: null,
  alertCount: 1,
  openAlerts: 1,
  private: false,
  ...of,
})
const resolved = (minutesAgo: number, of: Partial<Incident> = {}) =>
  incident({ status: 'resolved', resolvedAt: T0 - minutesAgo * MINUTE, lastAlertAt: T0 - 60 * MINUTE, ...of })

describe('where a new alert goes', () => {
  const byKey: Grouping = { by: 'key' }
  const other = (of: Partial<Incident> = {}) => incident({ id: 'incident_2', ...of })

  it.each<[string, Parameters<typeof route>[0], Grouping, unknown]>([
    ['nothing is known', { previous: null, group: null }, DEFAULT_GROUPING, { type: 'open' }],
    [
      'its key’s incident is open',
      { previous: incident({ lastAlertAt: 0 }), group: null },
      DEFAULT_GROUPING,
      { type: 'join', incidentId: 'incident_1' },
    ],
    [
      'its key’s incident is answered',
      { previous: incident({ status: 'acknowledged' }), group: null },
      byKey,
      { type: 'join', incidentId: 'incident_1' },
    ],
    ['its group’s incident is open', { previous: null, group: other() }, DEFAULT_GROUPING, { type: 'join', incidentId: 'incident_2' }],
    [
      'both are open: its own key’s comes first',
      { previous: incident(), group: other() },
      DEFAULT_GROUPING,
      { type: 'join', incidentId: 'incident_1' },
    ],
    [
      'its key’s is resolved and its group’s open',
      { previous: resolved(1), group: other() },
      DEFAULT_GROUPING,
      { type: 'join', incidentId: 'incident_2' },
    ],
    ['its group’s is resolved', { previous: null, group: resolved(1) }, DEFAULT_GROUPING, { type: 'open' }],
    [
      '[EC-02] case 15: its key’s was resolved just now',
      { previous: resolved(0), group: null },
      byKey,
      { type: 'reopen', incidentId: 'incident_1' },
    ],
    [
      '[EC-02] case 24: its key’s was resolved 30 minutes ago',
      { previous: resolved(30), group: null },
      byKey,
      { type: 'reopen', incidentId: 'incident_1' },
    ],
    [
      '[EC-02] its key’s was resolved more than 30 minutes ago',
      { previous: resolved(30 + 1 / MINUTE), group: null },
      byKey,
      { type: 'open' },
    ],
    ['its key’s is resolved, nobody knows when', { previous: resolved(0, { resolvedAt: null }), group: null }, byKey, { type: 'open' }],
  ])('%s', (_title, candidates, grouping, expected) => {
    expect(route(candidates, grouping, T0)).toEqual(expected)
  })

  it('a group takes alerts in until its window has passed since the last one; a group of one key always', () => {
    const joins = (grouping: Grouping, minutesAgo: number) =>
      route({ previous: null, group: incident({ lastAlertAt: T0 - minutesAgo * MINUTE }) }, grouping, T0).type
    const byLabels: Grouping = { by: 'labels', labels: ['region'], windowMinutes: 10 }
    expect([
      joins(DEFAULT_GROUPING, 5),
      joins(DEFAULT_GROUPING, 5.001),
      joins(byLabels, 10),
      joins(byLabels, 10.001),
      joins(byKey, 900),
    ]).toEqual(['join', 'open', 'join', 'open', 'join'])
  })

  it('the window for coming back is half an hour', () => {
    expect(REOPEN_WINDOW).toBe(30 * MINUTE)
  })

  it('alerts belong together by their key, by their service, or by the labels they agree on', () => {
    const of = (grouping: Grouping, labels: Record<string, string>, key: string) =>
      groupKeyOf('service_1', grouping, { labels } as Signal, key)
    expect([of(byKey, {}, 'a'), of(byKey, {}, 'b')]).toEqual(['key:a', 'key:b'])
    expect([of(DEFAULT_GROUPING, {}, 'a'), of(DEFAULT_GROUPING, { x: '1' }, 'b')]).toEqual(['service:service_1', 'service:service_1'])
    const byLabels: Grouping = { by: 'labels', labels: ['region', 'tier'], windowMinutes: 5 }
    const named: Record<string, string>[] = [
      { region: 'eu', tier: '1', host: 'a' },
      { region: 'eu', tier: '1', host: 'b' },
      { region: 'eu' },
      { tier: 'eu' },
      { region: 'eu","1' },
    ]
    expect(new Set(named.map((labels, index) => of(byLabels, labels, `key-${index}`))).size).toBe(4)
    expect(of(byLabels, { region: 'eu' }, 'a')).toBe('labels:["eu",null]')
    const long = (rest: string) => of(byLabels, { region: 'x'.repeat(99) + rest }, 'a')
    expect([long('ab') === long('ac'), long('a') === long('b')]).toEqual([true, false])
  })

  it('a test somebody asked for is an incident of its own, so that what fires for real beside it still pages', () => {
    const byRegion: Grouping = { by: 'labels', labels: ['region'], windowMinutes: 5 }
    const keys = [byKey, DEFAULT_GROUPING, byRegion].map((grouping) =>
      groupKeyOf('service_1', grouping, { labels: { region: 'eu' } } as unknown as Signal, `${TEST_KEY}1`),
    )
    expect(new Set(keys)).toEqual(new Set(['key:muster:test:1']))
  })
})

describe('how grave it is', () => {
  it('follows from what the monitor says; on the critical path a failure is the business standing still', () => {
    const proposed = (criticalPath: boolean) => SIGNAL_SEVERITIES.map((severity) => proposeSeverity(severity, { criticalPath }))
    expect([proposed(false), proposed(true)]).toEqual([
      ['SEV1', 'SEV2', 'SEV3', 'SEV3'],
      ['SEV0', 'SEV0', 'SEV3', 'SEV3'],
    ])
  })

  it('low urgency does not page', () => {
    expect(SEVERITIES.map(pages)).toEqual([true, true, true, false])
  })

  test('of two severities the worse is kept', () => {
    expect(SEVERITIES.flatMap((a) => SEVERITIES.map((b) => worse(a, b))).join(' ')).toBe(
      'SEV0 SEV0 SEV0 SEV0 SEV0 SEV1 SEV1 SEV1 SEV0 SEV1 SEV2 SEV2 SEV0 SEV1 SEV2 SEV3',
    )
  })
})

const moment = (minutes = 1): { now: Instant; roster: ReturnType<typeof roster> } => ({ now: T0 + minutes * MINUTE, roster: roster() })
const ladder = (work: (one: Night) => void = () => undefined): Page => pageOf(night(), work)
const responder = (work: (one: Night) => void = () => undefined): Page => ({
  ...pageOf(night(policyForResponder(cyd)), work),
  id: 'page_2',
  role: 'responder',
})
const answered = (one: Night) => one.at(1, { type: 'acknowledge', by: user(ann) })
const over = (one: Night) => one.at(1, { type: 'end', by: user(ann), reason: 'resolved' })

function pageOf(one: Night, work: (one: Night) => void): Page {
  work(one)
  return one.page()
}

function accepted(decision: IncidentDecision): Extract<IncidentDecision, { ok: true }> {
  if (!decision.ok) throw new Error(decision.reason)
  return decision
}

const said = (
  type: 'acknowledge' | 'escalate' | 'ask-for-help' | 'decline',
  by = user(ann),
  pageId: Page['id'] | null = null,
): IncidentCommand => ({ type, by, pageId })

describe('when it counts as answered', () => {
  it.each<[string, Page[], Incident['status'], Incident['status']]>([
    ['its ladder climbs', [ladder()], 'acknowledged', 'triggered'],
    ['its ladder is answered', [ladder(answered)], 'triggered', 'acknowledged'],
    [
      'its ladder is put to sleep',
      [ladder((one) => one.at(1, { type: 'snooze', by: user(ann), until: T0 + 60 * MINUTE }))],
      'triggered',
      'acknowledged',
    ],
    ['its ladder is used up', [ladder((one) => [one.elapse(), one.elapse()])], 'acknowledged', 'triggered'],
    [
      'only a responder has answered',
      [ladder(), responder((one) => one.at(1, { type: 'acknowledge', by: user(cyd) }))],
      'triggered',
      'triggered',
    ],
    ['its ladder is over: what was last said stands', [ladder(over)], 'acknowledged', 'acknowledged'],
    ['it has paged nobody: what was last said stands', [], 'acknowledged', 'acknowledged'],
    ['an older ladder is over and the new one climbs', [ladder(over), ladder()], 'acknowledged', 'triggered'],
    ['it is resolved, whatever its pages say', [ladder(answered)], 'resolved', 'resolved'],
  ])('%s', (_title, pagesOfIt, before, after) => {
    expect(statusOf(incident({ status: before }), pagesOfIt)).toBe(after)
  })

  it('keeps since when, and forgets it when the answer is gone', () => {
    const before = incident()
    const acknowledged = settle(before, [ladder(answered)], T0 + MINUTE)
    expect(acknowledged).toEqual(incident({ status: 'acknowledged', acknowledgedAt: T0 + MINUTE }))
    expect(settle(acknowledged, [ladder(answered)], T0 + 9 * MINUTE)).toBe(acknowledged)
    expect(settle(acknowledged, [ladder()], T0 + 9 * MINUTE)).toEqual(before)
  })
})

describe('what is said to it', () => {
  it('reaches its ladder, and the incident follows', () => {
    const { incident: after, told: changed, events } = accepted(handle(incident(), [ladder()], said('acknowledge'), moment()))
    expect(after).toEqual(incident({ status: 'acknowledged', acknowledgedAt: T0 + MINUTE }))
    expect(changed.map((one) => [one.page.id, told(one.events)])).toEqual([['page_1', ['acknowledged']]])
    expect(events).toEqual([])
  })

  it('reaches the pages that call whoever says it, too', () => {
    const both = accepted(handle(incident(), [ladder(), responder()], said('acknowledge', user(cyd)), moment()))
    expect(both.told.map((one) => one.page.id)).toEqual(['page_1', 'page_2'])
    const one = accepted(handle(incident(), [ladder(), responder()], said('acknowledge', user(ann)), moment()))
    expect(one.told.map((change) => change.page.id)).toEqual(['page_1'])
    const token = accepted(
      handle(incident(), [ladder(), responder()], { ...said('acknowledge'), by: { type: 'token', name: 'chat' } }, moment()),
    )
    expect(token.told.map((change) => change.page.id)).toEqual(['page_1'])
  })

  it('about one page reaches that page only', () => {
    const { told: changed, incident: after } = accepted(
      handle(incident(), [ladder(), responder()], said('acknowledge', user(cyd), 'page_2'), moment()),
    )
    expect([changed.map((one) => one.page.id), after.status]).toEqual([['page_2'], 'triggered'])
  })

  it('answers every page of it that is calling whoever answers one, and no other', () => {
    const calling = { ...ladder(), id: 'page_3' as const }
    const byAnn = accepted(handle(incident(), [ladder(), responder(), calling], said('acknowledge', user(ann), 'page_1'), moment()))
    expect(byAnn.told.map((one) => one.page.id)).toEqual(['page_1', 'page_3'])
    const spentOn = { ...ladder((one) => [one.elapse(), one.elapse()]), id: 'page_4' as const }
    const byCyd = accepted(handle(incident(), [responder(), spentOn, ladder()], said('acknowledge', user(cyd), 'page_2'), moment()))
    expect(byCyd.told.map((one) => one.page.id)).toEqual(['page_2'])
    const declined = accepted(handle(incident(), [ladder(), calling], said('decline', user(ann), 'page_1'), moment()))
    expect(declined.told.map((one) => one.page.id)).toEqual(['page_1'])
  })

  it('is done when one page takes it, though another refuses', () => {
    const decision = accepted(
      handle(incident({ status: 'acknowledged' }), [ladder(answered), responder()], said('acknowledge', user(cyd)), moment()),
    )
    expect(decision.told.map((one) => one.page.id)).toEqual(['page_2'])
  })

  it.each<[string, Incident, Page[], IncidentCommand, string]>([
    ['it is resolved', resolved(1), [ladder()], said('acknowledge'), 'already-resolved'],
    ['it is resolved, and it is to be resolved', resolved(1), [], { type: 'resolve', by: user(ann), why: 'by-hand' }, 'already-resolved'],
    ['every page refuses, with the page’s own reason', incident(), [ladder(answered)], said('acknowledge'), 'already-acknowledged'],
    ['the page it is about is over', incident(), [ladder(over), responder()], said('acknowledge', user(ann), 'page_1'), 'page-ended'],
    ['the page it is about is of another incident', incident(), [ladder()], said('acknowledge', user(ann), 'page_9'), 'page-ended'],
    ['there is nothing to escalate', incident(), [], said('escalate'), 'nothing-to-escalate'],
    ['there is nothing to decline', incident(), [ladder(over)], said('decline'), 'nothing-to-escalate'],
    [
      'there is nothing to put to sleep',
      incident(),
      [],
      { type: 'snooze', by: user(ann), until: T0 + 60 * MINUTE, pageId: null },
      'nothing-to-escalate',
    ],
    ['it has paged nobody and is answered already', incident({ status: 'acknowledged' }), [], said('acknowledge'), 'already-acknowledged'],
  ])('is refused when %s', (_title, of, pagesOfIt, command, reason) => {
    expect(handle(of, pagesOfIt, command, moment())).toEqual({ ok: false, reason })
  })

  it('answers an incident that has paged nobody, on its own log', () => {
    expect(accepted(handle(incident(), [], said('acknowledge'), moment()))).toEqual({
      ok: true,
      incident: incident({ status: 'acknowledged', acknowledgedAt: T0 + MINUTE }),
      told: [],
      events: [{ type: 'incident.acknowledged', at: T0 + MINUTE, by: user(ann) }],
    })
  })

  it.each(['escalate', 'ask-for-help', 'decline'] as const)('%s wakes the next rung, and the incident is open again', (type) => {
    const decision = accepted(handle(incident({ status: 'acknowledged', acknowledgedAt: T0 }), [ladder(answered)], said(type), moment(2)))
    expect(calls(decision.told.flatMap((one) => one.effects))).toEqual(['ben ntfy +2', 'ben webhook +4'])
    expect(decision.incident).toMatchObject({ status: 'triggered', acknowledgedAt: null })
  })

  it('a snooze is handed on with its end', () => {
    const until = T0 + 60 * MINUTE
    const decision = accepted(handle(incident(), [ladder()], { type: 'snooze', by: user(ann), until, pageId: null }, moment()))
    expect([decision.told[0]?.page.nextAt, decision.incident.status]).toEqual([until, 'acknowledged'])
  })
})

describe('resolving', () => {
  it.each(['by-hand', 'alerts-cleared'] as const)('ends every page that is not over, whatever it was doing (%s)', (why) => {
    const pagesOfIt = [ladder(over), { ...ladder(answered), id: 'page_3' as const }, responder()]
    const decision = accepted(handle(incident({ acknowledgedAt: T0 }), pagesOfIt, { type: 'resolve', by: user(ben), why }, moment(3)))
    expect(decision.told.map((one) => [one.page.id, one.page.state, told(one.events)])).toEqual([
      ['page_3', 'ended', ['ended']],
      ['page_2', 'ended', ['ended']],
    ])
    expect(decision.told[0]?.events).toEqual([{ type: 'page.ended', at: T0 + 3 * MINUTE, by: user(ben), reason: 'resolved' }])
    expect(decision.incident).toEqual(incident({ status: 'resolved', resolvedAt: T0 + 3 * MINUTE, acknowledgedAt: T0 }))
    expect(decision.events).toEqual([{ type: 'incident.resolved', at: T0 + 3 * MINUTE, by: user(ben), why }])
  })

  it('needs no page', () => {
    expect(accepted(handle(incident(), [], { type: 'resolve', by: user(ben), why: 'by-hand' }, moment())).incident.status).toBe('resolved')
  })
})

it('a page before its first rung cannot be spoken to', () => {
  expect(handle(incident(), [openedPage(policy({ rungs: [rung([ann])] }))], said('acknowledge'), moment())).toEqual({
    ok: false,
    reason: 'not-started',
  })
})
