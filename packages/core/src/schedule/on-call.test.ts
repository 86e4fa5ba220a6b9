// Who is on call: turns, layers, covers, gaps and what comes next.
import { describe, expect, it } from 'vitest'
import { DAY } from '../vocabulary.ts'
import { ada, ben, cover, cyd, instant, iso, layer, schedule } from './fixture.ts'
import { MOST_SHIFTS, nextHandoff, onCallAt, shifts } from './on-call.ts'

const noon = instant('2026-02-10T12:00Z')

function answers(...overrides: ReturnType<typeof cover>[]) {
  return onCallAt(schedule('UTC', [layer({ participants: [ada] })], overrides), noon).users
}

describe('layers', () => {
  it('the last one that names somebody wins', () => {
    const nights = layer({ id: 'nights', participants: [cyd], rotation: { startsOn: '2026-02-09' } })
    const rota = schedule('UTC', [layer({ participants: [ada] }), nights, layer({ id: 'empty', participants: [] })])
    expect([onCallAt(rota, instant('2026-02-09T08:59Z')).users, onCallAt(rota, noon).users]).toEqual([[ada], [cyd]])
    expect(iso(nextHandoff(rota, instant('2026-01-20T00:00Z')))).toBe('2026-02-09T09:00Z')
  })

  it('one that cannot be read is passed over: a broken rota never stops a page', () => {
    const broken = [{ handoffTime: '25:00' }, { length: 0 }, { length: Number.NaN }, { startsOn: '2026-02-30' }, { handoffDay: 8 }]
    const layers = broken.map((rotation, index) => layer({ id: `broken-${index}`, rotation }))
    expect(onCallAt(schedule('UTC', [layer({ participants: [cyd] }), ...layers]), noon).users).toEqual([cyd])
    expect(onCallAt(schedule('Mars/Olympus', [layer()]), noon)).toMatchObject({ users: [], until: null })
  })

  it('none at all name nobody, for ever', () => {
    expect(onCallAt(schedule('UTC', []), noon)).toEqual({ users: [], until: null, from: null, overrides: [] })
  })
})

describe('overrides', () => {
  it('A→B plus B→C in the same window gives C', () => {
    expect(answers(cover('one', ada, ben), cover('two', ben, cyd))).toEqual([cyd])
    expect(answers(cover('two', ben, cyd), cover('one', ada, ben))).toEqual([cyd])
  })

  it('a circle ends without going round', () => {
    expect(answers(cover('one', ada, ben), cover('two', ben, ada))).toEqual([ben])
    expect(answers(cover('one', ada, ben), cover('two', ben, cyd), cover('three', cyd, ada))).toEqual([cyd])
    expect(answers(cover('self', ada, ada))).toEqual([ada])
  })

  it('for everybody fills a gap, and its own cover is followed too', () => {
    const rota = schedule('UTC', [layer({ participants: [] })], [cover('all', null, ben), cover('two', ben, cyd)])
    expect(onCallAt(rota, noon)).toMatchObject({ users: [cyd], from: null, overrides: [{ id: 'all' }, { id: 'two' }] })
  })

  it('with nobody in it leaves a gap on purpose', () => {
    expect([answers(cover('off', ada, null)), answers(cover('off', null, null))]).toEqual([[], []])
  })

  it('for somebody who is not on call change nothing', () => {
    expect(answers(cover('one', cyd, ben))).toEqual([ada])
  })

  it('given later win over earlier ones for the same person', () => {
    expect(answers(cover('one', ada, ben), cover('two', ada, cyd))).toEqual([cyd])
  })

  it('hold from their start up to, and not at, their end', () => {
    const [startsAt, endsAt] = [noon, noon + DAY]
    const rota = schedule('UTC', [layer({ participants: [ada] })], [cover('day', ada, ben, { startsAt, endsAt })])
    expect([startsAt - 1, startsAt, endsAt - 1, endsAt].map((at) => onCallAt(rota, at).users[0])).toEqual([ada, ben, ben, ada])
    expect([nextHandoff(rota, 0), nextHandoff(rota, startsAt), nextHandoff(rota, endsAt)]).toEqual([
      instant('2026-01-05T09:00Z'),
      endsAt,
      null,
    ])
  })

  it('that hide every handoff leave one shift without seams', () => {
    const rota = schedule('UTC', [layer({ rotation: { every: 'day' } })], [cover('one', ada, ben)])
    const [from, to] = [instant('2026-02-01T00:00Z'), instant('2026-11-01T00:00Z')]
    expect(shifts(rota, from, to)).toEqual([{ userId: ben, startsAt: from, endsAt: to }])
  })
})

it('an answer holds past handoffs that change nobody', () => {
  const twice = layer({ participants: [ada, ada, ben], rotation: { every: 'day', startsOn: '2026-02-09' } })
  const from = instant('2026-02-09T09:00Z')
  expect(iso(onCallAt(schedule('UTC', [twice]), from).until)).toBe('2026-02-11T09:00Z')
  expect(iso(onCallAt(schedule('UTC', [twice], [cover('one', ada, ben)]), from).until)).toBe('2027-01-01T00:00Z')
})

describe('shifts', () => {
  it('show gaps as nobody', () => {
    const rota = schedule('UTC', [layer({ participants: [ada] })], [cover('off', ada, null, { startsAt: noon, endsAt: noon + DAY })])
    expect(shifts(rota, noon - DAY, noon + 2 * DAY).map((one) => one.userId)).toEqual([ada, null, ada])
  })

  it('of an interval without length are none', () => {
    expect(shifts(schedule('UTC', [layer()]), noon, noon)).toEqual([])
  })

  it('stop at a thousand, and the last one’s end says how far they got', () => {
    const found = shifts(schedule('UTC', [layer({ rotation: { every: 'day' } })]), noon, noon + 5000 * DAY)
    expect([found.length, iso(found.at(-1)?.endsAt ?? null)]).toEqual([MOST_SHIFTS, '2028-11-06T09:00Z'])
  })
})

it('who is on call depends on the instant asked about and on nothing else: a later rung sees the handoff, an earlier answer stands', () => {
  const rota = schedule('Europe/London', [layer()])
  const [firstRung, secondRung] = [instant('2026-03-30T07:58Z'), instant('2026-03-30T08:03Z')]
  const before = structuredClone(rota)
  expect([firstRung, secondRung, firstRung].map((at) => onCallAt(rota, at).users[0])).toEqual([ben, ada, ben])
  expect(rota).toEqual(before)
})
