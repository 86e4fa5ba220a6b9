// Whom a target means at a moment, and how to reach them.
import { expect, it } from 'vitest'
import { instant, layer, schedule } from '../schedule/fixture.ts'
import type { UserId } from '../vocabulary.ts'
import { rosterAt, type Directory, type Person } from './directory.ts'
import { ann, ben, cyd, person, rules } from './fixture.ts'
import { peopleBehind } from './roster.ts'

const named = (id: UserId, of: Partial<Person> = {}): [UserId, Person] => [
  id,
  { id, slug: id, name: id, email: null, timeZone: 'UTC', disabled: false, rules: rules(id), ...of },
]
const rota = { type: 'schedule', scheduleId: 'schedule_checkout' } as const
const monday = instant('2026-03-09T09:00Z')

function directory(of: Partial<Directory> = {}): Directory {
  const weekly = schedule('UTC', [layer({ participants: [ann, ben] })])
  return {
    people: new Map([named(ann), named(ben), named(cyd, { disabled: true })]),
    schedules: new Map([[weekly.id, weekly]]),
    catchAll: [person(ann), rota],
    ...of,
  }
}

it('a rota means whoever is on call at that moment', () => {
  expect([monday - 1, monday].map((at) => rosterAt(directory(), at).people(rota))).toEqual([[ann], [ben]])
})

it('somebody switched off, or unknown, is nobody: by name, by rota and as the last resort', () => {
  const off = directory({ people: new Map([named(ann, { disabled: true }), named(ben)]) })
  const roster = rosterAt(off, monday - 1)
  expect([roster.people(person(ann)), roster.people(person('user_gone')), roster.people(rota), roster.catchAll()]).toEqual([[], [], [], []])
})

it('a rota that is gone is nobody', () => {
  expect(rosterAt(directory(), monday).people({ type: 'schedule', scheduleId: 'schedule_gone' })).toEqual([])
})

it('the last resort is asked at the moment too', () => {
  expect(rosterAt(directory(), monday).catchAll()).toEqual([ann, ben])
})

it('a person’s ways are their own rules; somebody unknown has none', () => {
  const roster = rosterAt(directory(), monday)
  expect([roster.rules(ben), roster.rules('user_gone')]).toEqual([rules(ben), []])
})

it('everybody behind several targets is there once, in the order they were named', () => {
  expect(peopleBehind(rosterAt(directory(), monday), [rota, person(ann), person(ben), person(cyd)])).toEqual([ben, ann])
})
