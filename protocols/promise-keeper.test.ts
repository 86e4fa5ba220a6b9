// Whoever follows the reminders keeps what was promised: thousands of made-up incidents, each with a liaison who has more than one thing to do.
import { promisesOf } from '@muster/core/comms/promises.ts'
import { fold, NOTHING, type Facts } from '@muster/core/protocol/facts.ts'
import { TAKEN, type Deadline } from '@muster/core/protocol/owed.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { read } from '@muster/core/protocol/read.ts'
import { MINUTE, SECOND, type Instant } from '@muster/core/vocabulary.ts'
import { dice, type Dice } from '@muster/testkit/sim/plot/dice.ts'
import { expect, test } from 'vitest'
import { packOf } from './packs.ts'

const handbook = packOf('handbook')
/** Only what is promised matters here; the rest is owed all the same. */
const pack: Pack = { ...handbook, duties: handbook.duties.filter(({ id }) => id.startsWith('promise-to')), advice: [], guardrails: [] }
const T0 = Date.UTC(2026, 2, 18, 3, 10)

/** What the liaison is doing stands on the log when it is done. */
type Night = { facts: Facts; at: Instant; until: Instant; dice: Dice; waiting: Deadline[]; ledger: Map<string, Instant> }

type Liaison = 'follows the reminders' | 'goes by their own clock'

function write(night: Night, type: string, body: Record<string, unknown>): void {
  night.facts = fold(night.facts, [{ seq: night.facts.last + 1, at: night.at, type, body }])
}

function promise(night: Night, audience: string, minutes: number): void {
  const nextAt = night.at + minutes * MINUTE
  write(night, 'promise.made', { audience, nextAt })
  night.ledger.set(audience, nextAt)
}

const MINUTES = [10, 15, 30, 60]
const AUDIENCES = handbook.audiences.map(({ id }) => id)

function begin(seed: number): Night {
  const at = T0 + seed * 1000 * MINUTE
  const chance = dice(seed)
  const night: Night = { facts: NOTHING, at, until: at + chance.int(40, 120) * MINUTE, dice: chance, waiting: [], ledger: new Map() }
  write(night, 'incident.opened', { severity: chance.pick(['SEV1', 'SEV2', 'SEV3']), criticalPath: false })
  write(night, 'role.taken', { role: 'communications', who: 'dan' })
  write(night, 'role.taken', { role: 'executive-liaison', who: 'dan' })
  for (const audience of AUDIENCES.filter(() => chance.chance(0.5))) {
    night.at += chance.int(20, 90) * SECOND
    write(night, 'update.sent', { audience, text: 'We are on it.' })
    promise(night, audience, chance.pick(MINUTES))
  }
  return night
}

/** The reminders that have come by now, as the server's timers put them on the log. */
function remind(night: Night): void {
  const due = read(pack, night.facts, night.at)?.deadlines.filter(({ at }) => at <= night.at) ?? []
  for (const step of due) {
    write(night, TAKEN[step.act], { duty: step.key, role: step.role, after: step.after, dueAt: step.dueAt })
    if (step.act === 'nudge') night.waiting.push(step)
  }
}

const audienceOf = ({ facts }: Night, { key }: Deadline): string => String(facts.bySeq.get(Number(key.split('#')[1]))?.body['audience'])

/** One thing at a time: word when there is something to say and time to write it, else the promise is made anew. */
function answer(night: Night, step: Deadline): void {
  const audience = audienceOf(night, step)
  const owedAt = night.ledger.get(audience)
  // Written since, because it was reminded of twice.
  if (owedAt !== step.dueAt) return
  const { dice: chance } = night
  const isPressed = night.waiting.length > 1 || owedAt - night.at < 70 * SECOND
  night.at += (isPressed ? chance.int(5, 12) : chance.int(20, 60)) * SECOND
  if (!isPressed) write(night, 'update.sent', { audience, text: 'Where we stand.' })
  night.ledger.delete(audience)
  if (isPressed || chance.chance(0.8)) promise(night, audience, chance.pick(MINUTES))
}

/** Looks at the phone soon after it rings; now and then something else comes first. */
const noticed = (chance: Dice): number => (chance.chance(0.03) ? chance.int(60, 100) : chance.int(3, 40)) * SECOND

function live(seed: number, liaison: Liaison): Night {
  const night = begin(seed)
  while (night.at < night.until) {
    remind(night)
    if (night.waiting.length > 0 && liaison === 'follows the reminders') {
      night.at += noticed(night.dice)
      remind(night)
      for (let step = night.waiting.shift(); step !== undefined; step = night.waiting.shift()) answer(night, step)
      continue
    }
    const next = read(pack, night.facts, night.at)?.deadlines.find(({ at }) => at > night.at)
    if (next === undefined) break
    night.at = next.at
    const late = night.dice.int(0, 6) * MINUTE
    if (liaison === 'goes by their own clock' && next.act === 'nudge') {
      night.at += late
      answer(night, next)
    }
  }
  return night
}

function outcomes(liaison: Liaison, incidents: number) {
  const counts = { kept: 0, renegotiated: 0, late: 0, overdue: 0 }
  for (let seed = 1; seed <= incidents; seed += 1) {
    const night = live(seed, liaison)
    // What is open when nobody looks any more was neither kept nor broken.
    for (const { state } of promisesOf(night.facts, night.at)) if (state !== 'open') counts[state] += 1
  }
  return counts
}

test('[BX-14] a liaison who follows the reminders keeps, or makes anew in time, 99 of 100 promises', () => {
  const { kept, renegotiated, late, overdue } = outcomes('follows the reminders', 2000)
  const all = kept + renegotiated + late + overdue
  expect(all).toBeGreaterThan(10_000)
  expect(renegotiated).toBeGreaterThan(100)
  expect((kept + renegotiated) / all).toBeGreaterThanOrEqual(0.99)
}, 120_000)

test('[BX-14] the count is honest: a liaison who goes by their own clock is seen to be late', () => {
  const { late, kept, renegotiated, overdue } = outcomes('goes by their own clock', 200)
  expect(late / (kept + renegotiated + late + overdue)).toBeGreaterThan(0.2)
}, 120_000)
