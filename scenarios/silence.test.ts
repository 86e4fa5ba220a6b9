// Silences: pages held back for a time and a reason; what still fires at the end is paged then.
import { expect } from 'vitest'
import { organisation, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { scenario } from '@muster/testkit/scenario.ts'

const reason = 'we are moving the database'

scenario(
  'a silenced alert is kept and wakes nobody; one that still fires when the silence ends is paged then',
  async ({ alert, phone, after, api, node }) => {
    expect((await api('POST', '/silences', { service: 'checkout', minutes: 30, reason })).status).toBe(201)
    await alert('checkout is down')
    await after('29m59s')
    phone('ann').isQuiet()
    expect(await node.world.db.query('select status, count::int from alerts')).toEqual([{ status: 'open', count: 1 }])
    await after('1s')
    await phone('ann').rings({ says: /checkout is down/ })
  },
)

scenario('an alert that clears during its silence wakes nobody, then or later', async ({ alert, clears, after, api }) => {
  await api('POST', '/silences', { service: 'checkout', minutes: 30, reason })
  await alert('checkout is down')
  await after('10m')
  await clears()
  await after('12h')
})

scenario('ending a silence early pages at once what it held back', async ({ alert, phone, api, after }) => {
  const made = await api('POST', '/silences', { service: 'checkout', minutes: 30, reason })
  await alert('checkout is down')
  await after('10m')
  const { id } = made.body as { id: string }
  expect((await api('POST', `/silences/${id}/end`, {})).status).toBe(200)
  await phone('ann').rings()
  expect((await api('POST', `/silences/${id}/end`, {})).status).toBe(404)
  expect((await api('GET', '/silences')).body).toMatchObject({ items: [] })
})

scenario(
  'a silence holds for its service and labels only',
  async ({ alert, phone, api }) => {
    await api('POST', '/silences', { service: 'checkout', minutes: 30, reason })
    await api('POST', '/silences', { labels: { region: 'eu' }, minutes: 30, reason })
    await alert('nobody can sign in', { service: 'login' })
    await phone('ben').rings()
  },
  {
    organisation: organisation({
      policies: [policy('standard', [rung(5, 'ann')]), policy('other', [rung(5, 'ben')])],
      services: [service('checkout', 'standard'), service('login', 'other')],
    }),
  },
)

scenario('a silence for everything is refused with the reason, and one needs a reason', async ({ api }) => {
  expect(await api('POST', '/silences', { minutes: 30, reason })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'labels', says: expect.stringContaining('silencing everything') }] } },
  })
  expect(await api('POST', '/silences', { service: 'checkout', minutes: 30, reason: ' ' })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'reason' }] } },
  })
})
