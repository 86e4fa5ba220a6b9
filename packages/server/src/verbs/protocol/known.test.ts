// What people found out, over the wire: weighed, settled, pinned, taken up from what was said; and what cannot be is refused with the field.
import type { KnownView } from '@muster/contract/known.ts'
import type { LogEntry } from '@muster/contract/incidents.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down', { severity: 'critical' })
  await night.api('POST', '/incidents/1/acknowledge', { as: 'ann' })
})

afterAll(() => night.close())

const record = (entry: object) => night.api('POST', '/incidents/1/record', { as: 'ann', entry })
const known = async () => (await night.api('GET', '/incidents/1/known')).body as KnownView
const lastOf = async (type: string): Promise<LogEntry> => {
  const found = (await night.api('GET', '/incidents/1/log?limit=1000')).body as { items: LogEntry[] }
  const last = found.items.findLast((one) => one.type === type)
  if (last === undefined) throw new Error(`nothing of ${type} is on the log`)
  return last
}

test('[IR-07] a guess is stated, weighed and settled, and the log tells it in sentences', async () => {
  await record({ type: 'hypothesis.stated', text: 'The pool is empty' })
  const { seq } = await lastOf('hypothesis.stated')
  await record({ type: 'evidence.added', hypothesis: seq, stance: 'for', text: '100 of 100 in use' })
  await record({ type: 'hypothesis.settled', hypothesis: seq, verdict: 'holds', text: 'Doubling it mended it' })
  expect((await known()).hypotheses).toMatchObject([
    { seq, by: 'Ann', state: 'holds', for: [{ text: '100 of 100 in use' }], settled: { text: 'Doubling it mended it' } },
  ])
  expect((await lastOf('hypothesis.settled')).says).toBe(`Ann: entry ${seq} holds. Doubling it mended it`)
})

test('[HF-05] sources are laid side by side, and settled once', async () => {
  const sides = [
    { source: 'Monitor', says: '99 %', lagMinutes: 5 },
    { source: 'Users', says: '6 of 10 fail', customers: true },
  ]
  await record({ type: 'source.conflict', text: 'They disagree.', sides })
  const { seq, says } = await lastOf('source.conflict')
  expect(says).toBe('Ann: the sources disagree. They disagree. Monitor: 99 %. Users: 6 of 10 fail.')
  const settle = () => record({ type: 'conflict.settled', conflict: seq, basis: 'user reports', text: 'It fails for most' })
  expect((await settle()).status).toBe(200)
  expect(await settle()).toMatchObject({ status: 422, body: { data: { faults: [{ at: 'entry.conflict' }] } } })
  expect((await known()).conflicts).toMatchObject([
    { sides: [{ source: 'Users' }, { source: 'Monitor' }], settled: { basis: 'user reports' } },
  ])
})

test('[IR-02] what was said in passing is taken up as a finding: it was known when it was said', async () => {
  await night.api('POST', '/incidents/1/say', { as: 'ann', kind: 'saw', text: 'Timeouts to the bank' })
  const said = await lastOf('incident.said')
  await night.after('9m')
  await record({ type: 'finding.noted', text: 'Timeouts to the bank', madeFrom: said.seq })
  const [finding] = (await known()).findings
  expect(finding).toMatchObject({ text: 'Timeouts to the bank', at: said.at })
  expect((await lastOf('finding.noted')).body).toMatchObject({ madeFrom: said.seq })
})

test('[IR-04] a pin is for everybody, and comes off again', async () => {
  const { seq } = await lastOf('incident.said')
  expect((await record({ type: 'entry.pinned', entry: seq })).status).toBe(200)
  expect((await record({ type: 'entry.pinned', entry: seq })).status).toBe(422)
  expect((await known()).pins).toEqual([{ seq, says: expect.stringContaining('Timeouts to the bank') }])
  expect((await record({ type: 'entry.unpinned', entry: seq })).status).toBe(200)
  expect((await known()).pins).toEqual([])
})

test.each([
  [{ type: 'evidence.added', hypothesis: 1, stance: 'for', text: 'x' }, 'entry.hypothesis'],
  [{ type: 'hypothesis.settled', hypothesis: 999, verdict: 'holds', text: 'x' }, 'entry.hypothesis'],
  [{ type: 'conflict.settled', conflict: 1, basis: 'x', text: 'x' }, 'entry.conflict'],
  [{ type: 'entry.pinned', entry: 999 }, 'entry.entry'],
  [{ type: 'entry.unpinned', entry: 1 }, 'entry.entry'],
  [{ type: 'finding.noted', text: 'x', madeFrom: 999 }, 'entry.madeFrom'],
])('[IR-07] what an entry is about must be there: %o is refused at %s', async (entry, at) => {
  expect(await record(entry)).toMatchObject({ status: 422, body: { data: { faults: [{ at }] } } })
})
