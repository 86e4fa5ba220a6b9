// Random rotas: whoever is on call, the answer holds until it says, and shifts tile the time.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DAY, type Instant, type UserId } from '../vocabulary.ts'
import { explain } from './explain.ts'
import { instant, schedule } from './fixture.ts'
import { MOST_SHIFTS, nextHandoff, onCallAt, shifts } from './on-call.ts'
import type { Layer, Override, Rotation, Schedule } from './schedule.ts'
import { validateSchedule } from './validate.ts'

const zones = [
  'UTC',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'Africa/Casablanca',
]
const person = fc.constantFrom<UserId>('user_a', 'user_b', 'user_c', 'user_d')
const anyInstant = fc.integer({ min: 0, max: instant('2100-01-01T00:00Z') })
const two = (number: number) => String(number).padStart(2, '0')
const date = fc
  .tuple(fc.integer({ min: 1970, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([y, m, d]) => `${y}-${two(m)}-${two(d)}`)
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`)

const rotation: fc.Arbitrary<Rotation> = fc.record({
  every: fc.constantFrom('day', 'week'),
  length: fc.integer({ min: 1, max: 6 }),
  handoffDay: fc.integer({ min: 1, max: 7 }),
  handoffTime: time,
  startsOn: date,
})
const layers: fc.Arbitrary<Layer[]> = fc
  .array(fc.record({ participants: fc.array(person, { maxLength: 4 }), rotation }), { maxLength: 3 })
  .map((found) => found.map((one, index) => ({ id: `layer-${index}`, name: `Layer ${index}`, ...one })))

function overridesNear(at: Instant): fc.Arbitrary<Override[]> {
  const one = fc.record({
    userId: fc.option(person),
    replaces: fc.option(person, { freq: 3 }),
    start: fc.integer({ min: -20, max: 60 }),
    days: fc.integer({ min: 1, max: 20 }),
  })
  return fc.array(one, { maxLength: 5 }).map((found) =>
    found.map(({ userId, replaces, start, days }, index) => {
      const startsAt = at + start * DAY
      return { id: `override-${index}`, userId, replaces, startsAt, endsAt: startsAt + days * DAY }
    }),
  )
}

const moment: fc.Arbitrary<{ rota: Schedule; at: Instant }> = anyInstant.chain((at) =>
  fc
    .record({ zone: fc.constantFrom(...zones), layers, overrides: overridesNear(at) })
    .map((made) => ({ at, rota: schedule(made.zone, made.layers, made.overrides) })),
)

it('who is on call has one answer at any instant from 1970 to 2100, and the answer holds until it says', () => {
  fc.assert(
    fc.property(moment, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), ({ rota, at }, part) => {
      const { users, until } = onCallAt(rota, at)
      expect(users.length).toBeLessThanOrEqual(1)
      expect(explain(rota, at, (userId) => userId)).toMatch(/ is on call: .+\.$/)
      const end = until ?? at + 1000 * DAY
      expect(end).toBeGreaterThan(at)
      const later = at + Math.floor((end - at) * part)
      expect(onCallAt(rota, later).users).toEqual(users)
      expect(onCallAt(rota, end - 1).users).toEqual(users)
    }),
    { numRuns: 2000 },
  )
})

it('shifts tile the interval without overlap or seams and name whoever is on call inside them', () => {
  fc.assert(
    fc.property(
      moment,
      fc.integer({ min: 1, max: 90 * DAY }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 5, maxLength: 5 }),
      ({ rota, at }, length, parts) => {
        const found = shifts(rota, at, at + length)
        expect(found.length).toBeLessThanOrEqual(MOST_SHIFTS)
        expect([found[0]?.startsAt, found.at(-1)?.endsAt]).toEqual([at, at + length])
        for (const [index, { userId, startsAt, endsAt }] of found.entries()) {
          const next = found[index + 1]
          if (next !== undefined) expect([next.startsAt, next.userId !== userId]).toEqual([endsAt, true])
          const inside = [startsAt, endsAt - 1, ...parts.map((part) => startsAt + Math.floor((endsAt - startsAt) * part))]
          for (const instantInside of inside) expect(onCallAt(rota, instantInside).users[0] ?? null).toBe(userId)
        }
      },
    ),
    { numRuns: 500 },
  )
})

it('the next handoff is the first instant at which the answer differs', () => {
  fc.assert(
    fc.property(moment, ({ rota, at }) => {
      const next = nextHandoff(rota, at)
      const now = onCallAt(rota, at).users
      expect(onCallAt(rota, next === null ? at + 20_000 * DAY : next - 1).users).toEqual(now)
      if (next !== null) expect(onCallAt(rota, next).users).not.toEqual(now)
    }),
    { numRuns: 1000 },
  )
})

it('whatever nonsense a schedule holds, it is answered and its faults are told', () => {
  const nonsense = fc.record({
    every: fc.constantFrom<'day' | 'week'>('day', 'week'),
    length: fc.oneof(fc.double(), fc.integer()),
    handoffDay: fc.double(),
    handoffTime: fc.string(),
    startsOn: fc.string(),
  })
  fc.assert(
    fc.property(fc.string(), nonsense, anyInstant, (zone, broken, at) => {
      const rota = schedule(zone, [{ id: 'layer', name: 'Layer', participants: ['user_a'], rotation: broken }])
      expect(onCallAt(rota, at).users).toEqual([])
      expect(validateSchedule(rota)).not.toEqual([])
    }),
    { numRuns: 1000 },
  )
})
