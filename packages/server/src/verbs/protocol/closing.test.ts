// The end of an incident: what stands before its close is named, each thing with its owner, and what it leaves is kept until it is proven.
import type { FollowUpView } from '@muster/contract/follow-ups.ts'
import type { ProtocolView } from '@muster/contract/protocol.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'))
  const declared = { as: 'ann', service: 'checkout', title: 'Exports fail for some', severity: 'SEV2', mine: true }
  expect((await night.api('POST', '/incidents', declared)).status).toBe(201)
})

afterEach(() => night.close())

const record = (entry: object) => night.api('POST', '/incidents/1/record', { as: 'ann', entry })
const protocol = async () => (await night.api('GET', '/incidents/1/protocol')).body as ProtocolView
const resolve = () => night.api('POST', '/incidents/1/resolve', { as: 'ann' })
const followUps = async (state: 'open' | 'done') =>
  ((await night.api('GET', `/follow-ups?state=${state}`)).body as { items: FollowUpView[] }).items
const due = { text: 'Alert on slow exports', owner: 'Data team', due: '2026-12-01' }

async function settleAll(): Promise<void> {
  const { owed, blocksClose } = await protocol()
  for (const { key } of owed.filter((one) => blocksClose.includes(one.key)))
    expect((await record({ type: 'duty.waived', duty: key, why: 'Nobody outside has noticed' })).status).toBe(200)
}

test('[IR-14] an incident that is not over cannot be closed, and one that is over is closed when nothing stands before it', async () => {
  expect(await record({ type: 'incident.closed' })).toMatchObject({ status: 409, body: { data: { reason: 'not-resolved' } } })
  await resolve()
  const before = await protocol()
  expect(before.blocksClose.length).toBeGreaterThan(0)
  expect(before.closedAt).toBeNull()
  const early = await record({ type: 'incident.closed' })
  expect(early).toMatchObject({
    status: 409,
    body: { data: { reason: 'still-owed', hint: expect.stringContaining('Announce in the room') } },
  })
  expect((await record({ type: 'update.sent', audience: 'room', text: 'It is over.' })).status).toBe(200)
  await settleAll()
  expect((await record({ type: 'incident.closed', text: 'All told.' })).status).toBe(200)
  expect((await protocol()).closedAt).not.toBeNull()
  expect(await record({ type: 'incident.closed' })).toMatchObject({ status: 409, body: { data: { reason: 'already-closed' } } })
})

test('[IR-14] once it is over, what its end asks for is the next step, and what was left undone comes after it', async () => {
  const before = new Set((await protocol()).owed.map(({ key }) => key))
  expect(before.size).toBeGreaterThan(0)
  await resolve()
  const { owed, blocksClose } = await protocol()
  expect(owed[0]?.says).toBe('Announce in the room that it is resolved.')
  const leftUndone = owed.findIndex(({ key }) => before.has(key))
  expect(leftUndone).toBeGreaterThan(0)
  expect(owed.slice(leftUndone).every(({ key }) => before.has(key))).toBe(true)
  expect(owed.slice(leftUndone).some(({ key }) => blocksClose.includes(key))).toBe(false)
})

test('[IR-14] while it is watched it stays open to what comes back, and is not closed', async () => {
  await resolve()
  await record({ type: 'watch.started' })
  await settleAll()
  expect(await record({ type: 'incident.closed' })).toMatchObject({
    status: 409,
    // Nothing ends it by itself.
    body: { data: { reason: 'held-back', hint: expect.stringContaining('After 24 hours end the watch, and say what you saw.') } },
  })
  expect((await protocol()).watchedUntil).not.toBeNull()
  await record({ type: 'watch.ended', text: 'Quiet' })
  await settleAll()
  expect((await record({ type: 'incident.closed' })).status).toBe(200)
})

test('[IR-14] what it leaves stands on one list for all incidents, by date, until somebody says how it was proven', async () => {
  await record({ type: 'followup.created', ...due })
  await record({ type: 'followup.created', ...due, text: 'Review the queries', due: '2026-11-30' })
  const open = await followUps('open')
  expect(open.map(({ text, incident, isLate }) => [text, incident.number, isLate])).toEqual([
    ['Review the queries', 1, false],
    ['Alert on slow exports', 1, false],
  ])
  const [first] = open
  expect(await record({ type: 'followup.done', followup: 1, text: 'x' })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'entry.followup' }] } },
  })
  expect((await record({ type: 'followup.done', followup: first?.seq, text: 'Reviewed with the team' })).status).toBe(200)
  expect((await record({ type: 'followup.done', followup: first?.seq, text: 'Again' })).status).toBe(422)
  expect(await followUps('done')).toMatchObject([{ text: 'Review the queries', done: { by: 'Ann', text: 'Reviewed with the team' } }])
})

test('[IR-14] a follow-up is moved with a reason, is late when its day is over everywhere, and one that was taken back is on no list', async () => {
  await record({ type: 'followup.created', ...due, due: '2020-01-01' })
  const [late] = await followUps('open')
  expect(late?.isLate).toBe(true)
  await record({ type: 'followup.moved', followup: late?.seq, due: '2099-01-01', owner: 'Ben', why: 'It waits for the vendor' })
  expect(await followUps('open')).toMatchObject([{ due: '2099-01-01', owner: 'Ben', isLate: false, moved: 1 }])
  await record({ type: 'entry.withdrawn', seq: late?.seq, why: 'Not ours' })
  expect(await followUps('open')).toEqual([])
})
