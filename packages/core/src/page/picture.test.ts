// A ladder in time: what the log tells of it and what the rules say will follow are one drawing.
import { describe, expect, it } from 'vitest'
import { MINUTE, type Instant, type UserId } from '../vocabulary.ts'
import { cover, layer, schedule } from '../schedule/fixture.ts'
import { decide } from './decide.ts'
import { rosterAt, rostersOf, type Directory, type Person } from './directory.ts'
import { ann, ben, cyd, dan, openedPage, policy, rules, rung, T0, timerCommand, user } from './fixture.ts'
import { foresee, nextOf } from './foresee.ts'
import type { Page, PageCommand } from './page.ts'
import { ladderPicture, type RungPicture, type Trail } from './picture.ts'
import type { Policy } from './policy.ts'

const person = (id: UserId, of: Partial<Person> = {}): [UserId, Person] => {
  const slug = id.slice('user_'.length)
  return [id, { id, slug, name: slug, email: null, timeZone: 'UTC', disabled: false, rules: rules(id), ...of }]
}

const rota = schedule('UTC', [
  layer({ participants: [cyd, dan], rotation: { every: 'day', handoffTime: '03:12', startsOn: '2026-03-09' } }),
])

const directoryOf = (...people: [UserId, Person][]): Directory => ({
  people: new Map([person(ann), person(ben), person(cyd), person(dan), ...people]),
  schedules: new Map([[rota.id, rota]]),
  catchAll: [{ type: 'person', userId: dan }],
})

/** A page that lives by real decisions, and remembers its log as the shell would. */
function life(of: Policy, directory: Directory = directoryOf()) {
  let page: Page = openedPage(of)
  const trail: { at: Instant; type: string; body: Record<string, unknown> }[] = []
  const at = (minutes: number, command: PageCommand) => {
    const now = T0 + minutes * MINUTE
    const decision = decide(page, command, { now, roster: rosterAt(directory, now) })
    if (!decision.ok) throw new Error(decision.reason)
    page = decision.page
    for (const { type, at: when, ...body } of decision.events) trail.push({ at: when, type, body: { pageId: page.id, ...body } })
  }
  at(0, { type: 'start', skipRungs: 0 })
  const draw = (minutes: number, told: Trail = trail) => ladderPicture(page, { trail: told, directory, now: T0 + minutes * MINUTE })
  return { at, page: () => page, elapse: (minutes: number) => at(minutes, timerCommand(page)), draw, directory }
}

const line = ({ kind, climb, pass, rung: number, at, state, people }: RungPicture): string => {
  const where = kind === 'catch-all' ? 'catch-all' : `${climb}.${pass}.${number}`
  const when = at === null ? 'never' : `+${(at - T0) / MINUTE}`
  return `${state} ${where} ${when}: ${people.map((seat) => `${seat.userId.slice('user_'.length)} ${seat.state}`).join(', ') || 'nobody'}`
}

