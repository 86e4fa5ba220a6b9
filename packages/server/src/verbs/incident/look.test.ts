// Who has an incident open, and how far each has read: told while they look, forgotten as present soon after, and never of another organisation.
import type { Presence } from '@muster/contract/presence.ts'
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { addOrganisation } from '@muster/testkit/night/tenant.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

let night: Night
let ann: Browser
let viewer: Browser

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  ann = await join(night.node, { role: 'responder', person: 'ann' })
  viewer = await join(night.node, { role: 'stakeholder' })
})

afterAll(() => night.close())

const look = async (browser: Browser, seq: number): Promise<Presence> => {
  const answer = await browser.post('/api/v1/incidents/1/here', { seq })
  expect(answer.status).toBe(200)
  return answer.body as Presence
}

test('[IR-04] whoever has it open is seen by the others, with how far they have read; a stakeholder too', async () => {
  expect((await look(ann, 2)).before).toBe(0)
  const { readers } = await look(viewer, 3)
  expect(readers).toEqual([
    { name: expect.any(String), isMe: true, isHere: true, seq: 3, at: expect.any(String) },
    { name: 'Ann', isMe: false, isHere: true, seq: 2, at: expect.any(String) },
  ])
})

test('[IR-04] what was read stays read, and nobody has read what is not there yet', async () => {
  const last = (await night.log()).at(-1)?.seq ?? 0
  await look(ann, 999_999)
  const again = await look(ann, 1)
  expect(again.before).toBe(last)
  expect(again.readers.find(({ isMe }) => isMe)?.seq).toBe(last)
})

test('[IR-04] whoever goes away is no longer here after a minute and a quarter, and off the list after a day', async () => {
  await night.after('76s')
  expect((await look(viewer, 1)).readers.find(({ name }) => name === 'Ann')).toMatchObject({ isHere: false })
  await night.after('25h')
  expect((await look(viewer, 1)).readers.map(({ isMe }) => isMe)).toEqual([true])
})

test('[IR-04] a token hears who is here and leaves no trace; another organisation hears that there is no such incident', async () => {
  const answer = await night.api('POST', '/incidents/1/here', { seq: 1 })
  expect((answer.body as Presence).readers.every(({ isMe }) => !isMe)).toBe(true)
  const theirs = await addOrganisation(night.node, 'theirs')
  const refused = await night.node.app.inject({
    method: 'POST',
    url: '/api/v1/incidents/1/here',
    headers: { authorization: `Bearer ${theirs.token}` },
    payload: { seq: 1 },
  })
  expect(refused.statusCode).toBe(404)
})
