// Whoever commands the umbrella commands the parts that have nobody of their own, and only those.
import { expect, test } from 'vitest'
import { fold, NOTHING, type Facts, type LogEntry } from '../protocol/facts.ts'
import { partsIn, passedDown, umbrellaIn } from './umbrella.ts'

const log = (...entries: [string, LogEntry['body']?][]): Facts =>
  fold(
    NOTHING,
    entries.map(([type, body = {}], place) => ({ seq: place + 1, at: place, type, body })),
  )
const taken = (who: string, more: object = {}): [string, LogEntry['body']] => ['role.taken', { role: 'commander', who, ...more }]
const released: [string, LogEntry['body']] = ['role.released', { role: 'commander' }]
const through = { through: 'umbrella' }
const umbrella = log(taken('cleo'))

test.each<[string, ReturnType<typeof passedDown>, Facts, Facts | null]>([
  ['a part with nobody gets the commander of the umbrella', { type: 'role.taken', who: 'cleo' }, log(), umbrella],
  ['a part with its own keeps them', null, log(taken('ann')), umbrella],
  ['when the umbrella changes hands the part follows', { type: 'role.taken', who: 'cleo' }, log(taken('ben', through)), umbrella],
  ['what is so already is not written again', null, log(taken('cleo', through)), umbrella],
  [
    'when nobody commands the umbrella any more, what came through it is vacant',
    { type: 'role.released' },
    log(taken('cleo', through)),
    log(taken('cleo'), released),
  ],
  ['taken out of the umbrella, the part is vacant', { type: 'role.released' }, log(taken('cleo', through)), null],
  ['whoever then takes it for the part alone has it', null, log(taken('cleo', through), taken('ann')), umbrella],
  ['once their own gives it back, the umbrella has it again', { type: 'role.taken', who: 'cleo' }, log(taken('ann'), released), umbrella],
  ['a part that is over is left alone', null, log(['incident.opened'], ['incident.resolved']), umbrella],
  [
    'an umbrella that is over commands its parts no more',
    { type: 'role.released' },
    log(taken('cleo', through)),
    log(['incident.opened'], taken('cleo'), ['incident.resolved']),
  ],
  ['an umbrella nobody commands gives nobody', null, log(), log()],
])('[OR-04] %s', (_what, expected, part, above) => {
  expect(passedDown(part, above)).toEqual(expected)
})

test('the log says which umbrella, and which parts', () => {
  const linked = (to: string, kind: string): [string, LogEntry['body']] => ['incident.linked', { to, kind }]
  const unlinked = (to: string, kind: string): [string, LogEntry['body']] => ['incident.unlinked', { to, kind }]
  expect(umbrellaIn(log(linked('incident_2', 'related')))).toBeNull()
  expect(umbrellaIn(log(linked('incident_2', 'part-of')))).toBe('incident_2')
  expect(umbrellaIn(log(linked('incident_2', 'part-of'), unlinked('incident_2', 'part-of')))).toBeNull()
  expect(umbrellaIn(log(linked('incident_2', 'part-of'), unlinked('incident_2', 'part-of'), linked('incident_3', 'part-of')))).toBe(
    'incident_3',
  )
  expect(partsIn(log(linked('incident_2', 'has-part'), linked('incident_3', 'has-part'), unlinked('incident_2', 'has-part')))).toEqual([
    'incident_3',
  ])
})
