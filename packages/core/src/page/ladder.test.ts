// How a page climbs: whom each rung wakes and when, what an empty one does, and what the end of the ladder means.
import { describe, expect, it } from 'vitest'
import { MINUTE } from '../vocabulary.ts'
import { ann, ben, calls, cancelled, cyd, dan, night, policy, rules, rung, T0, told, user } from './fixture.ts'
import type { PageEffect, PageEvent } from './page.ts'
import { policyForResponder } from './policy.ts'

const onCall = { type: 'schedule', scheduleId: 'schedule_1' } as const
const keys = (effects: readonly PageEffect[]) => effects.flatMap((effect) => (effect.type === 'deliver' ? [effect.key] : []))
const entered = (events: readonly PageEvent[]) => events.flatMap((event) => (event.type === 'page.rung-entered' ? [event] : []))

describe('climbing', () => {
  it('[PO-01] wakes the first rung at once, and the next exactly its delay later', () => {
    const one = night()
    expect(calls(one.effects)).toEqual(['ann ntfy +0', 'ann webhook +2'])
    expect(one.page().nextAt).toBe(T0 + 5 * MINUTE)
    one.elapse()
    expect(calls(one.effects).slice(2)).toEqual(['ben ntfy +5', 'ben webhook +7'])
  })

  it('[PO-02] wakes everybody on a rung together', () => {
    expect(calls(night(policy({ rungs: [rung([ann, ben])] })).effects)).toEqual([
      'ann ntfy +0',
      'ann webhook +2',
      'ben ntfy +0',
      'ben webhook +2',
    ])
  })

  it('counts the next delay from when a rung was really entered, not from when it was due', () => {
    const one = night()
    one.at(65, { type: 'rung-elapsed', epoch: 1 })
    expect(one.page()).toMatchObject({ rung: 1, nextAt: T0 + 70 * MINUTE })
  })

  it('case 3: somebody named twice on a rung, by name and by rota, is called once on each way', () => {
    const one = night(policy({ rungs: [rung([ann, onCall])] }), { skipRungs: 0 }, { schedules: { schedule_1: [ann] } })
    expect(calls(one.effects)).toEqual(['ann ntfy +0', 'ann webhook +2'])
  })

  it('asks the rota when the rung fires, so a handoff in the middle of a climb counts', () => {
    const one = night(policy({ rungs: [rung([ann]), rung([onCall])] }), { skipRungs: 0 }, { schedules: { schedule_1: [ben] } })
    one.elapse({ schedules: { schedule_1: [cyd] } })
    expect(entered(one.events).map((event) => event.people)).toEqual([[ann], [cyd]])
  })

  it('leaves out who has no way to be reached, and calls the others', () => {
    const one = night(policy({ rungs: [rung([ann, ben])] }), { skipRungs: 0 }, { rules: { [ann]: [] } })
    expect([entered(one.events)[0]?.people, calls(one.effects)]).toEqual([[ben], ['ben ntfy +0', 'ben webhook +2']])
  })

  it('marks only what rings at once for a new incident as its first page', () => {
    const one = night()
    one.elapse()
    const marks = one.effects.map((effect) => effect.type === 'deliver' && effect.firstOfIncident)
    expect(marks).toEqual([true, false, false, false])
  })

  it('gives each call a key of page, climb, pass, rung, rule and contact', () => {
    const one = night(policy({ repeat: 1 }))
    one.elapse()
    one.elapse()
    expect(keys(one.effects)).toEqual([
      'page_1:1.1.0:0:contact_ann-push',
      'page_1:1.1.0:1:contact_ann-voice',
      'page_1:1.1.1:0:contact_ben-push',
      'page_1:1.1.1:1:contact_ben-voice',
      'page_1:1.2.0:0:contact_ann-push',
      'page_1:1.2.0:1:contact_ann-voice',
    ])
  })
})

