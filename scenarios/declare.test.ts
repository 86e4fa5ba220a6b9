// What a person declares: whom it wakes, what joins it, and how it ends.
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import type { Night } from '@muster/testkit/night/night.ts'
import { scenario } from '@muster/testkit/scenario.ts'
import { expect } from 'vitest'

const declare = ({ api }: Night, said: object = {}) =>
  api('POST', '/incidents', {
    as: 'ben',
    service: 'checkout',
    title: 'Cards are refused',
    severity: 'SEV1',
    source: 'customer support',
    ...said,
  })

scenario('[SY-15] what users report and no monitor has seen is declared, and wakes whom an alert would have', async (night) => {
  expect(await declare(night)).toMatchObject({
    status: 201,
    body: { number: 1, origin: 'person', status: 'triggered', severity: 'SEV1', alertCount: 0 },
  })
  await night.phone('ann').rings({ via: 'push', says: /Cards are refused[^]*declared by hand/ })
  expect((await night.log()).find(({ type }) => type === 'incident.opened')?.says).toBe(
    'Ben declared it as SEV1, told by customer support: Cards are refused',
  )
  expect(await night.api('GET', '/incidents/1/protocol')).toMatchObject({ body: { class: 'crisis' } })
})

scenario('whoever declares it and has it is not rung, nor is anybody else on the ladder', async (night) => {
  expect(await declare(night, { mine: true })).toMatchObject({ status: 201, body: { status: 'acknowledged', holder: { name: 'Ben' } } })
  night.phone('ann').isQuiet()
  await night.after('4m')
  night.phone('ann').isQuiet()
  // Whoever declares works by the protocol, and is reminded by it.
  await night.phone('ben').rings({ kind: 'notice', says: /Get an incident commander/ })
  await night.phone('ben').rings({ kind: 'notice' })
})

scenario('a second one of the same service is asked about first: it may be the one that is open', async (night) => {
  await declare(night, { mine: true })
  expect(await declare(night)).toMatchObject({
    status: 409,
    body: { data: { reason: 'already-open', hint: expect.stringContaining('#1 of Checkout is open: "Cards are refused"') } },
  })
  expect(await declare(night, { anyway: true })).toMatchObject({ status: 201, body: { number: 2 } })
  await night.phone('ann').rings({ via: 'push' })
})

scenario('alerts of the service join it, and when they clear it stays open: a person declared it, a person ends it', async (night) => {
  await declare(night, { mine: true })
  await night.alert('checkout is down')
  expect(await night.incident()).toMatchObject({ number: 1, alertCount: 1, openAlerts: 1 })
  await night.clears()
  expect(await night.incident()).toMatchObject({ status: 'acknowledged', openAlerts: 0 })
  expect(await night.api('POST', '/incidents/1/resolve', { as: 'ben' })).toMatchObject({ status: 200, body: { status: 'resolved' } })
})

scenario(
  '[BX-01] a test goes its whole way up the ladder and reaches nobody, and says that it would have; no alert joins it',
  async (night) => {
    expect(await declare(night, { test: true })).toMatchObject({ status: 201, body: { origin: 'test' } })
    await night.after('30m')
    expect((await night.log()).filter(({ type }) => type === 'page.rung-entered').length).toBeGreaterThan(1)
    expect(await night.api('GET', '/incidents/1/deliveries')).toMatchObject({ body: { items: [] } })
    expect((await night.log()).find(({ type }) => type === 'page.rung-entered')?.says).toMatch(/^Would have called Ann, on rung 1\./)
    expect((await night.api('GET', '/incidents/1/why/ann')).body).toMatchObject({
      paged: false,
      sentence: expect.stringMatching(/^Ann would have been called at \d\d:\d\d on rung 1, pass 1: a test reaches nobody\.$/),
    })
    await night.alert('checkout is down')
    expect(await night.incident(2)).toMatchObject({ origin: 'alert', alertCount: 1 })
    await night.phone('ann').rings({ via: 'push' })
    await night.phone('cat').rings({ says: /Called as Incident commander/ })
  },
  {
    organisation: organisation({
      people: ['ann', 'ben', 'cat', 'last', 'ivy'].map((one) =>
        person(one, { contacts: [{ slug: 'push', channel: 'ntfy', address: `${one}/push` }] }),
      ),
      policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')], { calls: ['commander-always'] })],
      services: [service('checkout', 'standard')],
      roles: { commander: [{ person: 'cat' }] },
    }),
  },
)

scenario('what is minor is written down and wakes nobody', async (night) => {
  expect(await declare(night, { severity: 'SEV3' })).toMatchObject({ status: 201, body: { status: 'triggered', pages: [] } })
  expect((await night.log()).find(({ type }) => type === 'incident.not-paged')?.says).toMatch(/waits for business hours/)
})
