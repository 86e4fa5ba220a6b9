// Everything wrong with a rota is told at once, with its place and what to do.
import { describe, expect, it } from 'vitest'
import { ada, ben, cover, cyd, instant, layer, schedule } from './fixture.ts'
import type { Override } from './schedule.ts'
import { validateSchedule } from './validate.ts'

const placesOf = (overrides: Override[]) => validateSchedule(schedule('UTC', [layer()], overrides)).map((fault) => fault.at)

it('a sound schedule has no faults', () => {
  expect(validateSchedule(schedule('Europe/London', [layer()], [cover('one', ada, ben), cover('two', ben, cyd)]))).toEqual([])
})

it('all faults are told at once, each with its place and what to do', () => {
  const rotation = { length: 1.5, handoffDay: 0, handoffTime: '9:00', startsOn: '2026-02-30' }
  const broken = schedule(
    'Europe/Londn',
    [layer({ name: ' ', participants: [], rotation }), layer()],
    [cover('one', ada, ada, { endsAt: 0 })],
  )
  expect(validateSchedule(broken)).toEqual([
    { at: 'timeZone', says: '"Europe/Londn" is not a known time zone. Write an IANA name such as Europe/London.' },
    { at: 'layers[0].name', says: 'Give the layer a name.' },
    { at: 'layers[0].participants', says: 'Add at least one person: an empty rotation puts nobody on call.' },
    { at: 'layers[0].rotation.length', says: 'A turn lasts a whole number of weeks, from 1 to 366. Correct 1.5.' },
    { at: 'layers[0].rotation.handoffDay', says: 'Write the weekday as 1 (Monday) to 7 (Sunday), not 0.' },
    { at: 'layers[0].rotation.handoffTime', says: 'Write the time as HH:MM, from 00:00 to 23:59, not "9:00".' },
    { at: 'layers[0].rotation.startsOn', says: 'Write a date that exists as YYYY-MM-DD, not "2026-02-30".' },
    { at: 'layers[1].id', says: '"primary" is already the id of layers[0]. Give this one another.' },
    { at: 'overrides[0].endsAt', says: 'It ends before it starts, or at once. Put the end after the start.' },
    { at: 'overrides[0].userId', says: 'This person would stand in for themselves. Choose somebody else.' },
  ])
})

it('a schedule without a name or layers is refused', () => {
  expect(validateSchedule({ ...schedule('UTC', []), name: '' }).map((fault) => fault.at)).toEqual(['name', 'layers'])
})

it.each(['+05:30', '', '2026-01-01T00:00Z', 'Europe/London[x]', 'GMT+25'])('"%s" is not a time zone', (timeZone) => {
  expect(validateSchedule(schedule(timeZone, [layer()])).map((fault) => fault.at)).toEqual(['timeZone'])
})

it.each(['UTC', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires', 'Asia/Kathmandu'])('"%s" is a time zone', (timeZone) => {
  expect(validateSchedule(schedule(timeZone, [layer()]))).toEqual([])
})

it('a daily rotation needs no weekday', () => {
  expect(validateSchedule(schedule('UTC', [layer({ rotation: { every: 'day', handoffDay: 0 } })]))).toEqual([])
})

describe('a chain of covers', () => {
  const june = { startsAt: instant('2026-06-01T00:00Z'), endsAt: instant('2026-07-01T00:00Z') }
  const july = { startsAt: june.endsAt, endsAt: instant('2026-08-01T00:00Z') }

  it('that leads back to its first person is a fault of every cover in the circle, and of no other', () => {
    const circle = [cover('one', ada, ben), cover('two', ben, cyd), cover('three', cyd, ada)]
    expect(placesOf([...circle, cover('in', 'user_dan', ada)])).toEqual([
      'overrides[0].userId',
      'overrides[1].userId',
      'overrides[2].userId',
    ])
    expect(placesOf(circle.slice(0, 2))).toEqual([])
  })

  it('leads back only while all its covers are in force', () => {
    expect(placesOf([cover('one', ada, ben, june), cover('two', ben, ada)])).toEqual(['overrides[0].userId', 'overrides[1].userId'])
    expect(placesOf([cover('one', ada, ben, june), cover('two', ben, ada, july)])).toEqual([])
  })

  it('does not lead back where a later cover for the same person takes it elsewhere', () => {
    expect(placesOf([cover('one', ada, ben, june), cover('two', ben, ada, june), cover('three', ben, cyd, june)])).toEqual([])
  })
})
