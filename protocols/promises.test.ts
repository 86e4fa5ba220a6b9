// What holds for every log under the default pack, whatever is written on it in whatever order.
import { fold, NOTHING, type LogEntry } from '@muster/core/protocol/facts.ts'
import type { Obligation } from '@muster/core/protocol/owed.ts'
import { blocking, heldBack, read, type Reading } from '@muster/core/protocol/read.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packOf } from './packs.ts'

const pack = packOf('handbook')
const T0 = Date.UTC(2026, 2, 18, 3, 10)

/** Every entry the pack asks for, with the fields it asks by. */
const asked = [
  ...pack.duties.flatMap(({ from, done }) => [...from, ...done]),
  ...pack.guardrails.flatMap(({ from, until }) => [from, ...until]),
  ...pack.advice.flatMap(({ when }) => when),
]
const written = fc.record({
  match: fc.constantFrom(...asked),
  minutes: fc.double({ min: 0, max: 20, noNaN: true }),
  lateMinutes: fc.option(fc.double({ min: 0, max: 60, noNaN: true })),
})
const severity = fc.constantFrom('SEV1', 'SEV2', 'SEV3')
const change = fc.record({ to: severity, minutes: fc.double({ min: 0, max: 20, noNaN: true }) })
const wrong = fc.record({ nth: fc.nat(20), minutes: fc.double({ min: 0, max: 20, noNaN: true }) })

type Step = { type: string; body: Record<string, unknown>; minutes: number; lateMinutes?: number | null }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: written.map(({ match, minutes, lateMinutes }) => ({
      type: match.logged,
      body: { who: 'ann', by: { type: 'user', id: 'ann' }, ...match.where },
      minutes,
      lateMinutes,
    })),
  },
  { weight: 1, arbitrary: change.map(({ to, minutes }) => ({ type: 'severity.changed', body: { to }, minutes })) },
  { weight: 1, arbitrary: wrong.map(({ nth, minutes }) => ({ type: 'entry.withdrawn', body: { seq: nth + 2 }, minutes })) },
)

const log = fc.array(step, { maxLength: 60 }).map((steps): LogEntry[] => {
  let at = T0
  const opened = { seq: 1, at: T0, type: 'incident.opened', body: { severity: 'SEV1', criticalPath: true } }
  return [
    opened,
    ...steps
      .filter(({ type }) => type !== 'incident.opened')
      .map(({ type, body, minutes, lateMinutes }, index) => {
        at += Math.round(minutes * MINUTE)
        const observed = lateMinutes == null ? {} : { observedAt: Math.max(T0, at - Math.round(lateMinutes * MINUTE)) }
        return { seq: index + 2, at, type, body: { ...body, ...observed } }
      }),
  ]
})

const end = (entries: readonly LogEntry[]) => (entries.at(-1)?.at ?? T0) + 5 * MINUTE

function reading(entries: readonly LogEntry[], now = end(entries)): Reading {
  const found = read(pack, fold(NOTHING, entries), now)
  if (found === null) throw new Error('it was not opened')
  return found
}

const open = ({ state }: Obligation) => state === 'due' || state === 'overdue'

test('read entry by entry, it says what it says when read at once', () => {
  fc.assert(
    fc.property(log, (entries) => {
      const stepwise = entries.reduce((facts, entry) => fold(facts, [entry]), NOTHING)
      expect(read(pack, stepwise, end(entries))).toEqual(reading(entries))
    }),
  )
})

test('a downgrade drops nothing that is owed, and relaxes no deadline', () => {
  fc.assert(
    fc.property(log, severity, (entries, to) => {
      const now = end(entries)
      const before = reading(entries, now)
      const after = reading([...entries, { seq: entries.length + 1, at: now, type: 'severity.changed', body: { to } }], now)
      const cadences = new Set(pack.duties.filter(({ every }) => every === true).map(({ id }) => id))
      for (const one of before.obligations.filter((owed) => open(owed) && !cadences.has(owed.duty))) {
        const same = after.obligations.find(({ key }) => key === one.key)
        expect(same, one.key).toBeDefined()
        expect(same?.dueAt).toBeLessThanOrEqual(one.dueAt)
      }
    }),
  )
})

test('what was taken back counts as never written: what it had settled is owed again', () => {
  fc.assert(
    fc.property(log, fc.nat(), (entries, pick) => {
      const wrongSeq = 2 + (pick % Math.max(1, entries.length - 1))
      const taken = entries.find(({ seq }) => seq === wrongSeq)
      fc.pre(taken !== undefined && !taken.type.startsWith('entry.') && !entries.some(({ body }) => body['seq'] === wrongSeq))
      const now = end(entries)
      const back = { seq: entries.length + 1, at: now, type: 'entry.withdrawn', body: { seq: wrongSeq } }
      const without = entries.filter(({ seq }) => seq !== wrongSeq)
      const states = ({ obligations, guardrails, phase, roles }: Reading) => ({
        obligations: obligations.map(({ key, state, dueAt, owner }) => ({ key, state, dueAt, owner })),
        guardrails: guardrails.map(({ id }) => id),
        phase,
        roles,
      })
      expect(states(reading([...entries, back], now))).toEqual(states(reading(without, now)))
    }),
  )
})

