// Random nights of one page: whatever is said to it, in whatever order, it keeps these promises.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MINUTE, type Instant, type UserId } from '../vocabulary.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { ann, ben, cyd, dan, openedPage, person, roster, rules, T0, timerCommand, user, type People } from './fixture.ts'
import { timerOf } from './open.ts'
import type { Actor, Page, PageCommand, PageDecision, PageEffect, PageEvent } from './page.ts'
import type { Policy, Rung } from './policy.ts'

const everyone = [ann, ben, cyd, dan]
const somebody = fc.constantFrom(...everyone)
const crowd = fc.subarray(everyone)
const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 5, arbitrary: somebody.map(user) },
  fc.constantFrom<Actor>({ type: 'token', name: 'chat' }, { type: 'monitor', name: 'prometheus' }, { type: 'system' }),
)
const rota = { type: 'schedule', scheduleId: 'schedule_1' } as const
const rung: fc.Arbitrary<Rung> = fc.record({
  delayMinutes: fc.integer({ min: 1, max: 10 }),
  targets: fc.array(fc.oneof(somebody.map(person), fc.constant(rota)), { maxLength: 3 }),
  require: fc.constantFrom('any', 'all'),
})
const policy: fc.Arbitrary<Policy> = fc.record({
  id: fc.constant('policy_1' as const),
  version: fc.integer({ min: 1, max: 9 }),
  name: fc.constant('Any'),
  rungs: fc.array(rung, { minLength: 1, maxLength: 3 }),
  repeat: fc.integer({ min: 0, max: 2 }),
  ackTimeoutMinutes: fc.option(fc.integer({ min: 1, max: 40 })),
  onExhausted: fc.constantFrom('catch-all', 'note'),
})
const people: fc.Arbitrary<People> = fc.record({
  disabled: crowd.filter((off) => off.length < 4),
  schedules: crowd.map((onCall) => ({ schedule_1: onCall })),
  catchAll: crowd,
  rules: crowd.map((unreachable) => Object.fromEntries(everyone.map((one) => [one, unreachable.includes(one) ? [] : rules(one)]))),
})

type Step = { minutes: number; people: People | null; say: (page: Page, now: Instant) => PageCommand }

const said: fc.Arbitrary<Step['say']> = fc.oneof(
  // Ladders must be climbed to their end often enough for what comes after it to be seen.
  { weight: 20, arbitrary: fc.constant<Step['say']>((page) => timerCommand(page)) },
  { weight: 2, arbitrary: fc.nat(6).map<Step['say']>((older) => (page) => ({ type: 'rung-elapsed', epoch: page.epoch - older })) },
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom('acknowledge', 'escalate', 'ask-for-help', 'decline'), actor)
      .map<Step['say']>(([type, by]) => () => ({ type, by })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(actor, fc.integer({ min: -5, max: 40 })).map<Step['say']>(([by, minutes]) => (_, now) => ({
      type: 'snooze',
      by,
      until: now + minutes * MINUTE,
    })),
  },
  {
    weight: 3,
    arbitrary: somebody.map<Step['say']>((userId) => ({ climb, pass, rung: stood }) => ({
      type: 'undeliverable',
      userId,
      climb,
      pass,
      rung: stood,
    })),
  },
  { weight: 2, arbitrary: somebody.map<Step['say']>((userId) => () => ({ type: 'remove-person', userId })) },
  {
    weight: 2,
    arbitrary: fc.tuple(policy, actor, fc.constantFrom('first-rung', 'same-rung')).map<Step['say']>(([other, by, from]) => () => ({
      type: 'change-policy',
      policy: other,
      by,
      from,
    })),
  },
  { weight: 1, arbitrary: actor.map<Step['say']>((by) => () => ({ type: 'end', by, reason: 'resolved' })) },
)
const step: fc.Arbitrary<Step> = fc.record({ minutes: fc.integer({ min: 0, max: 12 }), people: fc.option(people, { freq: 2 }), say: said })
const story = fc.record({
  policy,
  people,
  skipRungs: fc.integer({ min: 0, max: 5 }),
  steps: fc.array(step, { maxLength: 30, size: 'max' }),
})
type Story = { policy: Policy; people: People; skipRungs: number; steps: Step[] }

