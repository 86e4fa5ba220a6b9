// What a watchdog makes of what it sees, look by look: when it waits, when it wakes people, and when it says that it is over.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR, SECOND, type Instant } from '../vocabulary.ts'
import { look } from './look.ts'
import { MOST_BETWEEN_LOOKS_MS, ROUND_MS, WELL, type Act, type Sight, type Watch } from './watch.ts'

const GRACE = 30 * SECOND
const start: Instant = Date.UTC(2026, 2, 2, 3, 10)

type Seen = { sight: Sight; at: Instant }

/** Looks in turn, and gives what was done at each second that something was. */
function watched(looks: readonly Seen[], from: Watch = WELL): { done: [number, Act][]; watch: Watch } {
  let watch = from
  const done: [number, Act][] = []
  for (const { sight, at } of looks) {
    const next = look(watch, sight, at, GRACE)
    watch = next.watch
    if (next.act !== 'nothing') done.push([(at - start) / SECOND, next.act])
  }
  return { done, watch }
}

/** One look every two seconds: each stretch is what is seen, and for how many seconds. */
function stretches(...parts: [Sight, number][]): Seen[] {
  let at = start
  return parts.flatMap(([sight, seconds]) =>
    Array.from({ length: seconds / 2 }, () => {
      at += 2 * SECOND
      return { sight, at }
    }),
  )
}

const table: [string, Seen[], [number, Act][]][] = [
  ['a server that is well wakes nobody', stretches(['ready', 600]), []],
  ['a server away for a whole grace wakes people, once', stretches(['ready', 10], ['silent', 300]), [[42, 'wake']]],
  ['a server back within the grace wakes nobody', stretches(['ready', 10], ['silent', 28], ['ready', 60]), []],
  ['one good answer starts the grace again', stretches(['silent', 28], ['ready', 2], ['silent', 28], ['ready', 2], ['silent', 28]), []],
  ['a database that is away wakes people as a silent server does', stretches(['database', 40]), [[32, 'wake']]],
  ['an engine that is stuck wakes people too', stretches(['late', 40]), [[32, 'wake']]],
  ['trouble that changes its face is one trouble', stretches(['late', 16], ['database', 10], ['silent', 14]), [[32, 'wake']]],
  [
    'while it is down people are woken again every ten minutes',
    stretches(['silent', 1260]),
    [
      [32, 'wake'],
      [632, 'wake'],
      [1232, 'wake'],
    ],
  ],
  [
    'when it has been back for ten seconds they are told, once',
    stretches(['silent', 40], ['ready', 600]),
    [
      [32, 'wake'],
      [52, 'tell-back'],
    ],
  ],
  ['a server that comes back and falls again at once is not back', stretches(['silent', 40], ['ready', 8], ['silent', 60]), [[32, 'wake']]],
  [
    'a good answer just before the next round holds that round back for a whole grace',
    stretches(['silent', 630], ['ready', 2], ['silent', 60]),
    [
      [32, 'wake'],
      [664, 'wake'],
    ],
  ],
  [
    'each outage is an outage of its own',
    stretches(['silent', 40], ['ready', 20], ['silent', 40]),
    [
      [32, 'wake'],
      [52, 'tell-back'],
      [92, 'wake'],
    ],
  ],
]

test.each(table)('%s', (_title, looks, done) => {
  expect(watched(looks).done).toEqual(done)
})

test('what a machine did not watch because it slept does not count as the server’s silence', () => {
  const beforeSleep = { sight: 'silent', at: start } as const
  const looks = stretches(['silent', 28]).map(({ sight, at }) => ({ sight, at: at + HOUR }))
  expect(watched([beforeSleep, ...looks]).done).toEqual([[3622, 'wake']])
})

test('a clock that was put back delays the first call by no more than one grace, and the next round by no more than one round', () => {
  const looks = [...stretches(['silent', 20]), ...stretches(['silent', 1400]).map(({ sight, at }) => ({ sight, at: at - HOUR }))]
  const { done } = watched(looks)
  expect(done).toEqual([
    [-3586, 'wake'],
    [-2986, 'wake'],
    [-2386, 'wake'],
  ])
  const { watch } = watched(stretches(['silent', 40]))
  expect(look(watch, 'silent', start - HOUR, GRACE).act).toBe('nothing')
  expect(
    watched(
      [
        { sight: 'silent', at: start - HOUR },
        { sight: 'silent', at: start - HOUR + ROUND_MS },
      ],
      watch,
    ).done,
  ).toHaveLength(1)
})

test('a machine too busy to look often still wakes people', () => {
  const looks = Array.from({ length: 8 }, (_, index) => ({ sight: 'silent' as const, at: start + index * 25 * SECOND }))
  expect(watched(looks).done).toEqual([[75, 'wake']])
})

const looks = fc
  .array(
    fc.record({
      sight: fc.constantFrom<Sight>('ready', 'silent', 'database', 'late'),
      times: fc.integer({ min: 1, max: 40 }),
      gap: fc.integer({ min: 500, max: 12_000 }),
    }),
  )
  .map((parts) => {
    let at = start
    return parts.flatMap(({ sight, times, gap }) => Array.from({ length: times }, () => ({ sight, at: (at += gap) })))
  })

test('[BX-12] on any night: nobody is woken but after a whole grace without one good answer, and then always', () => {
  fc.assert(
    fc.property(looks, (seen) => {
      const { done } = watched(seen)
      const wakes = done.filter(([, act]) => act === 'wake').map(([second]) => start + second * SECOND)
      for (const at of wakes) expect(seen.some((one) => one.sight === 'ready' && one.at > at - GRACE && one.at <= at)).toBe(false)
      // Trouble without a break for a grace, and the time between looks that may not count, has woken somebody.
      const runs = troubleRuns(seen).filter(({ from, to, longest }) => to - from >= GRACE + 2 * longest && longest <= MOST_BETWEEN_LOOKS_MS)
      for (const { from, to } of runs) expect(wakes.some((at) => at > from - ROUND_MS && at <= to)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('on any night every outage ends with one word, and rounds keep their distance', () => {
  fc.assert(
    fc.property(looks, (seen) => {
      const { done } = watched([...seen, ...stretches(['ready', 30]).map(({ sight, at }) => ({ sight, at: at + HOUR * 24 }))])
      let last: number | null = null
      for (const [second, act] of done) {
        if (act === 'wake' && last !== null) expect(second - last).toBeGreaterThanOrEqual(ROUND_MS / SECOND)
        if (act === 'tell-back') expect(last).not.toBeNull()
        last = act === 'wake' ? second : null
      }
      expect(last).toBeNull()
    }),
    { numRuns: 500 },
  )
})

function troubleRuns(seen: readonly Seen[]): { from: Instant; to: Instant; longest: number }[] {
  const runs: { from: Instant; to: Instant; longest: number }[] = []
  let isOpen = false
  for (const { sight, at } of seen) {
    const run = isOpen ? runs.at(-1) : undefined
    if (sight !== 'ready' && run === undefined) runs.push({ from: at, to: at, longest: 0 })
    else if (sight !== 'ready' && run !== undefined) Object.assign(run, { longest: Math.max(run.longest, at - run.to), to: at })
    isOpen = sight !== 'ready'
  }
  return runs
}
