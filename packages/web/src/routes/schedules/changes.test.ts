// The sentence above Save says everything that will change, and nothing that will not.
import { expect, test } from 'vitest'
import type { ScheduleDocument } from '../../parts/config.ts'
import { scheduleChanges } from './changes.ts'

const layer = {
  slug: 'primary',
  name: 'Primary',
  participants: ['ana', 'ben'],
  every: 'week',
  length: 1,
  handoffDay: 1,
  handoffTime: '09:00',
  startsOn: '2026-01-05',
} as const
const was: ScheduleDocument = {
  slug: 'support',
  name: 'Support',
  timeZone: 'UTC',
  layers: [{ ...layer, participants: ['ana', 'ben'] }],
  overrides: [],
}
const nameOf = (slug: string) => slug.toUpperCase()
const changed = (change: object) =>
  scheduleChanges(was, { ...was, layers: [{ ...layer, participants: ['ana', 'ben'], ...change }] }, nameOf)

test('nothing changed is nothing said', () => {
  expect(scheduleChanges(was, structuredClone(was), nameOf)).toEqual([])
})

test('people who join or leave, another order, turn and handoff are each a sentence', () => {
  expect(changed({ participants: ['ana', 'cat'] })).toEqual(['CAT joins Primary.', 'BEN leaves Primary.'])
  expect(changed({ participants: ['ben', 'ana'] })).toEqual(['In Primary the order is BEN and ANA.'])
  expect(changed({ length: 2 })).toEqual(['A turn of Primary lasts 2 weeks.'])
  expect(changed({ handoffDay: 3, handoffTime: '21:00' })).toEqual(['Primary hands over on Wednesday at 21:00.'])
})

test('a cover that comes or goes is named with its person', () => {
  const cover = { slug: 'x', person: 'cat', replaces: null, startsAt: '2026-11-28T10:00:00Z', endsAt: '2026-11-29T10:00:00Z' }
  expect(scheduleChanges(was, { ...was, overrides: [cover] }, nameOf)[0]).toMatch(/^CAT stands in from 28 Nov/)
  expect(scheduleChanges({ ...was, overrides: [cover] }, was, nameOf)[0]).toMatch(/^CAT no longer stands in/)
})
