// Whom an outage wakes, through which of their contacts and when, and what a call that fails leads to.
import { expect, test } from 'vitest'
import type { Person } from '../page/directory.ts'
import type { Target } from '../page/policy.ts'
import { instant, layer, schedule } from '../schedule/fixture.ts'
import { MINUTE, SECOND, type ContactId, type Instant, type UserId } from '../vocabulary.ts'
import { added, backCalls, begun, callsFor, carriedOver, dueCalls, hasReachedNobody, settled, type Call, type CallAnswer } from './calls.ts'
import { ROUND_MS, type Trouble } from './watch.ts'
import { firstOnEachLadder, whomToWake, type WatchedOrg } from './whom.ts'
import { backWords, pageWords } from './words.ts'

const night = instant('2026-01-05T03:10Z')

function person(slug: string, ways: [string, number][] = [['push', 0]], also: Partial<Person> = {}): Person {
  const rules = ways.map(([way, delayMinutes]) => ({ contactId: contactOf(slug, way), channel: 'ntfy' as const, delayMinutes }))
  return { id: `user_${slug}`, slug, name: slug, email: null, timeZone: 'Europe/Paris', disabled: false, rules, ...also }
}

const contactOf = (slug: string, way: string): ContactId => `contact_${slug}-${way}`
const to = (...slugs: string[]): Target[] => slugs.map((slug) => ({ type: 'person', userId: `user_${slug}` }))
const onSchedule: Target = { type: 'schedule', scheduleId: 'schedule_checkout' }

/** Ben until Monday the 12th, nine o’clock; then Ada. */
const rota = schedule('UTC', [layer({ participants: ['user_ben', 'user_ada'] })])

function org(people: Person[], catchAll: Target[], firstRungs: Target[] = []): WatchedOrg {
  const directory = { people: new Map(people.map((one) => [one.id, one])), schedules: new Map([[rota.id, rota]]), catchAll }
  return { id: 'org_shop', name: 'Shop', directory, firstRungs }
}

const [ada, ben, cyd] = [person('ada'), person('ben'), person('cyd')]

const whom: [string, WatchedOrg, UserId[]][] = [
  ['the last resort is woken', org([ada, ben], to('ben'), to('ada')), ['user_ben']],
  ['somebody who is named twice is woken once', org([ada], to('ada', 'ada')), ['user_ada']],
  [
    'without a last resort the first of every ladder are woken',
    org([ada, ben, cyd], [], to('ada', 'cyd', 'ada')),
    ['user_ada', 'user_cyd'],
  ],
  ['so are they when nobody in the last resort has a contact', org([ada, person('ben', [])], to('ben'), to('ada')), ['user_ada']],
  ['somebody who has left is not woken', org([ada, person('ben', [['push', 0]], { disabled: true })], to('ben'), to('ada')), ['user_ada']],
  ['nobody is made up', org([person('ada', [])], to('ada'), to('ada')), []],
]

test.each(whom)('%s', (_title, of, people) => {
  expect(whomToWake(of, night)).toEqual(people)
})

test('a handoff counts from its very minute', () => {
  const of = org([ada, ben], [onSchedule])
  expect(whomToWake(of, instant('2026-01-12T08:59Z'))).toEqual(['user_ben'])
  expect(whomToWake(of, instant('2026-01-12T09:00Z'))).toEqual(['user_ada'])
  expect(firstOnEachLadder(org([ada, ben], [], [onSchedule]), instant('2026-01-12T09:00Z'))).toEqual(['user_ada'])
})

const round = { startedAt: night, round: 1, at: night + 30 * SECOND }
const slow = person('ada', [
  ['push', 0],
  ['mail', 0],
  ['push', 3],
  ['voice', 5],
])
const of = org([slow, ben], to('ada', 'ben'))
const planned = callsFor(of, ['user_ada'], round)
const key = (way: string, pass: number | 'back' = 1, who = 'ada') => `watchdog:org_shop:${night}:user_${who}:${contactOf(who, way)}:${pass}`
const keys = (calls: readonly Call[]) => calls.map((call) => call.key)

/** The calls after these were begun and answered, in turn. */
function after(calls: readonly Call[], ...answers: [string, CallAnswer, Instant?][]): Call[] {
  return answers.reduce<Call[]>((now, [one, answer, at = round.at]) => settled(begun(now, new Set([one])), one, answer, at), [...calls])
}

test('each contact is called once a round, at the delay of its soonest rule', () => {
  expect(planned.map((call) => [call.key, (call.dueAt - round.at) / MINUTE])).toEqual([
    [key('push'), 0],
    [key('mail'), 0],
    [key('voice'), 5],
  ])
  expect(keys(dueCalls(planned, ['page'], round.at))).toEqual([key('push'), key('mail')])
  expect(keys(dueCalls(planned, ['page'], round.at + 5 * MINUTE))).toHaveLength(3)
})

test('a call with a key that is known is not made again', () => {
  const made = after(planned, [key('push'), { type: 'delivered' }])
  expect(added(made, planned)).toEqual(made)
})

test('a delivered call is over; one to be tried again waits longer each time, as long as the provider asks, and never a whole round', () => {
  expect(keys(dueCalls(after(planned, [key('push'), { type: 'delivered' }]), ['page'], round.at))).toEqual([key('mail')])
  const waits = (afterMs: number | null, times: number) => {
    const tried = after(planned, ...Array.from({ length: times }, (): [string, CallAnswer] => [key('push'), { type: 'retry', afterMs }]))
    return ((tried[0]?.dueAt ?? 0) - round.at) / SECOND
  }
  expect([1, 2, 3, 4, 5, 6, 7, 50].map((times) => waits(null, times))).toEqual([1, 2, 5, 10, 20, 30, 30, 30])
  expect(waits(90 * SECOND, 1)).toBe(90)
  expect(waits(24 * 60 * MINUTE, 1)).toBe(ROUND_MS / SECOND)
})

