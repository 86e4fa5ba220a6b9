// What severities people are offered, and which one their answers propose.
import { expect, test } from 'vitest'
import { groupOf, groupsOf, proposedBy, reasonOf, type Asking } from './severity-groups.ts'

const meaning = (severity: 'SEV0' | 'SEV1' | 'SEV2' | 'SEV3', label: string, response: Asking['severities'][number]['class']) => ({
  severity,
  label,
  class: response,
  means: '',
  scope: '',
  escalation: '',
  risk: '',
})

const threeLevels = [
  meaning('SEV0', 'SEV1', 'crisis'),
  meaning('SEV1', 'SEV1', 'crisis'),
  meaning('SEV2', 'SEV2', 'standard'),
  meaning('SEV3', 'SEV3', 'business-hours'),
]

const impact: Asking['impact'] = [
  {
    id: 'revenue',
    asks: 'Is money being lost?',
    answers: [
      { says: 'Nobody can say yet', severity: 'SEV1' },
      { says: 'A little', severity: 'SEV2' },
    ],
  },
  {
    id: 'workaround',
    asks: 'Is there a way around?',
    answers: [
      { says: 'Yes', severity: 'SEV3' },
      { says: 'Not asked', severity: null },
    ],
  },
]

test('severities of one name and one response are one choice', () => {
  const groups = groupsOf({ severities: threeLevels })
  expect(groups.map(({ label }) => label)).toEqual(['SEV1', 'SEV2', 'SEV3'])
  expect(groupOf(groups, 'SEV1')).toBe(groupOf(groups, 'SEV0'))
})

test('the gravest answer is proposed, and being unsure is grave', () => {
  expect(proposedBy(impact, { revenue: 1, workaround: 0 })).toBe('SEV2')
  expect(proposedBy(impact, { revenue: 0, workaround: 0 })).toBe('SEV1')
})

test('without an answer that speaks for a severity nothing is proposed', () => {
  expect(proposedBy(impact, {})).toBeNull()
  expect(proposedBy(impact, { workaround: 1 })).toBeNull()
})

test('the reason names the answers that led to it, and no others', () => {
  expect(reasonOf(impact, { revenue: 1, workaround: 0 }, 'SEV2')).toBe('Is money being lost? A little.')
})