describe('an empty rung', () => {
  it('case 4: is passed at once, with the reason on the log', () => {
    const one = night(policy({ rungs: [rung([onCall]), rung([ben])] }))
    expect(told(one.events)).toEqual(['rung-empty', 'rung-entered'])
    expect(one.events[0]).toMatchObject({ at: T0, climb: 1, pass: 1, rung: 0, why: 'no-one-on-call' })
    expect(calls(one.effects)).toEqual(['ben ntfy +0', 'ben webhook +2'])
  })

  it('says when there is somebody, but no way to reach them', () => {
    const one = night(policy(), { skipRungs: 0 }, { rules: { [ann]: [] } })
    expect(one.events[0]).toMatchObject({ type: 'page.rung-empty', why: 'no-contact-method' })
  })

  it('at the end of a pass leads into the next pass', () => {
    const one = night(policy({ rungs: [rung([ann]), rung([onCall])], repeat: 1 }))
    one.elapse()
    expect(one.page()).toMatchObject({ state: 'climbing', pass: 2, rung: 0 })
  })

  it('case 11: is what somebody leaves behind who is switched off in the middle of a climb', () => {
    const one = night()
    const decision = one.at(1, { type: 'remove-person', userId: ann }, { disabled: [ann] })
    expect(decision.ok && [told(decision.events), cancelled(decision.effects)]).toEqual([
      ['person-removed', 'rung-entered'],
      ['user_ann: removed'],
    ])
    expect(one.page()).toMatchObject({ rung: 1, nextAt: T0 + 6 * MINUTE })
  })

  it('[OR-04] whoever had answered and is called away is not called back at once: the ladder goes on to whoever is next', () => {
    const one = night(policy({ rungs: [rung([ann]), rung([ann, ben])] }))
    one.at(1, { type: 'acknowledge', by: user(ann) })
    const decision = one.at(2, { type: 'call-away', userId: ann, by: user(cyd), to: 7 })
    expect(decision.ok && calls(decision.effects)).toEqual(['ben ntfy +2', 'ben webhook +4'])
    expect(one.events.find(({ type }) => type === 'page.person-removed')).toMatchObject({ userId: ann, by: user(cyd), to: 7 })
  })

  it('[OR-04] with nobody else on the ladder the last resort is called', () => {
    const one = night(policy({ rungs: [rung([ann])], repeat: 1 }))
    one.at(1, { type: 'acknowledge', by: user(ann) })
    const decision = one.at(2, { type: 'call-away', userId: ann, by: user(cyd), to: 7 })
    expect(decision.ok && told(decision.events)).toEqual(['person-removed', 'rung-empty', 'exhausted', 'unowned'])
    expect(one.events.findLast(({ type }) => type === 'page.rung-empty')).toMatchObject({ why: 'called-away' })
    expect(one.page().calls).toEqual([{ userId: dan, state: 'paging' }])
  })

  it('case 11: and they are not called on any later rung', () => {
    const one = night(policy({ rungs: [rung([ann]), rung([ben]), rung([ann, cyd])] }))
    one.elapse({ disabled: [ann] })
    one.elapse({ disabled: [ann] })
    expect(entered(one.events).at(-1)?.people).toEqual([cyd])
  })
})