test('when a way fails for good the next one is tried now, unless another has reached the person', () => {
  const failed = after(planned, [key('push'), { type: 'never' }], [key('mail'), { type: 'never' }])
  expect(keys(dueCalls(failed, ['page'], round.at))).toEqual([key('voice')])
  const reached = after(planned, [key('mail'), { type: 'delivered' }], [key('push'), { type: 'never' }])
  expect(keys(dueCalls(reached, ['page'], round.at))).toEqual([])
})

test('a round that fails for all, or reaches nobody within a minute, goes to more people', () => {
  const place = { orgId: of.id, round: 1 }
  expect(hasReachedNobody(planned, place, round.at)).toBe(false)
  expect(hasReachedNobody(planned, place, round.at + MINUTE)).toBe(true)
  const never = after(planned, [key('push'), { type: 'never' }], [key('mail'), { type: 'never' }], [key('voice'), { type: 'never' }])
  expect(hasReachedNobody(never, place, round.at)).toBe(true)
  expect(hasReachedNobody(after(planned, [key('push'), { type: 'delivered' }]), place, round.at + MINUTE)).toBe(false)
})

test('the next round starts anew for contacts still being tried, and leaves later rules of this one as they are', () => {
  const tried = after(planned, [key('push'), { type: 'delivered' }], [key('mail'), { type: 'retry', afterMs: null }])
  expect(keys(carriedOver(tried))).toEqual([key('push'), key('voice')])
  const second = added(carriedOver(tried), callsFor(of, ['user_ada'], { ...round, round: 2, at: round.at + ROUND_MS }))
  expect(keys(dueCalls(second, ['page'], round.at + ROUND_MS))).toEqual([key('voice'), key('push', 2), key('mail', 2)])
})

test('rounds do not pile up', () => {
  let calls: Call[] = []
  for (let pass = 1; pass <= 100; pass += 1) {
    const more = callsFor(of, ['user_ada', 'user_ben'], { ...round, round: pass, at: round.at + pass * ROUND_MS })
    calls = added(carriedOver(calls), more)
    for (const one of more) calls = after(calls, [one.key, { type: 'delivered' }])
  }
  expect(calls).toHaveLength(8)
})

test('when it is over every contact that was called is told once, also where the answer got lost, and nobody else', () => {
  const called = after(planned, [key('push'), { type: 'delivered' }], [key('mail'), { type: 'retry', afterMs: null }])
  const again = added(carriedOver(called), callsFor(of, ['user_ada', 'user_ben'], { ...round, round: 2 }))
  const calls = after(again, [key('push', 2), { type: 'delivered' }], [key('mail', 2), { type: 'retry', afterMs: null }])
  const back = backCalls(calls, night, night + MINUTE)
  expect(keys(back)).toEqual([key('push', 'back'), key('mail', 'back')])
  expect(back.every((call) => call.kind === 'notice' && call.attempt === 0 && call.state === 'waiting')).toBe(true)
})

test('good news is not called out for ever', () => {
  let calls = backCalls(after(planned, [key('push'), { type: 'delivered' }]), night, night)
  for (let tries = 0; tries < 30; tries += 1) calls = after(calls, [key('push', 'back'), { type: 'retry', afterMs: null }])
  expect(calls.map((call) => call.state)).toEqual(['failed'])
})

const facts = { publicUrl: 'https://muster.example.org', organisation: 'Shop', timeZone: 'Asia/Tokyo', listedAt: night - MINUTE }

test.each<[Trouble, RegExp]>([
  ['silent', /no answer since 12:10 .*Start it again/],
  ['database', /its database does not answer since 12:10 .*See to the database/],
  ['late', /its engine is stuck since 12:10 .*Read its log/],
])('%s: 160 characters say what, since when on the reader’s clock, where, and what to do', (trouble, says) => {
  for (const [attempt, publicUrl] of [
    [1, facts.publicUrl],
    [2, `https://${'a-very-long-name.'.repeat(12)}example.org`],
  ] as const) {
    const { short, title, body } = pageWords({ ...facts, publicUrl, outage: { startedAt: night, trouble }, round: 1, attempt })
    expect(short).toMatch(says)
    expect(short).toMatch(/Pages may not go out/)
    expect(short.length).toBeLessThanOrEqual(160)
    expect(short.includes('May be a repeat')).toBe(attempt > 1)
    expect(title).toMatch(/pages may not go out/)
    expect(body).toContain(publicUrl)
    expect(body).not.toMatch(/list of who/)
  }
})

test('an old on-call list says how old it is', () => {
  const words = { ...facts, outage: { startedAt: night, trouble: 'silent' as const }, round: 2, attempt: 1, listedAt: night - 60 * MINUTE }
  expect(pageWords(words).body).toMatch(/list of who is on call is from 2026-01-05, 11:10/)
  expect(pageWords(words).title).toMatch(/Muster still/)
})

test('the last word says from when to when it was away', () => {
  const { short, title } = backWords({ ...facts, outage: { startedAt: night, trouble: 'late' } }, night + 7 * MINUTE)
  expect(title).toBe('Muster is back since 12:17: it was away from 12:10')
  expect(short.length).toBeLessThanOrEqual(160)
})
