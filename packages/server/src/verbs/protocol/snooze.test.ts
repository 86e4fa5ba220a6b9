// What is owed is put off with a reason: nobody is reminded meanwhile, it is late all the same, and afterwards everything follows in its order.
import type { ProtocolView } from '@muster/contract/protocol.ts'
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night
let ann: Browser

beforeEach(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down')
  await (await night.phone('ann').rings()).press('acknowledge')
  ann = await join(night.node, { role: 'responder', person: 'ann' })
})
afterEach(() => night.close())

const view = async () => (await ann.get('/api/v1/incidents/1/protocol')).body as ProtocolView
const progress = async () => (await view()).owed.find(({ duty }) => duty === 'progress')
const told = async () =>
  (await night.log()).filter(({ type, body }) => /^duty\.(nudged|raised|paged)$/.test(type) && String(body['duty']).startsWith('progress#'))
const putOff = async (entry: object) => night.api('POST', '/incidents/1/record', { as: 'ann', entry: { type: 'duty.snoozed', ...entry } })

test('[PO-06] whoever puts off what they owe, and says why, is not reminded before then; its clock runs on, and then they are', async () => {
  const key = (await progress())?.key
  expect((await putOff({ duty: key, minutes: 10, why: 'Something else comes first.' })).status).toBe(200)
  expect((await night.log()).at(-1)?.says).toBe('Ann put off "progress" by 10 min: Something else comes first.')
  await night.after('7m')
  expect(await told()).toEqual([])
  expect(await progress()).toMatchObject({ state: 'overdue', snoozedUntil: '2026-03-02T03:20:00.000Z' })
  await night.after('4m')
  expect((await told()).map(({ type }) => type)).toEqual(['duty.nudged'])
  expect((await progress())?.snoozedUntil).toBeNull()
  // The senior is called as long after the reminder as if nothing had been put off.
  await night.after('3m')
  expect((await told()).map(({ type }) => type)).toEqual(['duty.nudged'])
  await night.after('2m')
  expect((await told()).map(({ type }) => type)).toEqual(['duty.nudged', 'duty.paged'])
})

test('[PO-06] what was put off comes after what was not; taken back, it is asked for as if it had never been', async () => {
  const first = (await view()).now
  await putOff({ duty: first?.key, minutes: 60, why: 'I wait for somebody.' })
  const next = (await view()).now
  expect(next?.key).not.toBe(first?.key)
  expect(next?.snoozedUntil).toBeNull()
  const seq = (await night.log()).at(-1)?.seq
  await night.api('POST', '/incidents/1/record', { as: 'ann', entry: { type: 'entry.withdrawn', seq, why: 'They are here' } })
  expect((await view()).now?.key).toBe(first?.key)
})

test('[PO-06] nothing is put off without a reason, for more than two hours, or when it is not owed', async () => {
  const key = (await progress())?.key
  for (const wrong of [
    { duty: key, minutes: 10, why: ' ' },
    { duty: key, minutes: 121, why: 'x' },
    { duty: 'none#1', minutes: 10, why: 'x' },
  ])
    expect((await putOff(wrong)).status).toBe(422)
})
