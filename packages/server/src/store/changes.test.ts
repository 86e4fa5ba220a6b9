// What was committed is told in few and small notices, and not lost when the database is away for a moment.
import type { IncidentId, OrgId } from '@muster/core/vocabulary.ts'
import { expect, test } from 'vitest'
import { addChange, readChanges, writeChanges, type ByOrg, type Change } from './changes.ts'
import { createTeller } from './teller.ts'

const incident = (orgId: OrgId, number: number, seq = 1): Change => ({
  orgId,
  kind: 'incident',
  id: `incident_${'0'.repeat(20)}${number}`,
  number,
  seq,
})
const gathered = (changes: readonly Change[]): ByOrg => {
  const all: ByOrg = new Map()
  for (const change of changes) addChange(all, change)
  return all
}
const merged = (notices: readonly string[]): ByOrg => {
  const all: ByOrg = new Map()
  for (const notice of notices)
    for (const [orgId, { kinds, incidents }] of readChanges(notice)) {
      for (const kind of kinds) addChange(all, { orgId, kind })
      for (const [id, at] of incidents) addChange(all, { orgId, kind: 'incident', id, ...at })
    }
  return all
}

test('what is told is what was committed, however many organisations there are, and no notice is too long for PostgreSQL', () => {
  const changes = Array.from({ length: 300 }, (_, index): Change[] => {
    const orgId: OrgId = `org_${'0'.repeat(20)}${index}`
    return [...Array.from({ length: index % 70 }, (_more, number) => incident(orgId, number)), { orgId, kind: 'config' }]
  }).flat()
  const notices = writeChanges(gathered(changes))
  expect(Math.max(...notices.map((notice) => Buffer.byteLength(notice)))).toBeLessThan(8000)
  expect(merged(notices)).toEqual(gathered(changes))
})

test('of an incident only the last entry is told, and of more than a hundred only that there is much', () => {
  const orgId: OrgId = 'org_1'
  const id: IncidentId = `incident_${'0'.repeat(20)}7`
  expect(gathered([incident(orgId, 7, 1), incident(orgId, 7, 9)]).get(orgId)?.incidents).toEqual(new Map([[id, { number: 7, seq: 9 }]]))
  const storm = gathered(Array.from({ length: 5000 }, (_, number) => incident(orgId, number))).get(orgId)
  expect(storm).toEqual({ kinds: new Set(['everything']), incidents: new Map() })
})

test('a storm of commits is a few notices a second', async () => {
  const sent: number[] = []
  const { tell, stop } = createTeller(async () => sent.push(performance.now()))
  const until = performance.now() + 700
  for (let seq = 1; performance.now() < until; seq += 1) {
    tell([incident('org_1', 1, seq)])
    await new Promise((resolve) => setImmediate(resolve))
  }
  await stop()
  expect(sent.length).toBeGreaterThan(1)
  expect(sent.length).toBeLessThanOrEqual(7)
})

test('while the database is away nothing is told, and when it is back everybody reads everything', async () => {
  const sent: string[] = []
  let isAway = true
  const { tell, stop } = createTeller(async (notice) => {
    if (isAway) throw new Error('away')
    sent.push(notice)
  })
  tell([incident('org_1', 1)])
  await expect.poll(() => isAway && sent.length === 0).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 50))
  isAway = false
  await expect.poll(() => sent, { timeout: 3000 }).toHaveLength(1)
  expect(readChanges(sent[0] ?? '').get('org_1')).toEqual({ kinds: new Set(['everything']), incidents: new Map() })
  await stop()
})