type Turn = { before: Page; command: PageCommand; now: Instant; decision: PageDecision; after: Page; people: People }

/** Plays a story; a timer is fired when its time has come, never before. */
function play({ policy: ladder, people: first, skipRungs, steps }: Story): Turn[] {
  let page = openedPage(ladder)
  let now = T0
  const turns: Turn[] = []
  const turn = (command: PageCommand, who: People) => {
    const before = structuredClone(page)
    const decision = decide(page, command, { now, roster: roster(who) })
    expect(page).toEqual(before)
    const after: Page = decision.ok ? decision.page : page
    turns.push({ before, command, now, decision, after, people: who })
    page = after
  }
  turn({ type: 'start', skipRungs }, first)
  for (const { minutes, people: who, say } of steps) {
    const command = say(page, now + minutes * MINUTE)
    const fires = command.type.endsWith('elapsed') && 'epoch' in command && command.epoch === page.epoch && page.nextAt !== null
    now = fires ? Math.max(now, page.nextAt ?? now) : now + minutes * MINUTE
    turn(command, who ?? first)
  }
  return turns
}

function always(check: (turns: Turn[]) => void): void {
  fc.assert(
    fc.property(story, (one) => check(play(one))),
    { numRuns: 500 },
  )
}

const eventsOf = (turns: readonly Turn[]): PageEvent[] => turns.flatMap(({ decision }) => (decision.ok ? decision.events : []))
const effectsOf = (turns: readonly Turn[]): PageEffect[] => turns.flatMap(({ decision }) => (decision.ok ? decision.effects : []))
const wakes = ({ decision }: Turn): boolean => decision.ok && decision.effects.some((effect) => effect.type === 'deliver')

it('[EC-01] a page always either has a next moment, is answered, is ended, or says that its ladder is used up', () => {
  always((turns) => {
    for (const { after } of turns) {
      if (after.state === 'climbing' || after.state === 'snoozed') expect(timerOf(after)?.dueAt).toBe(after.nextAt)
      else if (after.state === 'acknowledged') expect(timerOf(after)?.dueAt ?? null).toBe(after.nextAt)
      else expect([after.state === 'exhausted' || after.state === 'ended', after.nextAt]).toEqual([true, null])
      if (after.state === 'climbing') expect(after.calls.some((call) => call.state === 'paging')).toBe(true)
    }
    // Said in the same breath as the ladder's end, unless the page is one somebody only asked to join.
    for (const { decision, before } of turns) {
      const types = decision.ok ? decision.events.map((event) => event.type) : []
      if (!types.includes('page.exhausted')) continue
      const policyNow = decision.ok ? decision.page.policy : before.policy
      expect(types.at(-1)).toBe(policyNow.onExhausted === 'note' ? 'page.exhausted' : 'page.unowned')
    }
  })
})

it('once answered, a page never wakes anyone again until the answer runs out or is taken back', () => {
  const takesBack = ['acknowledgement-elapsed', 'snooze-elapsed', 'escalate', 'ask-for-help', 'decline', 'remove-person', 'change-policy']
  always((turns) => {
    for (const turn of turns) {
      const { before, command, decision } = turn
      if (decision.ok && (command.type === 'acknowledge' || command.type === 'snooze' || command.type === 'end'))
        expect(wakes(turn)).toBe(false)
      if (!['acknowledged', 'snoozed', 'ended'].includes(before.state) || !wakes(turn)) continue
      expect(before.state).not.toBe('ended')
      expect(takesBack).toContain(command.type)
    }
  })
})

it('an answer cancels every call that was still to come', () => {
  always((turns) => {
    for (const { decision, after } of turns) {
      if (!decision.ok || !['acknowledged', 'snoozed', 'ended'].includes(after.state)) continue
      const answered = decision.events.some((event) => ['page.acknowledged', 'page.snoozed', 'page.ended'].includes(event.type))
      if (answered) expect(decision.effects).toContainEqual(expect.objectContaining({ type: 'cancel', userId: 'everyone' }))
    }
  })
})

