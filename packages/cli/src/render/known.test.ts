// What is known, and what is left to be done, in a terminal: nothing is cut off, and what is empty says so.
import type { FollowUpView } from '@muster/contract/follow-ups.ts'
import type { KnownView } from '@muster/contract/known.ts'
import { expect, test } from 'vitest'
import { followUpTable } from '../commands/follow-ups.ts'
import { knownText } from '../commands/incidents/known.ts'
import { NIGHT } from '../testing/terminal.ts'

const io = {
  out: () => {},
  err: () => {},
  ask: null,
  localToken: () => null,
  readInput: async () => '',
  env: {},
  colour: false,
  columns: 100,
  now: () => NIGHT,
  timeZone: 'UTC',
}
const at = '2026-03-18T03:00:00.000Z'
const word = { seq: 4, at, text: 'Timeouts', by: 'Ann', about: null }
const nothing: KnownView = {
  impact: null,
  hypotheses: [],
  findings: [],
  decisions: [],
  conflicts: [],
  sources: [],
  expected: [],
  links: [],
  pins: [],
}

test('[IR-07] what nobody has found out yet is said to be missing', () => {
  const text = knownText(nothing, io)
  expect(text).toContain('Nobody has said what they think it is.')
  expect(text).toContain('No source contradicts another.')
})

test('[IR-07] a guess is told with what speaks for and against it, a conflict with what each source says', () => {
  const text = knownText(
    {
      ...nothing,
      hypotheses: [
        { ...word, text: 'The pool is empty', state: 'open', for: [word], against: [{ ...word, text: 'CPU idle' }], settled: null },
      ],
      conflicts: [
        {
          ...word,
          text: 'They disagree',
          sides: [
            { source: 'Monitor', says: '99 %', lagMinutes: 5, isLagExpected: true, trust: 'low', isTrusted: false, isCustomers: false },
          ],
          settled: null,
        },
      ],
    },
    io,
  )
  expect(text).toContain('- Open: The pool is empty (#4, Ann)\n  for: Timeouts\n  against: CPU idle')
  expect(text).toContain('- To be settled: They disagree (#4)\n  Monitor (5 min behind, as expected of it; unreliable): 99 %')
})

test('[IR-14] follow-ups are listed by date with their owner, and a late one says so in words', () => {
  const one: FollowUpView = {
    incident: { number: 7, title: 'x' },
    seq: 12,
    text: 'Alert on slow exports',
    owner: 'Data',
    due: '2026-01-01',
    isLate: true,
    moved: 0,
    createdAt: at,
    done: null,
  }
  expect(followUpTable([one], io)).toContain('2026-01-01, late')
  expect(followUpTable([{ ...one, isLate: false, done: { at, by: 'Ann', text: 'Test added' } }], io)).toContain('Ann: Test added')
  expect(followUpTable([], io)).toBe('None.\n')
})
