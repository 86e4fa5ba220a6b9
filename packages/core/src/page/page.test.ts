// Which command does what in which state: the whole table, and what a refusal leaves behind.
import { describe, expect, it, test } from 'vitest'
import type { Hours } from '../hours/hours.ts'
import { MINUTE } from '../vocabulary.ts'
import { whyNot } from './can.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { ann, ben, calls, cancelled, cyd, dan, night, openedPage, policy, roster, rung, T0, told, user, type Night } from './fixture.ts'
import { timerOf } from './open.ts'
import type { PageCommand, PageState } from './page.ts'
import type { Policy } from './policy.ts'

const soon = { now: T0 + 4 * MINUTE, roster: roster() }

const nights: Record<PageState, () => Night> = {
  waiting: () => night(policy(), null),
  climbing: () => night(),
  acknowledged: () => after((one) => one.at(1, { type: 'acknowledge', by: user(ann) })),
  snoozed: () => after((one) => one.at(1, { type: 'snooze', by: user(ann), until: T0 + 60 * MINUTE })),
  exhausted: () =>
    after((one) => {
      one.elapse()
      one.elapse()
    }),
  ended: () => after((one) => one.at(1, { type: 'end', by: user(ann), reason: 'resolved' })),
}

function after(work: (one: Night) => void): Night {
  const one = night()
  work(one)
  return one
}

const states = Object.keys(nights) as PageState[]

test.each(states)('the fixture of a page that is %s is one', (state) => {
  expect(nights[state]().page().state).toBe(state)
})

type Row = { command: (one: Night) => PageCommand; answers: Record<PageState, string> }

