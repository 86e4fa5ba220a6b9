// Why somebody is on call, in one sentence, for every way of being so.
import { expect, it } from 'vitest'
import type { UserId } from '../vocabulary.ts'
import { explain } from './explain.ts'
import { ada, ben, cover, cyd, instant, layer, schedule } from './fixture.ts'
import type { Layer, Override } from './schedule.ts'

const names: Record<string, string> = { [ada]: 'Ada', [ben]: 'Ben', [cyd]: 'Cyd' }
const nameOf = (userId: UserId) => names[userId] ?? userId

function why(layers: Layer[], overrides: Override[] = [], timeZone = 'Europe/London'): string {
  return explain(schedule(timeZone, layers, overrides), instant('2026-03-31T12:00Z'), nameOf)
}

const turn = 'turn 13 of layer "Primary", is Ada\'s from 2026-03-30 09:00 to 2026-04-06 09:00'

it.each([
  ['the rotation turn', why([layer()]), `Ada is on call: ${turn} (times in Europe/London).`],
  [
    'the layer that won',
    why([layer(), layer({ name: 'Launch week', participants: [cyd] })]),
    'Cyd is on call: turn 13 of layer "Launch week", which wins over the layers before it, is Cyd\'s from 2026-03-30 09:00 to 2026-04-06 09:00 (times in Europe/London).',
  ],
  [
    'every override on the way',
    why([layer()], [cover('swap', ada, ben), cover('ill', ben, cyd)]),
    `Cyd is on call: ${turn}; override "swap" puts Ben in for Ada until 2027-01-01 00:00; override "ill" puts Cyd in for Ben until 2027-01-01 00:00 (times in Europe/London).`,
  ],
  [
    'the override for everybody',
    why([], [cover('all', null, ben)]),
    'Ben is on call: override "all" puts Ben in for everybody until 2027-01-01 00:00 (times in Europe/London).',
  ],
])('explains a person on call by %s', (_, said, expected) => {
  expect(said).toBe(expected)
})

it.each([
  [
    'an override left a gap',
    why([layer()], [cover('off', ada, null)]),
    `Nobody is on call: ${turn}; override "off" takes Ada off call on purpose until 2027-01-01 00:00 (times in Europe/London).`,
  ],
  ['there are no layers', why([]), 'Nobody is on call: the schedule has no layers (times in Europe/London).'],
  [
    'layers are empty or have not begun',
    why([layer({ participants: [] }), layer({ name: 'Later', rotation: { startsOn: '2026-04-06' } })]),
    'Nobody is on call: layer "Primary" has no participants; layer "Later" begins at 2026-04-06 09:00 (times in Europe/London).',
  ],
  [
    'the schedule cannot be read',
    why([layer()], [], 'Mars/Olympus'),
    'Nobody is on call: layer "Primary" cannot be read, so mend its rotation or the time zone "Mars/Olympus" (times in UTC).',
  ],
])('explains an empty watch: %s', (_, said, expected) => {
  expect(said).toBe(expected)
})