describe('the end of the ladder', () => {
  it('[EC-01] case 6: with repeat 2 there are exactly three passes, one end, and then the catch-all', () => {
    const one = night(policy({ repeat: 2 }))
    for (let fired = 0; fired < 6; fired += 1) one.elapse()
    expect(entered(one.events).map(({ pass, rung: stood }) => `${pass}.${stood}`)).toEqual(['1.0', '1.1', '2.0', '2.1', '3.0', '3.1'])
    expect(one.events.slice(-2)).toEqual([
      { type: 'page.exhausted', at: T0 + 30 * MINUTE, climb: 1, passes: 3 },
      { type: 'page.unowned', at: T0 + 30 * MINUTE, climb: 1, people: [dan], why: 'exhausted' },
    ])
    expect(keys(one.effects).slice(-2)).toEqual(['page_1:1.catch-all:0:contact_dan-push', 'page_1:1.catch-all:1:contact_dan-voice'])
    expect(one.page()).toMatchObject({ state: 'exhausted', unowned: true, calls: [{ userId: dan, state: 'paging' }] })
  })

  it('[EC-01] case 5: a ladder with nobody on it wakes the catch-all in the same breath', () => {
    const one = night(policy({ repeat: 3 }), { skipRungs: 0 }, { disabled: [ann, ben] })
    expect(told(one.events)).toEqual(['rung-empty', 'rung-empty', 'exhausted', 'unowned'])
    expect(one.events.at(-1)).toMatchObject({ at: T0, why: 'nobody-reachable', people: [dan] })
    expect(calls(one.effects)).toEqual(['dan ntfy +0', 'dan webhook +2'])
  })

  it('a ladder without a rung wakes the catch-all', () => {
    expect(told(night(policy({ rungs: [] })).events)).toEqual(['exhausted', 'unowned'])
  })

  it('says so when even the catch-all reaches nobody', () => {
    const one = night(policy({ rungs: [] }), { skipRungs: 0 }, { catchAll: [dan], rules: { [dan]: [] } })
    expect([one.events.at(-1), one.page().unowned]).toMatchObject([{ type: 'page.unowned', people: [] }, true])
  })

  it('calls each of the catch-all once, however often they are named', () => {
    expect(calls(night(policy({ rungs: [] }), { skipRungs: 0 }, { catchAll: [dan, cyd, dan] }).effects)).toHaveLength(4)
  })

  it('a rung that empties in the last pass ends the ladder: it does not go round again for nothing', () => {
    const one = night(policy({ repeat: 5 }))
    one.elapse({ disabled: [ann, ben] })
    expect(told(one.events).slice(1)).toEqual(['rung-empty', 'rung-empty', 'rung-empty', 'exhausted', 'unowned'])
    expect(one.events.at(-2)).toMatchObject({ passes: 1 })
    expect(one.events.at(-1)).toMatchObject({ why: 'exhausted' })
  })

  it('a responder who does not answer is called three times, five minutes apart, then noted: nobody else is woken for it', () => {
    const one = night(policyForResponder(cyd))
    for (let fired = 0; fired < 3; fired += 1) one.elapse()
    expect(calls(one.effects)).toEqual([
      'cyd ntfy +0',
      'cyd webhook +2',
      'cyd ntfy +5',
      'cyd webhook +7',
      'cyd ntfy +10',
      'cyd webhook +12',
    ])
    expect(one.events.at(-1)).toMatchObject({ type: 'page.exhausted', at: T0 + 15 * MINUTE, passes: 3 })
    expect(one.page()).toMatchObject({ state: 'exhausted', unowned: false })
  })

  it('asked to go on, begins at the first rung again, under new keys', () => {
    const one = night()
    one.elapse()
    one.elapse()
    one.at(20, { type: 'escalate', by: user(cyd) })
    expect(one.page()).toMatchObject({ climb: 2, pass: 1, rung: 0 })
    expect(new Set(keys(one.effects)).size).toBe(keys(one.effects).length)
  })
})

describe('a ladder that found nobody when it began', () => {
  const nobody = { disabled: [ann, ben] }
  const stood = (work: (one: ReturnType<typeof night>) => void) => {
    const one = night(policy({ repeat: 1 }), { skipRungs: 0 }, nobody)
    work(one)
    return one
  }

  it.each<[string, (one: ReturnType<typeof night>) => void]>([
    ['is asked to go on', (one) => one.at(1, { type: 'escalate', by: user(dan) }, {})],
    [
      'is answered, and the answer is given back',
      (one) => [one.at(1, { type: 'acknowledge', by: user(dan) }), one.at(2, { type: 'decline', by: user(dan) }, {})],
    ],
    [
      'gets its policy applied anew',
      (one) => one.at(1, { type: 'change-policy', policy: policy({ repeat: 1 }), by: user(dan), from: 'same-rung' }, {}),
    ],
  ])('[EC-01] begins with the first rung of the first pass, and makes no pass too many, when it %s', (_how, work) => {
    const one = stood(work)
    expect(one.page()).toMatchObject({ state: 'climbing', climb: 2, pass: 1, rung: 0 })
    for (let fired = 0; fired < 4; fired += 1) one.elapse({})
    expect(entered(one.events).map(({ pass, rung: at }) => `${pass}.${at}`)).toEqual(['1.0', '1.1', '2.0', '2.1'])
    expect(one.page().state).toBe('exhausted')
  })

  it('a responder’s page that is used up counts its climbs too', () => {
    const one = night(policyForResponder(cyd), { skipRungs: 0 }, { disabled: [cyd] })
    one.at(1, { type: 'escalate', by: user(ann) })
    one.at(2, { type: 'escalate', by: user(ann) })
    expect(one.events.flatMap((event) => (event.type === 'page.exhausted' ? [event.climb] : []))).toEqual([1, 2, 3])
    expect(one.page().climb).toBe(3)
  })
})