/** What follows: the refusal in quotes, or the events; `>` says where the page stands afterwards. */
const table: Record<string, Row> = {
  start: {
    command: () => ({ type: 'start', skipRungs: 0 }),
    answers: {
      waiting: 'rung-entered > climbing 1.1.0',
      climbing: '"already-started"',
      acknowledged: '"already-started"',
      snoozed: '"already-started"',
      exhausted: '"already-started"',
      ended: '"already-started"',
    },
  },
  'rung-elapsed': {
    command: (one) => ({ type: 'rung-elapsed', epoch: one.page().epoch }),
    answers: {
      waiting: '"stale-timer"',
      climbing: 'rung-entered > climbing 1.1.1',
      acknowledged: '"stale-timer"',
      snoozed: '"stale-timer"',
      exhausted: '"stale-timer"',
      ended: '"stale-timer"',
    },
  },
  acknowledge: {
    command: () => ({ type: 'acknowledge', by: user(ben) }),
    answers: {
      waiting: '"not-started"',
      climbing: 'acknowledged > acknowledged 1.1.0',
      acknowledged: '"already-acknowledged"',
      snoozed: 'acknowledged > acknowledged 1.1.0',
      exhausted: 'acknowledged > acknowledged 1.1.1',
      ended: '"page-ended"',
    },
  },
  'acknowledgement-elapsed': {
    command: (one) => ({ type: 'acknowledgement-elapsed', epoch: one.page().epoch }),
    answers: {
      waiting: '"stale-timer"',
      climbing: '"stale-timer"',
      acknowledged: 'acknowledgement-elapsed, rung-entered > climbing 2.1.0',
      snoozed: '"stale-timer"',
      exhausted: '"stale-timer"',
      ended: '"stale-timer"',
    },
  },
  escalate: {
    command: () => ({ type: 'escalate', by: user(cyd) }),
    answers: {
      waiting: '"not-started"',
      climbing: 'escalated, rung-entered > climbing 1.1.1',
      acknowledged: 'escalated, rung-entered > climbing 2.1.1',
      snoozed: 'escalated, rung-entered > climbing 2.1.1',
      exhausted: 'escalated, rung-entered > climbing 2.1.0',
      ended: '"page-ended"',
    },
  },
  'ask-for-help': {
    command: () => ({ type: 'ask-for-help', by: user(ann) }),
    answers: {
      waiting: '"not-started"',
      climbing: 'help-asked, rung-entered > climbing 1.1.1',
      acknowledged: 'help-asked, rung-entered > climbing 2.1.1',
      snoozed: 'help-asked, rung-entered > climbing 2.1.1',
      exhausted: 'help-asked, rung-entered > climbing 2.1.0',
      ended: '"page-ended"',
    },
  },
  decline: {
    command: () => ({ type: 'decline', by: user(ann) }),
    answers: {
      waiting: '"not-started"',
      climbing: 'declined, rung-entered > climbing 1.1.1',
      acknowledged: 'declined, rung-entered > climbing 2.1.1',
      snoozed: 'declined > snoozed 1.1.0',
      exhausted: 'declined > exhausted 1.1.1',
      ended: '"page-ended"',
    },
  },
  snooze: {
    command: () => ({ type: 'snooze', by: user(ben), until: T0 + 45 * MINUTE }),
    answers: {
      waiting: '"not-started"',
      climbing: 'snoozed > snoozed 1.1.0',
      acknowledged: 'snoozed > snoozed 1.1.0',
      snoozed: 'snoozed > snoozed 1.1.0',
      exhausted: 'snoozed > snoozed 1.1.1',
      ended: '"page-ended"',
    },
  },
  'snooze-elapsed': {
    command: (one) => ({ type: 'snooze-elapsed', epoch: one.page().epoch }),
    answers: {
      waiting: '"stale-timer"',
      climbing: '"stale-timer"',
      acknowledged: '"stale-timer"',
      snoozed: 'snooze-ended, rung-entered > climbing 2.1.0',
      exhausted: '"stale-timer"',
      ended: '"stale-timer"',
    },
  },
  undeliverable: {
    command: () => ({ type: 'undeliverable', userId: ann, climb: 1, pass: 1, rung: 0 }),
    answers: {
      waiting: '"stale-timer"',
      climbing: 'undeliverable, rung-entered > climbing 1.1.1',
      acknowledged: '"stale-timer"',
      snoozed: '"stale-timer"',
      exhausted: '"stale-timer"',
      ended: '"stale-timer"',
    },
  },
  'remove-person': {
    command: (one) => ({ type: 'remove-person', userId: one.page().state === 'exhausted' ? dan : ann }),
    answers: {
      waiting: '"not-paged"',
      climbing: 'person-removed, rung-entered > climbing 1.1.1',
      acknowledged: 'person-removed, rung-entered > climbing 2.1.0',
      snoozed: 'person-removed > snoozed 1.1.0',
      exhausted: 'person-removed > exhausted 1.1.1',
      ended: '"page-ended"',
    },
  },
  'call-away': {
    command: () => ({ type: 'call-away', userId: ann, by: user(cyd), to: 2 }),
    answers: {
      waiting: '"not-started"',
      climbing: 'person-removed, rung-entered > climbing 1.1.1',
      acknowledged: 'person-removed, rung-entered > climbing 2.1.1',
      snoozed: 'person-removed, rung-entered > climbing 2.1.1',
      exhausted: 'person-removed > exhausted 1.1.1',
      ended: '"page-ended"',
    },
  },
  'change-policy': {
    command: () => ({ type: 'change-policy', policy: policy({ rungs: [rung([cyd])] }), by: user(ann), from: 'first-rung' }),
    answers: {
      waiting: 'policy-changed, rung-entered > climbing 1.1.0',
      climbing: 'policy-changed, rung-entered > climbing 2.1.0',
      acknowledged: 'policy-changed, rung-entered > climbing 2.1.0',
      snoozed: 'policy-changed, rung-entered > climbing 2.1.0',
      exhausted: 'policy-changed, rung-entered > climbing 2.1.0',
      ended: '"page-ended"',
    },
  },
  'apply a policy now': {
    command: () => ({ type: 'change-policy', policy: policy({ version: 2 }), by: user(ann), from: 'same-rung' }),
    answers: {
      waiting: 'policy-changed > waiting 0.0.0',
      climbing: 'policy-changed, rung-entered > climbing 2.1.0',
      acknowledged: 'policy-changed > acknowledged 1.1.0',
      snoozed: 'policy-changed > snoozed 1.1.0',
      exhausted: 'policy-changed, rung-entered > climbing 2.1.1',
      ended: '"page-ended"',
    },
  },
  end: {
    command: () => ({ type: 'end', by: user(ann), reason: 'resolved' }),
    answers: {
      waiting: 'ended > ended 0.0.0',
      climbing: 'ended > ended 1.1.0',
      acknowledged: 'ended > ended 1.1.0',
      snoozed: 'ended > ended 1.1.0',
      exhausted: 'ended > ended 1.1.1',
      ended: '"page-ended"',
    },
  },
}

const cells = Object.entries(table).flatMap(([name, row]) => states.map((state) => [name, state, row.answers[state], row] as const))

describe('what a command does in a state', () => {
  it.each(cells)('%s, when %s: %s', (_name, state, expected, row) => {
    const one = nights[state]()
    const decision = decide(one.page(), row.command(one), soon)
    if (!decision.ok) return expect(`"${decision.reason}"`).toBe(expected)
    const { state: then, climb, pass, rung: stood } = decision.page
    expect(`${told(decision.events).join(', ')} > ${then} ${climb}.${pass}.${stood}`).toBe(expected)
    expect(decision.events.every((event) => event.at === soon.now)).toBe(true)
  })

  it.each(cells.filter(([name]) => name in { acknowledge: 1, escalate: 1, 'ask-for-help': 1, decline: 1, snooze: 1 }))(
    'a screen greys out %s when %s exactly if it would be refused: %s',
    (_name, state, expected, row) => {
      const one = nights[state]()
      const { type } = row.command(one) as { type: Parameters<typeof whyNot>[0] }
      const reason = whyNot(type, one.page())
      expect(reason === null ? null : `"${reason}"`).toBe(expected.startsWith('"') ? expected : null)
    },
  )
})