describe('a ladder is drawn in time', () => {
  it('with the rung stood on, those to come in every pass, and the last resort at the end', () => {
    expect(
      life(policy({ repeat: 1 }))
        .draw(1)
        .map(line),
    ).toEqual([
      'current 1.1.0 +0: ann paging',
      'coming 1.1.1 +5: ben to-be-called',
      'coming 1.2.0 +10: ann to-be-called',
      'coming 1.2.1 +15: ben to-be-called',
      'coming catch-all +20: dan to-be-called',
    ])
  })

  it('with those that passed and how each person on them stood', () => {
    const one = life(policy({ rungs: [rung([ann, cyd]), rung([ben])] }))
    one.at(2, { type: 'decline', by: user(cyd) })
    one.elapse(5)
    expect(one.draw(6).map(line)).toEqual([
      'passed 1.1.0 +0: ann no-answer, cyd declined',
      'current 1.1.1 +5: ben paging',
      'coming catch-all +10: dan to-be-called',
    ])
  })

  it('with what an answer has spared, and when it asks again', () => {
    const one = life(policy())
    one.at(1, { type: 'acknowledge', by: user(ann) })
    expect(one.draw(2).map(line)).toEqual([
      'current 1.1.0 +0: ann acknowledged',
      'stopped 1.1.1 never: ben not-needed',
      'coming 2.1.0 +31: ann to-be-called',
      'coming 2.1.1 +36: ben to-be-called',
      'coming catch-all +41: dan to-be-called',
    ])
  })

  it('with an answer that comes late on the rung it was called on', () => {
    const one = life(policy())
    one.elapse(5)
    one.at(6, { type: 'acknowledge', by: user(ann) })
    expect(one.draw(7).slice(0, 2).map(line)).toEqual(['passed 1.1.0 +0: ann acknowledged', 'current 1.1.1 +5: ben not-needed'])
  })

  it('with another ladder put in force, the old one as it was climbed', () => {
    const one = life(policy({ rungs: [rung([ann], { delayMinutes: 7 }), rung([ben])] }))
    one.at(2, { type: 'change-policy', policy: policy({ rungs: [rung([cyd])] }), by: user(ben), from: 'first-rung' })
    const drawn = one.draw(3)
    expect(drawn.map(line)).toEqual([
      'passed 1.1.0 +0: ann no-answer',
      'current 2.1.0 +2: cyd paging',
      'coming catch-all +7: dan to-be-called',
    ])
    expect(drawn[0]).toMatchObject({ delayMinutes: 7, people: [{ reason: null }] })
  })

  it('with nothing to come once it is over', () => {
    const one = life(policy())
    one.at(1, { type: 'end', by: { type: 'system' }, reason: 'resolved' })
    expect(one.draw(2).map(line)).toEqual(['passed 1.1.0 +0: ann not-needed', 'stopped 1.1.1 never: ben not-needed'])
  })

  it('with the last resort stood on when nobody answered', () => {
    const one = life(policy())
    one.elapse(5)
    one.elapse(10)
    expect(one.draw(11).map(line)).toEqual([
      'passed 1.1.0 +0: ann no-answer',
      'passed 1.1.1 +5: ben no-answer',
      'current catch-all +10: dan paging',
    ])
  })

  it('with an empty rung passed over at once, and why', () => {
    const one = life(policy({ rungs: [rung([ann]), rung([ben]), rung([cyd])] }), directoryOf(person(ben, { rules: [] })))
    const drawn = one.draw(1)
    expect(drawn.map(line)).toEqual([
      'current 1.1.0 +0: ann paging',
      'coming 1.1.1 +5: nobody',
      'coming 1.1.2 +5: cyd to-be-called',
      'coming catch-all +10: dan to-be-called',
    ])
    expect(drawn[1]?.empty).toBe('no-contact-method')
  })

  it('with a handoff before a rung fires counted, and how each person comes to be named', () => {
    const onCall = rung([{ type: 'schedule', scheduleId: rota.id }], { delayMinutes: 10 })
    const drawn = life(policy({ rungs: [onCall, rung([ann]), onCall] })).draw(1)
    const [now, later] = [drawn[0]?.people[0], drawn[2]?.people[0]]
    expect([now?.userId, later?.userId].toSorted()).toEqual([cyd, dan])
    expect(later?.reason).toBe('on call for Checkout')
    expect(drawn[1]?.people[0]?.reason).toBe('named on the ladder')
  })

  it('with only what the rules foresee when its log is not at hand', () => {
    expect(life(policy()).draw(1, []).map(line)).toEqual(['coming 1.1.1 +5: ben to-be-called', 'coming catch-all +10: dan to-be-called'])
  })
})

describe('what is foreseen is what happens', () => {
  it.each([
    policy({ repeat: 2 }),
    policy({ rungs: [rung([ann], { delayMinutes: 1 }), rung([]), rung([ben, cyd], { require: 'all' })], repeat: 1 }),
  ])('on every rung, to the last resort (%#)', (of) => {
    const one = life(of)
    const foreseen = foresee(one.page(), { now: T0, rosterAt: (at) => rosterAt(one.directory, at) })
    while (one.page().nextAt !== null) one.elapse(((one.page().nextAt ?? T0) - T0) / MINUTE)
    const happened = one.draw(1000).slice(1)
    expect(foreseen.map(({ at, people }) => [at, people])).toEqual(
      happened.map(({ at, people }) => [at, people.map((seat) => seat.userId)]),
    )
  })

  it('asked of many moments at once, a roster answers as if each were asked alone', () => {
    const covers = Array.from({ length: 8 }, (_, n) =>
      cover(`o${n}`, n % 2 === 0 ? cyd : null, n % 3 === 0 ? null : ann, {
        startsAt: T0 + n * 7 * MINUTE,
        endsAt: T0 + (n * 9 + 5) * MINUTE,
      }),
    )
    const directory = { ...directoryOf(), schedules: new Map([[rota.id, { ...rota, overrides: covers }]]) }
    const together = rostersOf(directory)
    const target = { type: 'schedule', scheduleId: rota.id } as const
    // There and back again, so that what is remembered is asked too.
    const moments = Array.from({ length: 400 }, (_, n) => T0 + ((n * 37) % 200) * MINUTE)
    for (const at of moments) expect(together(at).people(target)).toEqual(rosterAt(directory, at).people(target))
  })

  it('a timer that is overdue is foreseen for now, not for the past', () => {
    const one = life(policy())
    const next = nextOf(one.page(), { now: T0 + 7 * MINUTE, rosterAt: (at) => rosterAt(one.directory, at) })
    expect(next).toEqual({ at: T0 + 7 * MINUTE, people: [ben], because: 'rung-elapsed', isLastResort: false })
  })

  it('of a long day only the last forty rungs are drawn, the one stood on among them', () => {
    const one = life(policy({ ackTimeoutMinutes: 1 }))
    for (let minutes = 1; minutes < 200; minutes += 2) {
      one.at(minutes, { type: 'acknowledge', by: user(ann) })
      one.elapse(minutes + 1)
    }
    const drawn = one.draw(200)
    expect(drawn.filter(({ state }) => state === 'passed')).toHaveLength(39)
    expect(drawn.findIndex(({ state }) => state === 'current')).toBe(39)
  })

  it('the longest ladder there can be is told whole', () => {
    const longest = policy({ rungs: Array.from({ length: 20 }, () => rung([ann])), repeat: 9 })
    expect(life(longest).draw(0)).toHaveLength(201)
  })
})
