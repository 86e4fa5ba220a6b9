// Who has no lock on an incident may hasten its protocol: whoever reads it meanwhile neither puts that off nor drops it.
import type { IncidentId } from '@muster/core/vocabulary.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, service } from '@muster/testkit/night/organisation.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import type { Tx } from './db.ts'
import { flush } from './flush.ts'
import { holdIncidents, type Held } from './held.ts'
import { wakeParts } from './links.ts'
import { dropRow, readSoon } from './protocol-row.ts'

let night: Night
let part: IncidentId

beforeEach(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({ services: [service('checkout', 'standard'), service('login', 'standard')] }),
  })
  await night.alert('checkout is down')
  await night.alert('nobody can sign in', { service: 'login', key: 'k2' })
  await night.api('POST', '/incidents/1/link', { to: '2', kind: 'part-of' })
  await night.api('POST', '/incidents/1/record', { as: 'ann', entry: { type: 'finding.noted', text: 'It is login' } })
  part = (await night.incident(1)).id as IncidentId
})
afterEach(() => night.close())

const rowOf = async () =>
  (
    await night.node.world.db.query<{ due_at: number; epoch: number }>(
      `select due_at, epoch from timers where subject_id = $1 and kind = 'protocol'`,
      [part],
    )
  )[0]

/** The part is held and its row was read; before what follows is written, somebody else hastens it. */
async function whileItIsRead(hasten: (tx: Tx) => Promise<void>, then: (tx: Tx, held: Held) => Promise<void> | void): Promise<void> {
  const { db, clock } = night.node.world
  const read = await rowOf()
  await db.engine(async (tx) => {
    const held = (await holdIncidents(tx, [part], 'wait')).get(part)
    if (held === undefined || read === undefined) throw new Error('it is there')
    held.readAs = read
    await db.engine(hasten)
    await then(tx, held)
    await flush(tx, [held], clock.now())
  })
}

const umbrellaTurns = async (tx: Tx) => {
  const { orgId, world } = night.node
  await wakeParts(tx, [{ orgId, id: (await night.incident(2)).id as IncidentId, private: false }], world.clock.now())
}
const umbrellaIsRead = (tx: Tx) => readSoon(tx, [{ orgId: night.node.orgId, id: part }], night.node.world.clock.now())

test.each([
  ['turns', umbrellaTurns],
  ['is read', umbrellaIsRead],
] as const)('[OR-04] a part that its umbrella wakes as it %s is read at once, though it was just being read', async (_how, hasten) => {
  const now = night.node.world.clock.now()
  await whileItIsRead(hasten, (_tx, held) => {
    held.readAgainAt = now + 60_000
  })
  expect(await rowOf()).toMatchObject({ due_at: now })
  await whileItIsRead(hasten, async (tx, held) => {
    await dropRow(tx, { subjectId: part, epoch: held.readAs?.epoch ?? 0 })
  })
  expect(await rowOf()).toMatchObject({ due_at: now })
})

test('what nobody has hastened is read when its reader said, or dropped', async () => {
  const later = night.node.world.clock.now() + 60_000
  const nobody = () => Promise.resolve()
  await whileItIsRead(nobody, (_tx, held) => {
    held.readAgainAt = later
  })
  expect(await rowOf()).toMatchObject({ due_at: later })
  await whileItIsRead(nobody, (tx, held) => dropRow(tx, { subjectId: part, epoch: held.readAs?.epoch ?? 0 }))
  expect(await rowOf()).toBeUndefined()
})
