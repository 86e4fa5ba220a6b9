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

test('[PO-06] what was put off and then done is asked for anew as if it had never been put off', async () => {
  await putOff({ duty: (await progress())?.key, minutes: 120, why: 'Something else comes first.' })
  await night.after('2m')
  await night.api('POST', '/incidents/1/say', { as: 'ann', kind: 'did', text: 'Restarted it' })
  expect(await progress()).toMatchObject({ state: 'due', snoozedUntil: null })
  await night.after('5m')
  expect((await told()).map(({ type }) => type)).toEqual(['duty.nudged'])
  await night.after('5m')
  expect((await told()).map(({ type }) => type)).toEqual(['duty.nudged', 'duty.paged'])
})

test('[PO-06] [SV-04] [EC-02] what was put off or waived is asked for at once when it becomes graver, passes into other hands or comes back', async () => {
  const record = (entry: object, as = 'ann') => night.api('POST', '/incidents/1/record', { as, entry })
  await record({ type: 'severity.changed', to: 'SEV2', why: 'Some can pay' })
  await putOff({ duty: (await progress())?.key, minutes: 120, why: 'Something else comes first.' })
  await night.after('20m')
  expect(await told()).toEqual([])
  await record({ type: 'severity.changed', to: 'SEV1', why: 'Nobody can pay' })
  await night.settle()
  expect(await told()).toHaveLength(1)
  await putOff({ duty: (await progress())?.key, minutes: 120, why: 'Something else comes first.' })
  await night.after('20m')
  expect(await told()).toHaveLength(1)
  await record({ type: 'role.taken', role: 'support' }, 'ben')
  await night.settle()
  expect(await told()).toHaveLength(2)
  await record({ type: 'duty.waived', duty: (await progress())?.key, why: 'We only wait' })
  expect(await progress()).toBeUndefined()
  await night.clears()
  await night.after('10m')
  await night.alert('checkout is down')
  expect(await progress()).toMatchObject({ state: 'due', snoozedUntil: null })
  await night.after('5m')
  expect(await told()).toHaveLength(3)
})