describe('timers', () => {
  it.each(['climbing', 'acknowledged', 'snoozed'] as const)(
    'one set before the page moved on is refused, though the page is %s again',
    (state) => {
      const one = nights[state]()
      const { epoch } = one.page()
      const type = { climbing: 'rung-elapsed', acknowledged: 'acknowledgement-elapsed', snoozed: 'snooze-elapsed' } as const
      expect(decide(one.page(), { type: type[state], epoch: epoch - 1 }, soon)).toEqual({ ok: false, reason: 'stale-timer' })
    },
  )

  it('each state that waits for something has one, with its own meaning; the others have none', () => {
    const timers = states.map((state) => [state, timerOf(nights[state]().page())])
    expect(Object.fromEntries(timers)).toEqual({
      waiting: null,
      climbing: { kind: 'rung-elapsed', dueAt: T0 + 5 * MINUTE, epoch: 1 },
      acknowledged: { kind: 'acknowledgement-elapsed', dueAt: T0 + 31 * MINUTE, epoch: 2 },
      snoozed: { kind: 'snooze-elapsed', dueAt: T0 + 60 * MINUTE, epoch: 2 },
      exhausted: null,
      ended: null,
    })
  })

  it('an answer that holds for ever has none', () => {
    const one = night(policy({ ackTimeoutMinutes: null }))
    one.at(1, { type: 'acknowledge', by: user(ann) })
    expect([one.page().nextAt, timerOf(one.page())]).toEqual([null, null])
  })
})

describe('refusals', () => {
  it('a snooze must end in the time to come', () => {
    for (const until of [soon.now, soon.now - 1]) {
      expect(decide(night().page(), { type: 'snooze', by: user(ann), until }, soon)).toEqual({ ok: false, reason: 'snooze-in-the-past' })
    }
    expect(decide(night().page(), { type: 'snooze', by: user(ann), until: soon.now + 1 }, soon).ok).toBe(true)
  })

  it('a policy without rungs is not taken over, from neither end', () => {
    for (const from of ['first-rung', 'same-rung'] as const) {
      const command: PageCommand = { type: 'change-policy', policy: policy({ rungs: [] }), by: user(ann), from }
      expect(decide(night().page(), command, soon)).toEqual({ ok: false, reason: 'empty-policy' })
    }
  })

  it('somebody not called, or removed already, cannot be removed', () => {
    const one = night(policy({ rungs: [rung([ann, ben])] }))
    expect(one.at(1, { type: 'remove-person', userId: cyd })).toEqual({ ok: false, reason: 'not-paged' })
    one.at(1, { type: 'remove-person', userId: ann })
    expect(one.at(2, { type: 'remove-person', userId: ann })).toEqual({ ok: false, reason: 'not-paged' })
  })

  it.each([
    ['another climb', { climb: 2, pass: 1, rung: 0 }],
    ['another pass', { climb: 1, pass: 2, rung: 0 }],
    ['another rung', { climb: 1, pass: 1, rung: 1 }],
  ])('word that somebody cannot be reached on %s comes too late', (_what, place) => {
    expect(night().at(1, { type: 'undeliverable', userId: ann, ...place })).toEqual({ ok: false, reason: 'stale-timer' })
  })

  it('word that somebody cannot be reached counts once', () => {
    const one = night(policy({ rungs: [rung([ann, ben])] }))
    const said = { type: 'undeliverable', userId: ann, climb: 1, pass: 1, rung: 0 } as const
    expect([one.at(1, said).ok, one.at(1, said)]).toEqual([true, { ok: false, reason: 'not-paged' }])
  })
})

describe('what each event leaves behind', () => {
  it('an answer marks who gave it and leaves the others as they were', () => {
    const one = night(policy({ rungs: [rung([ann, ben])] }))
    one.at(1, { type: 'acknowledge', by: user(ann) })
    expect(one.page()).toMatchObject({
      by: user(ann),
      acknowledgedAt: T0 + MINUTE,
      calls: [
        { userId: ann, state: 'acknowledged' },
        { userId: ben, state: 'paging' },
      ],
    })
  })

  it('a field of the state left behind does not linger', () => {
    const one = nights.acknowledged()
    one.elapse()
    expect(Object.keys(one.page()).toSorted()).toEqual(Object.keys(night().page()).toSorted())
  })

  it.each(['acknowledged', 'snoozed'] as const)('a page that nobody had is owned again once it is %s', (state) => {
    const one = nights.exhausted()
    expect(one.page().unowned).toBe(true)
    one.at(
      12,
      state === 'acknowledged' ? { type: 'acknowledge', by: user(dan) } : { type: 'snooze', by: user(dan), until: T0 + 60 * MINUTE },
    )
    expect(one.page()).toMatchObject({ state, unowned: false })
  })

  it('one that only goes on the log changes nothing', () => {
    const page = night().page()
    expect(evolve(page, { type: 'page.escalated', at: T0, by: user(ann) })).toBe(page)
    expect(evolve(page, { type: 'page.declined', at: T0, by: { type: 'token', name: 'chat' } })).toBe(page)
  })

  it('a page before its first rung has called nobody', () => {
    expect(openedPage()).toMatchObject({ state: 'waiting', climb: 0, pass: 0, rung: 0, epoch: 0, calls: [], unowned: false, nextAt: null })
  })
})