describe('starting above the first rung', () => {
  it('[EC-02] case 15: an alert that came back skips one tier', () => {
    expect(calls(night(policy(), { skipRungs: 1 }).effects)).toEqual(['ben ntfy +0', 'ben webhook +2'])
  })

  it('[EC-02] case 24: is clamped to the last rung', () => {
    expect(night(policy(), { skipRungs: 7 }).page()).toMatchObject({ pass: 1, rung: 1 })
    expect(night(policy({ rungs: [rung([ann])] }), { skipRungs: 1 }).page()).toMatchObject({ pass: 1, rung: 0 })
    expect(night(policy(), { skipRungs: -1 }).page()).toMatchObject({ rung: 0 })
  })

  it('the next pass begins at the first rung', () => {
    const one = night(policy({ repeat: 1 }), { skipRungs: 1 })
    one.elapse()
    expect(one.page()).toMatchObject({ pass: 2, rung: 0 })
  })

  it('comes back to the tier it skipped before it gives up: a skipped rung is better than nobody', () => {
    const one = night(policy(), { skipRungs: 1 }, { disabled: [ben], catchAll: [] })
    expect(told(one.events)).toEqual(['rung-empty', 'rung-entered'])
    expect(one.page()).toMatchObject({ state: 'climbing', pass: 1, rung: 0 })
    one.elapse()
    expect(told(one.events).slice(2)).toEqual(['rung-empty', 'exhausted', 'unowned'])
  })

  it('says that nobody is reachable when that is so, and not that the ladder was climbed', () => {
    const one = night(policy({ repeat: 1 }), { skipRungs: 1 }, { disabled: [ann, ben] })
    expect(one.events.map((event) => ('rung' in event ? event.rung : event.type))).toEqual([1, 0, 'page.exhausted', 'page.unowned'])
    expect(one.events.at(-1)).toMatchObject({ why: 'nobody-reachable' })
  })
})

describe('answers', () => {
  it('case 1: one just before the next rung leaves the next person asleep: the rung’s timer means nothing any more', () => {
    const one = night()
    const { epoch } = one.page()
    one.at(4.999, { type: 'acknowledge', by: user(ann) })
    expect(one.at(5, { type: 'rung-elapsed', epoch })).toEqual({ ok: false, reason: 'stale-timer' })
    expect(calls(one.effects).filter((call) => call.startsWith('ben'))).toEqual([])
  })

  it('case 9: a forgotten one runs out exactly when the policy says, and the first rung is woken again', () => {
    const one = night()
    one.at(2, { type: 'acknowledge', by: user(ann) })
    expect(one.page().nextAt).toBe(T0 + 32 * MINUTE)
    one.elapse()
    expect(one.events.at(-2)).toEqual({ type: 'page.acknowledgement-elapsed', at: T0 + 32 * MINUTE, by: user(ann) })
    expect(calls(one.effects).slice(2)).toEqual(['ann ntfy +32', 'ann webhook +34'])
  })

  it('case 12: a snooze that ends wakes the first rung once', () => {
    const one = night()
    one.elapse()
    one.at(6, { type: 'snooze', by: user(ben), until: T0 + 20 * MINUTE })
    one.elapse()
    expect([one.page().rung, calls(one.effects).slice(4)]).toEqual([0, ['ann ntfy +20', 'ann webhook +22']])
  })

  it('case 12: resolved during the snooze, nobody is woken', () => {
    const one = night()
    one.at(1, { type: 'snooze', by: user(ann), until: T0 + 20 * MINUTE })
    const { epoch } = one.page()
    one.at(2, { type: 'end', by: user(ann), reason: 'resolved' })
    expect(one.at(20, { type: 'snooze-elapsed', epoch })).toEqual({ ok: false, reason: 'stale-timer' })
  })

  it('given back by whoever gave it wakes the next rung', () => {
    const one = night()
    one.at(1, { type: 'acknowledge', by: user(ann) })
    one.at(2, { type: 'decline', by: user(ann) })
    expect(one.page()).toMatchObject({ state: 'climbing', rung: 1, nextAt: T0 + 7 * MINUTE })
  })

  it('stands when somebody else declines, or a chat command declines for nobody in particular', () => {
    for (const by of [user(ben), { type: 'token', name: 'chat' } as const]) {
      const one = night()
      one.at(1, { type: 'acknowledge', by: user(ann) })
      one.at(2, { type: 'decline', by })
      expect(one.page()).toMatchObject({ state: 'acknowledged', by: user(ann) })
    }
  })

  it('[EC-01] given back by the last resort never ends in silence: what follows has keys of its own', () => {
    const one = night()
    one.elapse()
    one.elapse()
    one.at(11, { type: 'acknowledge', by: user(dan) })
    const decision = one.at(12, { type: 'decline', by: user(dan) }, { catchAll: [dan, cyd] })
    expect(decision.ok && calls(decision.effects)).toEqual(['dan ntfy +12', 'dan webhook +14', 'cyd ntfy +12', 'cyd webhook +14'])
    expect(new Set(keys(one.effects)).size).toBe(keys(one.effects).length)
  })

  it('nobody is called when one of two on a rung declines, and the next rung is when both have', () => {
    const one = night(policy({ rungs: [rung([ann, ben]), rung([cyd])] }))
    const first = one.at(1, { type: 'decline', by: user(ann) })
    expect(first.ok && calls(first.effects)).toEqual([])
    const second = one.at(2, { type: 'decline', by: user(ben) })
    expect(second.ok && calls(second.effects)).toEqual(['cyd ntfy +2', 'cyd webhook +4'])
  })
})