it('no key is made twice', () => {
  always((turns) => {
    const keys = effectsOf(turns).flatMap((effect) => (effect.type === 'deliver' ? [effect.key] : []))
    expect(new Set(keys).size).toBe(keys.length)
  })
})

it('folding a page’s events rebuilds the page', () => {
  always((turns) => {
    const [first] = turns
    if (first === undefined) return
    expect(eventsOf(turns).reduce(evolve, first.before)).toEqual(turns.at(-1)?.after)
  })
})

it('every refusal leaves the page as it was, and says nothing', () => {
  always((turns) => {
    for (const { before, decision, after } of turns) if (!decision.ok) expect(after).toEqual(before)
  })
})

it('the number of a timer rises whenever its meaning changes: an old one is always known', () => {
  always((turns) => {
    for (const { before, after } of turns) {
      const [was, is] = [timerOf(before), timerOf(after)]
      expect(after.epoch).toBeGreaterThanOrEqual(before.epoch)
      if (after.epoch === before.epoch) expect(is).toEqual(was)
    }
  })
})

it('nobody is called before their rule’s delay, and the first call of a rung goes at once', () => {
  always((turns) => {
    for (const { now, decision } of turns) {
      for (const effect of decision.ok ? decision.effects : [])
        if (effect.type === 'deliver') expect(effect.dueAt).toBe(now + effect.rule.delayMinutes * MINUTE)
    }
  })
})

it('only people who are there and can be reached are called, each way once a rung', () => {
  always((turns) => {
    for (const { decision, people: who } of turns) {
      const called = decision.ok ? decision.effects.flatMap((effect) => (effect.type === 'deliver' ? [effect] : [])) : []
      for (const { userId } of called) expect([who.disabled?.includes(userId), who.rules?.[userId]?.length]).toEqual([false, 2])
      const ways = called.map(({ userId, rule }) => `${userId} ${rule.contactId}`)
      expect(new Set(ways).size).toBe(ways.length)
    }
  })
})

it('[EC-01] left alone, the number of passes is repeat + 1, each rung in its order and delay, then one end', () => {
  fc.assert(
    fc.property(policy, fc.nat(5), (ladder, skipRungs) => {
      const quiet: Story['steps'] = Array.from({ length: 20 }, () => ({ minutes: 0, people: null, say: timerCommand }))
      const everybodyThere: Rung[] = ladder.rungs.map((one) => ({ ...one, targets: [person(ann)] }))
      const turns = play({ policy: { ...ladder, rungs: everybodyThere }, people: {}, skipRungs, steps: quiet })
      const events = eventsOf(turns)
      const stood = events.flatMap((event) => (event.type === 'page.rung-entered' ? [event] : []))
      const skipped = Math.min(skipRungs, ladder.rungs.length - 1)
      expect(stood).toHaveLength(ladder.rungs.length * (ladder.repeat + 1) - skipped)
      let at = T0
      for (const [index, event] of stood.entries()) {
        const place = index + skipped
        expect([event.pass, event.rung, event.at]).toEqual([Math.floor(place / ladder.rungs.length) + 1, place % ladder.rungs.length, at])
        at += (ladder.rungs[event.rung]?.delayMinutes ?? 0) * MINUTE
      }
      expect(events.filter((event) => event.type === 'page.exhausted')).toEqual([
        { type: 'page.exhausted', at, climb: 1, passes: ladder.repeat + 1 },
      ])
    }),
  )
})

it('on a rung that needs everybody, one person’s answer stops that person’s calls only', () => {
  always((turns) => {
    for (const { before, command, decision, after } of turns) {
      if (command.type !== 'acknowledge' || !decision.ok || after.state === 'acknowledged') continue
      const by: UserId | null = command.by.type === 'user' ? command.by.id : null
      expect(before.policy.rungs[before.rung]?.require).toBe('all')
      expect(decision.effects).toEqual([{ type: 'cancel', userId: by, why: 'acknowledged' }])
      expect(after.calls.some((call) => call.state === 'paging')).toBe(true)
    }
  })
})
