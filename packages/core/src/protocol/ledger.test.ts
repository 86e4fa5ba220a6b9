// The deviation ledger as a pure reading: what was done otherwise, how often, why, and which edit of the pack could follow.
import { describe, expect, test } from 'vitest'
import { fold, NOTHING } from './facts.ts'
import { ledgerOf, withoutNames, type Happened } from './ledger.ts'
import type { Duty, Pack } from './pack.ts'

const MINUTE = 60_000
const duty = (id: string, more: Partial<Duty> = {}): Duty => ({
  id,
  source: 'IR-01',
  owner: ['support'],
  from: [{ logged: 'incident.opened' }],
  within: 30,
  done: [{ logged: 'finding.noted', where: { about: id } }],
  says: `Do the ${id}.`,
  why: 'w',
  overdue: [],
  ...more,
})

const pack: Pack = {
  name: 'p',
  version: 1,
  about: 'a',
  classes: { SEV0: 'crisis', SEV1: 'major', SEV2: 'standard', SEV3: 'business-hours' },
  labels: {} as Pack['labels'],
  impact: [],
  clocks: { look: { crisis: 5, major: 10, standard: 15, 'business-hours': null } },
  phases: [
    { id: 'one', name: 'One', fromMinutes: 0, goals: [] },
    { id: 'two', name: 'Two', fromMinutes: 60, goals: [] },
  ],
  roles: [],
  sets: {},
  columns: [],
  duties: [duty('ticket'), duty('look', { within: 'look' })],
  guardrails: [],
  advice: [],
  deviations: [],
  capabilities: [],
  audiences: [],
  templates: {},
  memory: {},
  specialists: [],
}

type Said = [minutes: number, type: string, body?: Record<string, unknown>]

/** Over after a hundred minutes. */
function happened(number: number, ...said: Said[]): Happened {
  const log: Said[] = [[0, 'incident.opened', { severity: 'SEV0' }], ...said, [100, 'incident.resolved']]
  const entries = log.map(([minutes, type, body = {}], index) => ({ seq: index + 1, at: minutes * MINUTE, type, body }))
  return { number, pack, facts: fold(NOTHING, entries), until: 100 * MINUTE }
}

const onTime: Said = [3, 'finding.noted', { about: 'look' }]
const ticketAt = (minutes: number): Said => [minutes, 'finding.noted', { about: 'ticket' }]
const entryOf = (all: readonly Happened[], key: string, names: string[] = []) =>
  ledgerOf(all, { present: pack, names }).entries.find((one) => one.key === key)

describe('[BX-16]', () => {
  test('a duty that is late in most incidents is counted, and the time that most would have kept is proposed', () => {
    const nine = [50, 55, 52, 20, 58, 51, 54, 10, 57].map((minutes, index) => happened(index + 1, onTime, ticketAt(minutes)))
    expect(entryOf(nine, 'late:ticket')).toEqual({
      key: 'late:ticket',
      kind: 'late',
      about: 'ticket',
      says: '“Do the ticket” was late in 7 of 9',
      incidents: [9, 7, 6, 5, 3, 2, 1],
      of: 9,
      reasons: [],
      proposal: { says: 'ticket: 30 → 60 min?', path: ['duties', 'ticket', 'within'], value: 60 },
    })
  })

  test('a duty that goes by a clock proposes the clock of the class that was late', () => {
    const all = [9, 8, 9].map((minutes, index) => happened(index + 1, [minutes, 'finding.noted', { about: 'look' }], ticketAt(10)))
    expect(entryOf(all, 'late:look')?.proposal).toEqual({
      says: 'Clock look, crisis: 5 → 10 min?',
      path: ['clocks', 'look', 'crisis'],
      value: 10,
    })
  })

  test('what was late now and then, or in too few incidents, is told and proposes nothing', () => {
    const some = [50, 20, 20, 20, 55, 52].map((minutes, index) => happened(index + 1, onTime, ticketAt(minutes)))
    expect(entryOf(some, 'late:ticket')).toMatchObject({ says: '“Do the ticket” was late in 3 of 6', proposal: null })
    expect(entryOf(some.slice(0, 1), 'late:ticket')).toMatchObject({ of: 1, proposal: null })
  })

  test('what nobody did by the end was late too, and says nothing of how long it takes', () => {
    const all = [1, 2, 3].map((number) => happened(number, onTime))
    expect(entryOf(all, 'late:ticket')).toMatchObject({ incidents: [3, 2, 1], proposal: null })
  })

  test('a duty that is waived in most is proposed away for the class in which it was, with the reasons given', () => {
    const waiver = (why: string): Said => [20, 'duty.waived', { duty: 'ticket#1', why }]
    const all = ['one exists', 'one exists', 'too small'].map((why, index) => happened(index + 1, onTime, waiver(why)))
    expect(entryOf(all, 'waived:ticket')).toMatchObject({
      says: '“Do the ticket” was waived in 3 of 3',
      reasons: ['one exists', 'too small'],
      proposal: { path: ['duties', 'ticket', 'classes'], value: ['major', 'standard', 'business-hours'] },
    })
    expect(entryOf(all, 'late:ticket')).toBeUndefined()
  })

  test('a phase that is entered early again and again proposes its beginning, and one on time is no departure', () => {
    const entered = (minutes: number): Said => [minutes, 'phase.entered', { phase: 'two', why: 'it held' }]
    const all = [28, 30, 29, 60].map((minutes, index) => happened(index + 1, onTime, ticketAt(10), entered(minutes)))
    expect(entryOf(all, 'phase-early:two')).toMatchObject({
      says: 'Two was entered before its time in 3 of 4',
      proposal: { says: 'Phase two begins: 60 → 30 min?', path: ['phases', 'two', 'from'], value: 30 },
    })
  })

  test('steps that failed, were skipped or confusing, deviations, columns by hand and snoozes are told, each apart', () => {
    const all = [
      happened(1, onTime, ticketAt(9), [5, 'run.step', { step: 'drain', outcome: 'failed', text: 'no rights' }]),
      happened(
        2,
        onTime,
        ticketAt(9),
        [5, 'run.step', { step: 'drain', outcome: 'confusing' }],
        [6, 'deviation.invoked', { deviation: 'dv-01' }],
      ),
      happened(
        3,
        onTime,
        ticketAt(9),
        [5, 'run.step', { step: 'drain', outcome: 'done' }],
        [6, 'column.chosen', { column: 'B' }],
        [7, 'page.snoozed'],
      ),
    ]
    expect(ledgerOf(all, { present: pack, names: [] }).entries.map(({ key }) => key)).toEqual([
      'column:B',
      'deviation:dv-01',
      'snooze:pages',
      'step-confusing:drain',
      'step-failed:drain',
    ])
  })

  test('nobody is named, whatever somebody wrote', () => {
    const names = ['Ann Müller', 'Jo']
    expect(withoutNames('ask ann müller; Müller and Jo knew, Joan did not', names)).toBe(
      'ask somebody; somebody and somebody knew, Joan did not',
    )
    const waiver: Said = [20, 'duty.waived', { duty: 'ticket#1', why: 'Ann has one' }]
    const ledger = ledgerOf([happened(1, onTime, waiver, [4, 'page.acknowledged', { by: { id: 'user_1', name: 'Ann Müller' } }])], {
      present: pack,
      names,
    })
    expect(JSON.stringify(ledger)).not.toMatch(/Ann|Müller|user_1/)
  })
})