describe('a rung that needs everybody', () => {
  const both = policy({ rungs: [rung([ann, cyd], { require: 'all' }), rung([ben])] })

  it('case 10: the first answer stops that person’s calls and nobody else’s; the last one stops the rung', () => {
    const one = night(both)
    const first = one.at(1, { type: 'acknowledge', by: user(ann) })
    expect(first.ok && [told(first.events), cancelled(first.effects), first.page.state]).toEqual([
      ['partly-acknowledged'],
      ['user_ann: acknowledged'],
      'climbing',
    ])
    const last = one.at(2, { type: 'acknowledge', by: user(cyd) })
    expect(last.ok && [told(last.events), cancelled(last.effects), last.page.state]).toEqual([
      ['acknowledged'],
      ['everyone: acknowledged'],
      'acknowledged',
    ])
  })

  it('goes on to the next rung when the last answer does not come', () => {
    const one = night(both)
    one.at(1, { type: 'acknowledge', by: user(ann) })
    one.elapse()
    expect(one.page()).toMatchObject({ state: 'climbing', rung: 1, nextAt: T0 + 10 * MINUTE })
  })

  it('is not answered by somebody it did not call', () => {
    expect(night(both).at(1, { type: 'acknowledge', by: user(ben) })).toEqual({ ok: false, reason: 'not-paged' })
  })

  it('is answered by a monitor or a chat command alone: they speak for the whole', () => {
    const one = night(both)
    one.at(1, { type: 'acknowledge', by: { type: 'monitor', name: 'prometheus' } })
    expect(one.page().state).toBe('acknowledged')
  })

  it('moves on when the one who has not answered declines or cannot be reached', () => {
    for (const command of [
      { type: 'decline', by: user(cyd) } as const,
      { type: 'undeliverable', userId: cyd, climb: 1, pass: 1, rung: 0 } as const,
    ]) {
      const one = night(both)
      one.at(1, { type: 'acknowledge', by: user(ann) })
      one.at(2, command)
      expect(one.page()).toMatchObject({ rung: 1, nextAt: T0 + 7 * MINUTE })
    }
  })

  it('an answer on a rung where anybody will do stops it for all', () => {
    const one = night(policy({ rungs: [rung([ann, cyd])] }))
    one.at(1, { type: 'acknowledge', by: user(ann) })
    expect(one.page().state).toBe('acknowledged')
  })
})

