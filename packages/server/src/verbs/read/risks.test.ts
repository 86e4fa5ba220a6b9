// Before it hurts: the configuration as it is stored, read for what hangs on one person or one thing.
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night

beforeEach(async () => {
  night = await startNight(inject('cluster'))
})
afterEach(() => night.close())

const risks = async () => Object((await night.api('GET', '/risks')).body)

test('[RC-06] nothing hangs on one thing: the list is empty', async () => {
  expect(await risks()).toEqual({ items: [], more: 0 })
})

test('[RC-06] what hangs on one person or one thing is told with what to do and where', async () => {
  await night.apply(
    organisation({
      people: [person('ann'), person('ben'), person('last')],
      policies: [policy('standard', [rung(5, 'ann')], { calls: ['commander-always'] })],
      services: [
        service('checkout', 'standard', { criticalPath: false, dependsOn: ['payments'] }),
        service('payments', 'standard', { external: true, fallback: null }),
      ],
    }),
  )
  expect(await risks()).toMatchObject({
    items: expect.arrayContaining(
      [
        { kind: 'one-person', says: 'Ann alone can be called for Checkout and Payments.', place: { kind: 'policy', slug: 'standard' } },
        { kind: 'no-fallback', place: { kind: 'service', slug: 'payments', name: 'Payments' } },
        { kind: 'role-empty', place: { kind: 'role' } },
      ].map((one) => expect.objectContaining({ ...one, place: expect.objectContaining(one.place) })),
    ),
  })
})