describe('an answer that holds for so long in working time', () => {
  // T0 is a Tuesday at 03:00 UTC: work begins in six hours.
  const hours: Hours = { timeZone: 'UTC', week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }], holidays: [] }
  const answered = () => {
    const minor = night(policy({ hours }))
    minor.at(1, { type: 'acknowledge', by: user(ann) })
    return minor
  }
  const inForce = (next: Policy): PageCommand => ({ type: 'change-policy', policy: next, by: { type: 'system' }, from: 'same-rung' })

  it('holds for as long in plain time from when it became graver; its old timer says nothing any more', () => {
    const minor = answered()
    const { nextAt, epoch } = minor.page()
    expect(nextAt).toBe(T0 + 6.5 * 60 * MINUTE)
    minor.at(10, inForce(policy()))
    expect(minor.page()).toMatchObject({ state: 'acknowledged', nextAt: T0 + 40 * MINUTE })
    expect(minor.at(40, { type: 'acknowledgement-elapsed', epoch })).toMatchObject({ ok: false, reason: 'stale-timer' })
    expect(minor.elapse()).toMatchObject({ ok: true, page: { state: 'climbing' } })
  })

  it.each<[string, Policy, number | null]>([
    ['holds on where another policy goes by the same hours', policy({ hours, version: 2 }), T0 + 6.5 * 60 * MINUTE],
    ['holds for good where the policy forgets no answer', policy({ ackTimeoutMinutes: null }), null],
  ])('%s', (_title, next, nextAt) => {
    const minor = answered()
    minor.at(10, inForce(next))
    expect(minor.page()).toMatchObject({ state: 'acknowledged', nextAt })
  })
})

describe('what is cancelled', () => {
  it.each<[string, PageCommand, string[]]>([
    ['an answer stops everything', { type: 'acknowledge', by: user(ann) }, ['everyone: acknowledged']],
    ['a snooze stops everything', { type: 'snooze', by: user(ann), until: T0 + 60 * MINUTE }, ['everyone: snoozed']],
    ['an end stops everything', { type: 'end', by: user(ann), reason: 'reassigned' }, ['everyone: ended']],
    [
      'another policy stops everything',
      { type: 'change-policy', policy: policy(), by: user(ann), from: 'first-rung' },
      ['everyone: policy-changed'],
    ],
    ['whoever declines is called no longer', { type: 'decline', by: user(ann) }, ['user_ann: declined']],
    ['whoever asks for help is called no longer', { type: 'ask-for-help', by: user(ann) }, ['user_ann: escalated']],
    ['whoever is removed is called no longer', { type: 'remove-person', userId: ann }, ['user_ann: removed']],
    ['an escalation stops nobody’s calls', { type: 'escalate', by: user(ann) }, []],
    ['a chat command that declines names nobody', { type: 'decline', by: { type: 'token', name: 'chat' } }, []],
    ['a chat command that asks for help names nobody', { type: 'ask-for-help', by: { type: 'token', name: 'chat' } }, []],
  ])('%s', (_title, command, expected) => {
    const decision = night(policy({ rungs: [rung([ann, ben]), rung([cyd])] })).at(1, command)
    expect(decision.ok && cancelled(decision.effects)).toEqual(expected)
  })

  it.each(['acknowledged', 'snoozed'] as const)('what was left of a page that is %s is cancelled before it climbs again', (state) => {
    const decision = nights[state]().elapse()
    expect(decision.ok && [cancelled(decision.effects), calls(decision.effects).length]).toEqual([['everyone: escalated'], 2])
    expect(decision.ok && decision.effects[0]?.type).toBe('cancel')
  })

  it('nothing, when a policy is applied to a page that is answered', () => {
    const decision = nights
      .acknowledged()
      .at(2, { type: 'change-policy', policy: policy({ version: 2 }), by: user(ann), from: 'same-rung' })
    expect(decision.ok && [decision.effects, decision.page.policy.version]).toEqual([[], 2])
  })
})