describe('people who cannot be reached', () => {
  it('case 13: when every way to somebody has failed for good, the next rung is woken at once', () => {
    const one = night()
    const decision = one.at(1, { type: 'undeliverable', userId: ann, climb: 1, pass: 1, rung: 0 })
    expect(decision.ok && [told(decision.events), calls(decision.effects)]).toEqual([
      ['undeliverable', 'rung-entered'],
      ['ben ntfy +1', 'ben webhook +3'],
    ])
  })

  it('wait for their neighbours: a rung is left only when nobody on it can be reached', () => {
    const one = night(policy({ rungs: [rung([ann, ben]), rung([cyd])] }))
    const decision = one.at(1, { type: 'undeliverable', userId: ann, climb: 1, pass: 1, rung: 0 })
    expect(decision.ok && calls(decision.effects)).toEqual([])
    expect(one.page()).toMatchObject({ rung: 0, nextAt: T0 + 5 * MINUTE })
  })
})

describe('another policy', () => {
  const other = policy({ id: 'policy_other', rungs: [rung([cyd])] })

  it('case 7: an edit alone changes nothing for a page under way: it keeps the version it started with', () => {
    const pinned = policy()
    const one = night(pinned)
    one.elapse()
    expect(one.page().policy).toBe(pinned)
  })

  it('case 7: applied now, the page stands on the rung that is at its place today, at once', () => {
    const one = night()
    one.elapse()
    one.at(6, {
      type: 'change-policy',
      policy: policy({ version: 2, rungs: [rung([ann]), rung([cyd]), rung([ben])] }),
      by: user(dan),
      from: 'same-rung',
    })
    expect(one.page()).toMatchObject({ climb: 2, pass: 1, rung: 1, nextAt: T0 + 11 * MINUTE })
    expect(calls(one.effects).slice(4)).toEqual(['cyd ntfy +6', 'cyd webhook +8'])
  })

  it('case 7: when its place is gone the page goes on with the next pass; it never stalls', () => {
    const one = night(policy({ repeat: 1 }))
    one.elapse()
    one.at(6, { type: 'change-policy', policy: policy({ version: 2, repeat: 1, rungs: [rung([cyd])] }), by: user(dan), from: 'same-rung' })
    expect(one.page()).toMatchObject({ climb: 2, pass: 2, rung: 0 })
  })

  it('case 7: when there is no pass left either, the catch-all is woken', () => {
    const one = night()
    one.elapse()
    one.at(6, { type: 'change-policy', policy: other, by: user(dan), from: 'same-rung' })
    expect([one.page().state, calls(one.effects).slice(4)]).toEqual(['exhausted', ['dan ntfy +6', 'dan webhook +8']])
  })

  it('case 8: a service that moved begins the new ladder at its first rung, once, and the old one’s calls are cancelled', () => {
    const one = night()
    one.elapse()
    const decision = one.at(6, { type: 'change-policy', policy: other, by: user(dan), from: 'first-rung' })
    expect(decision.ok && [cancelled(decision.effects), calls(decision.effects)]).toEqual([
      ['everyone: policy-changed'],
      ['cyd ntfy +6', 'cyd webhook +8'],
    ])
    expect(decision.ok && decision.effects[0]?.type).toBe('cancel')
    expect(one.page()).toMatchObject({ climb: 2, pass: 1, rung: 0 })
  })

  it('is kept for later when it is applied to a page that is answered', () => {
    const one = night()
    one.at(1, { type: 'acknowledge', by: user(ann) })
    one.at(2, { type: 'change-policy', policy: other, by: user(dan), from: 'same-rung' })
    one.elapse()
    expect(entered(one.events).at(-1)?.people).toEqual([cyd])
  })
})

it('a person without another way than one in ten minutes is still called in ten minutes, though the ladder has moved on', () => {
  const late = { ...rules(ann)[0], contactId: 'contact_late', channel: 'email', delayMinutes: 10 } as const
  const one = night(policy(), { skipRungs: 0 }, { rules: { [ann]: [late] } })
  one.elapse()
  expect([calls(one.effects)[0], cancelled(one.effects)]).toEqual(['ann email +10', []])
})
