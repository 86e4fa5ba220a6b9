// When what is minor wakes somebody: never without a calendar, by it in working hours, and outside of them when work begins.
import { describe, expect, it } from 'vitest'
import type { Hours } from './hours.ts'
import { ann, calls, night, policy, T0, told, user } from '../page/fixture.ts'
import { instant } from '../schedule/fixture.ts'
import { HOUR, MINUTE } from '../vocabulary.ts'
import { byHours, wakingOf } from './waking.ts'

const berlin: Hours = { timeZone: 'Europe/Berlin', week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }], holidays: [] }
const fridayNight = instant('2026-11-27T21:30Z')
const monday = instant('2026-11-30T08:00Z')

describe('[SV-02] what is minor', () => {
  it.each([
    ['is on the screen only, where nobody has said when the team works', 'SEV3', null, fridayNight, { type: 'never' }],
    ['of Friday night waits until Monday', 'SEV3', berlin, fridayNight, { type: 'waits', hours: berlin, until: monday }],
    ['of Monday morning is called for at once, by the calendar', 'SEV3', berlin, monday, { type: 'by-hours', hours: berlin }],
    ['has become graver: at once, whatever the hour', 'SEV2', berlin, fridayNight, { type: 'now' }],
  ] as const)('%s', (_what, severity, hours, now, waking) => {
    expect(wakingOf(severity, hours, now)).toEqual(waking)
  })

  it('gives each rung fifteen minutes, or longer where its policy does', () => {
    const long = policy()
    const rungs = long.rungs.map((one, index) => ({ ...one, delayMinutes: index === 0 ? 5 : 40 }))
    expect(byHours({ ...long, rungs }, berlin).rungs.map((one) => one.delayMinutes)).toEqual([15, 40])
  })
})

/** The page starts at 03:00, eight minutes before work ends, and it begins again at 01:00. */
const early: Hours = { timeZone: 'UTC', week: [{ days: [2, 3], from: '01:00', to: '03:08' }], holidays: [] }

describe('[SV-02] a ladder in working time', () => {
  it('stands still when work has ended, and goes on where it stood', () => {
    const one = night(byHours(policy(), early))
    expect(one.page().nextAt).toBe(T0 + 22 * HOUR + 7 * MINUTE)
    one.elapse()
    expect(told(one.events)).toEqual(['rung-entered', 'rung-entered'])
  })

  it('rings nobody again after work: the second way to reach them waits too', () => {
    const late: Hours = { ...early, week: [{ days: [2, 3], from: '01:00', to: '03:01' }] }
    expect(calls(night(byHours(policy(), late)).effects)).toEqual(['ann ntfy +0', `ann webhook +${22 * 60 + 1}`])
  })

  it('does not take an answer back at night', () => {
    const one = night(byHours(policy({ ackTimeoutMinutes: 30 }), early))
    one.at(1, { type: 'acknowledge', by: user(ann) })
    expect(one.page().nextAt).toBe(T0 + 22 * HOUR + 23 * MINUTE)
  })
})
