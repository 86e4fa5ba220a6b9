// A pack that does not mean what it says is refused, and the fault is told at its place.
import { check } from '@muster/core/protocol/check.ts'
import type { Duty, Pack } from '@muster/core/protocol/pack.ts'
import { expect, test } from 'vitest'
import { packOf } from './packs.ts'

const handbook = packOf('handbook')
const [duty] = handbook.duties as [Duty]
const withDuty = (change: Partial<Duty>): Pack => ({ ...handbook, duties: [{ ...duty, ...change }, ...handbook.duties.slice(1)] })

test('the pack as it is has no fault', () => {
  expect(check(handbook)).toEqual([])
})

test.each<[string, Pack, (string | number)[], string]>([
  ['a clock that is not there', withDuty({ within: 'never' }), ['duties', 0, 'within'], 'There is no clock "never" in this pack.'],
  [
    'a working time of nothing',
    withDuty({ within: { working: 0 } }),
    ['duties', 0, 'within'],
    'Working minutes are more than none, and at most 100000.',
  ],
  [
    'half a working day',
    {
      ...handbook,
      clocks: { ...handbook.clocks, 'review-held': { crisis: null, major: null, standard: { workingDays: 0.5 }, 'business-hours': null } },
    },
    ['clocks', 'review-held', 'standard'],
    'Working days are a whole number from 1 to 366.',
  ],
  ['an owner that is not there', withDuty({ owner: ['wizard'] }), ['duties', 0, 'owner', 0], 'There is no role "wizard" in this pack.'],
  ['words that are not there', withDuty({ draft: 'poem' }), ['duties', 0, 'draft'], 'There is no template "poem" in this pack.'],
  ['a column that is not there', withDuty({ columns: ['Z'] }), ['duties', 0, 'columns', 0], 'There is no column "Z" in this pack.'],
  [
    'advice to a role that is not there',
    { ...handbook, advice: handbook.advice.slice(0, 1).map((rule) => ({ ...rule, by: 'wizard' })) },
    ['advice', 0, 'by'],
    'There is no role "wizard" in this pack.',
  ],
  [
    'two of one name',
    { ...handbook, duties: [...handbook.duties, duty] },
    ['duties', handbook.duties.length, 'id'],
    `"${duty.id}" is there twice.`,
  ],
  [
    'a phase before the one before it',
    { ...handbook, phases: handbook.phases.map((phase) => ({ ...phase, fromMinutes: 0 })) },
    ['phases', 1, 'from'],
    'A phase begins after the one before it.',
  ],
  [
    'a guardrail that ends as it begins',
    { ...handbook, guardrails: handbook.guardrails.slice(0, 1).map((rule) => ({ ...rule, until: [rule.from] })) },
    ['guardrails', 0, 'until'],
    'It ends with the entry that begins it.',
  ],
])('%s', (_what, pack, path, says) => {
  expect(check(pack)).toContainEqual({ path, says })
})
