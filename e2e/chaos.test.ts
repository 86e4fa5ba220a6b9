// The short dose of chaos (npm run chaos gives the long one), and proof that its reckoning finds what it looks for.
import { expect, test } from 'vitest'
import { checkDuplicates } from '../bench/chaos/checks/duplicates.ts'
import { checkPages } from '../bench/chaos/checks/pages.ts'
import type { Memory, Violation } from '../bench/chaos/memory.ts'
import { createOutages } from '../bench/chaos/outages.ts'
import type { Call } from '../bench/chaos/provider.ts'
import { told } from '../bench/chaos/report.ts'
import { runChaos } from '../bench/chaos/run.ts'
import type { Trouble } from '../bench/chaos/troubles.ts'

const DOSE_SECONDS = 120

test('kill -9 of server and database under load loses nothing and wakes everybody in time', { timeout: 480_000 }, async () => {
  const seed = Date.now() % 1_000_000
  const report = await runChaos({ seed, seconds: DOSE_SECONDS, rounds: Number.POSITIVE_INFINITY })
  console.log(`chaos:\n${told(report)}`)
  expect(report.violations).toEqual([])
  // A run in which little was killed, or few were woken, has proven nothing.
  expect(report.rounds).toBeGreaterThan(10)
  expect(report.rungsCalled).toBeGreaterThan(50)
})

test('a ladder climbed in time passes the reckoning, also when a kill was paid for with a repeat', () => {
  const memory = night({ calls: [called('ana', 100), called('ana', 9_000, { attempt: 2 }), called('ben', 31_000)], killedAt: 120 })
  expect(violationsIn(memory)).toEqual([])
})

test('a page that never comes is found', () => {
  expect(violationsIn(night({ calls: [called('ana', 100)] }))).toEqual(['t000001: ben was due and never called'])
})

test('a page that comes late is found, and so is one that comes early', () => {
  expect(violationsIn(night({ calls: [called('ana', 12_500), called('ben', 43_000)] }))).toEqual([
    't000001: ana was called 12.490 s late, outages not counted',
  ])
  expect(violationsIn(night({ calls: [called('ana', 100), called('ben', 29_000)] }))).toEqual(['t000001: ben was called too early'])
})

test('a page after the answer is found, unless it was on its way', () => {
  const answered = { endingAt: 5_000, answeredAt: 5_050 }
  expect(violationsIn(night({ calls: [called('ana', 100), called('ben', 5_290)], ...answered }))).toEqual([
    't000001: ben was called too early',
  ])
  expect(violationsIn(night({ calls: [called('ana', 100), called('ben', 31_000)], ...answered }))).toEqual([
    't000001: ben was called 25.950 s after the answer was committed',
  ])
})

test('a repeat that no kill explains is found, and so is one under another key', () => {
  const again = called('ana', 9_000, { attempt: 2 })
  const ben = called('ben', 31_000)
  expect(violationsIn(night({ calls: [called('ana', 100), again, ben] }))).toEqual([
    't000001: ana was called again after 8.900 s, and nothing was killed between',
  ])
  const other = { ...again, key: 'another', header: 'another' }
  expect(violationsIn(night({ calls: [called('ana', 100), other, ben], killedAt: 120 }))).toEqual([
    't000001: ana was called for one rung under two keys',
  ])
})

type Night = { calls: Call[]; endingAt?: number; answeredAt?: number; killedAt?: number }

/** One trouble, sent at 0 and accepted at 10, that ends after its second rung. */
function night({ calls, endingAt = 50_000, answeredAt, killedAt }: Night): Memory {
  const sent = { firstAt: 0, acceptedAt: 10, tries: 1 }
  const trouble: Trouble = {
    id: 't000001',
    service: 'watched-1',
    life: 'left-alone',
    triggered: sent,
    endingAt,
    answeredAt: answeredAt ?? null,
    cleared: { firstAt: endingAt, acceptedAt: endingAt + 10, tries: 1 },
  }
  const outages = createOutages()
  if (killedAt === undefined) return { storm: [], troubles: [trouble], calls, outages }
  const felt = { from: killedAt, until: killedAt + 500, kills: [{ at: killedAt, kind: 'server' as const }], countsFrom: killedAt }
  const touches = (from: number, until: number) => felt.from <= until && felt.until >= from
  return { storm: [], troubles: [trouble], calls, outages: { ...outages, all: [felt], touches } }
}

function called(person: string, at: number, { attempt = 1 } = {}): Call {
  const key = `page:${person}`
  return { at, acceptedAt: at + 5, person, trouble: 't000001', key, header: key, attempt, kind: 'page', url: null }
}

function violationsIn(memory: Memory): string[] {
  const found: Violation[] = [...checkPages(memory).violations, ...checkDuplicates(memory).violations]
  return found.map(({ what }) => what)
}
