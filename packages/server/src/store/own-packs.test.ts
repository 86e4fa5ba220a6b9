// Versions of packs as they are kept: what one said once it says for good, whatever the server ships later.
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readPacks, withOlder } from '../packs.ts'
import { keepShipped } from './own-packs.ts'

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'))
})

afterAll(() => night.close())

test('an incident that began by a version of the server goes on by it after an update; what was never kept is read by what is shipped now', async () => {
  const { db } = night.node.world
  const now = readPacks()
  const handbook = now.shipped('handbook')?.written ?? now.standard
  const before = { ...handbook, version: handbook.version + 1000, about: 'As it was.' }
  await keepShipped(db, [before])
  // Whoever starts again with other words under the same number changes nothing of what was kept.
  await keepShipped(db, [{ ...before, about: 'Otherwise.' }])
  const packs = withOlder(now, await keepShipped(db, [handbook]))
  const read = (protocolVersion: number | null) => packs.of({ packs: new Map() }, { protocol: 'handbook', protocolVersion }).about
  expect(read(before.version)).toBe('As it was.')
  expect([read(handbook.version), read(before.version + 1), read(null)]).toEqual([handbook.about, handbook.about, handbook.about])
})