test('each reminder comes once for its deadline: when it stands on the log it is not asked for again', () => {
  fc.assert(
    fc.property(log, (entries) => {
      const [next] = reading(entries).deadlines
      fc.pre(next !== undefined)
      const { key, act, role, after, dueAt } = next
      const type = { nudge: 'duty.nudged', raise: 'duty.raised', page: 'duty.paged' }[act]
      const taken = { seq: entries.length + 1, at: end(entries), type, body: { duty: key, role, after, dueAt } }
      expect(reading([...entries, taken], end(entries)).deadlines).not.toContainEqual(next)
    }),
  )
})

test('a promise is reminded of twice, before it falls due and then, each a step of its own', () => {
  const nextAt = T0 + 20 * MINUTE
  const promised: LogEntry[] = [
    { seq: 1, at: T0, type: 'incident.opened', body: { severity: 'SEV1' } },
    { seq: 2, at: T0 + MINUTE, type: 'promise.made', body: { audience: 'customers', nextAt } },
  ]
  const steps = (entries: readonly LogEntry[]) =>
    reading(entries, T0 + 2 * MINUTE).deadlines.flatMap(({ key, act, at }) =>
      key.startsWith('promise-to-customers') ? [[act, (at - nextAt) / MINUTE]] : [],
    )
  expect(steps(promised)).toEqual([
    ['nudge', -2],
    ['nudge', 0],
    ['raise', 2],
  ])
  const first = {
    seq: 3,
    at: nextAt - 2 * MINUTE,
    type: 'duty.nudged',
    body: { duty: 'promise-to-customers#2', role: 'owner', after: -2, dueAt: nextAt },
  }
  expect(steps([...promised, first])).toEqual([
    ['nudge', 0],
    ['raise', 2],
  ])
})

test('when it is over nobody is reminded of what was owed in the heat of it, only of what the end asks for', () => {
  const entries: LogEntry[] = [
    { seq: 1, at: T0, type: 'incident.opened', body: { severity: 'SEV1', criticalPath: true } },
    { seq: 2, at: T0 + 30 * MINUTE, type: 'incident.resolved', body: {} },
  ]
  const keys = reading(entries).deadlines.map(({ key }) => key.split('#')[1])
  expect(new Set(keys)).toEqual(new Set(['2']))
})

test('everything it says, it says in words and with the entries it rests on', () => {
  fc.assert(
    fc.property(log, (entries) => {
      const { obligations, guardrails, advice } = reading(entries)
      for (const { says, because } of [...obligations, ...guardrails, ...advice]) {
        expect(says.length).toBeGreaterThan(0)
        expect(because.length).toBeGreaterThan(0)
        for (const seq of because) expect(entries.some((entry) => entry.seq === seq)).toBe(true)
      }
    }),
  )
})

test('after a failed step no further one may be run, the way back may, and the record of it stands before the end', () => {
  const entries: LogEntry[] = [
    { seq: 1, at: T0, type: 'incident.opened', body: { severity: 'SEV1' } },
    { seq: 2, at: T0 + MINUTE, type: 'run.step', body: { outcome: 'failed' } },
    { seq: 3, at: T0 + MINUTE, type: 'deviation.invoked', body: { deviation: 'dv-01' } },
  ]
  const now = reading(entries)
  expect(heldBack(now, 'run.step')?.id).toBeDefined()
  expect(heldBack(now, 'run.undo')).toBeNull()
  expect(blocking(now, 'resolve').map(({ duty }) => duty)).toContain('dv-01.record')
})

test('[MX-01] a column that somebody chooses late asks from then on: nobody is late with what was not theirs yet', () => {
  const opened = {
    seq: 1,
    at: T0,
    type: 'incident.opened',
    body: { severity: 'SEV1', runbook: { linked: true, complete: true, highRisk: false } },
  }
  const at = T0 + 45 * MINUTE
  const log: LogEntry[] = [
    opened,
    { seq: 2, at: T0 + MINUTE, type: 'page.acknowledged', body: { by: { type: 'user', id: 'ann' } } },
    { seq: 3, at, type: 'column.chosen', body: { column: 'D', why: 'It is the payments database' } },
  ]
  const before = new Set(reading(log.slice(0, 2), at).obligations.map(({ key }) => key))
  const added = reading(log, at).obligations.filter(({ key, state }) => !before.has(key) && (state === 'due' || state === 'overdue'))
  expect(added.length).toBeGreaterThan(0)
  expect(added.filter(({ state }) => state === 'overdue')).toEqual([])
})

test('[PH-01] a phase that was entered early holds until the clock comes to a later one', () => {
  const log: LogEntry[] = [
    { seq: 1, at: T0, type: 'incident.opened', body: { severity: 'SEV1' } },
    { seq: 2, at: T0 + 12 * MINUTE, type: 'phase.entered', body: { phase: 'fix-properly', why: 'The cause is known' } },
  ]
  const phases = [11, 12, 31, 61].map((minute) => reading(log.slice(0, minute < 12 ? 1 : 2), T0 + minute * MINUTE).phase.id)
  expect(phases).toEqual(['stop-the-bleeding', 'fix-properly', 'fix-properly', 'fix-properly'])
  expect(reading(log, T0 + 1441 * MINUTE).phase.id).toBe('learn')
})
