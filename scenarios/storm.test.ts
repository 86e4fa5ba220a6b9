// Storms and slow providers: everything is kept, people get a bundle instead of a barrage, and nobody waits for a neighbour.
import { expect } from 'vitest'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { scenario } from '@muster/testkit/scenario.ts'

const storm = Array.from({ length: 300 }, (_, index) => `pod-${index}`)
const two = (grouping: 'service' | 'key') =>
  organisation({
    people: [person('ann'), person('ben'), person('cat'), person('last')],
    policies: [policy('standard', [rung(5, 'ann')]), policy('other', [rung(5, 'ben')])],
    services: [
      service('checkout', 'standard', { grouping: grouping === 'key' ? { by: 'key' } : { by: 'service', windowMinutes: 5 } }),
      service('login', 'other'),
    ],
  })

scenario(
  'case 30: three hundred alerts of one service are one incident and one page, all are kept and none is refused',
  async (night) => {
    const { signal, settle, phone, incident, api, clock } = night
    const answers = await Promise.all(storm.map((key) => signal('trigger', `${key} is down`, { key })))
    expect(answers.every((answer) => answer.status === 202)).toBe(true)
    const acceptedAt = clock.now()
    await settle()
    const page = await phone('ann').rings()
    expect(page.at - acceptedAt).toBeLessThanOrEqual(5000)
    expect(await incident()).toMatchObject({ alertCount: 300, openAlerts: 300 })
    expect((await api('GET', '/incidents/1/alerts?limit=200')).body).toMatchObject({ next: expect.any(String) })
  },
  { organisation: two('service') },
)

scenario(
  'case 30: three hundred incidents of one service reach a contact as one page and one bundle a window, and another service’s page goes ahead of them',
  async (night) => {
    const { signal, settle, phone, after, node } = night
    for (const key of storm.slice(0, 150)) await signal('trigger', `${key} is down`, { key })
    await settle()
    await phone('ann').rings({ says: /149 more incidents/ })
    for (const key of storm.slice(150)) await signal('trigger', `${key} is down`, { key })
    await signal('trigger', 'nobody can sign in', { service: 'login', key: 'login' })
    await settle()
    phone('ann').isQuiet()
    await phone('ben').rings({ says: /nobody can sign in/ })
    await after('29s')
    phone('ann').isQuiet()
    await after('1s')
    const bundle = await phone('ann').rings({ says: /149 more incidents/ })
    await bundle.press('acknowledge')
    const rows = await node.world.db.query(`select status, count(*)::int as n from incidents group by status order by status`)
    expect(rows).toEqual([
      { status: 'acknowledged', n: 150 },
      { status: 'triggered', n: 151 },
    ])
  },
  { organisation: two('key') },
)

scenario(
  'case 31: one channel’s 429 delays no other channel of the same rung, and is tried again when it is allowed',
  async (night) => {
    const { alert, phone, providers, after } = night
    providers.answerFor('webhook', { type: 'retry', afterMs: 90_000, why: 'answered 429' }, 1)
    await alert('checkout is down')
    await phone('ann').rings({ via: 'push' })
    await phone('ann').rings({ via: 'mail' })
    await after('89s')
    phone('ann').isQuiet()
    await after('1s')
    await phone('ann').rings({ via: 'hook' })
  },
  {
    organisation: organisation({
      people: [
        person('ann', {
          contacts: [
            { slug: 'push', channel: 'ntfy', address: 'ann/push' },
            { slug: 'mail', channel: 'email', address: 'ann/mail' },
            { slug: 'hook', channel: 'webhook', address: 'ann/hook' },
          ],
        }),
        person('ben'),
        person('last'),
      ],
    }),
  },
)

scenario(
  'a provider that is down is tried again until somebody answers, and no longer',
  async ({ alert, phone, providers, after, api }) => {
    providers.answerFor('ann/push', { type: 'retry', afterMs: null, why: 'no connection' }, 3)
    await alert('checkout is down')
    await after('4s')
    phone('ann').isQuiet()
    await after('4s')
    await phone('ann').rings({ via: 'push', says: /may be a repeat/ })
    providers.answerFor('ann/voice', { type: 'retry', afterMs: null, why: 'no connection' })
    await after('2m')
    await api('POST', '/incidents/1/acknowledge', { as: 'ann' })
    const calls = providers.calls
    await after('12h')
    expect(providers.calls).toBe(calls)
  },
)

scenario('what each key sent is accounted for: how much, how much of it repeats, and when last', async ({ alert, api, after, phone }) => {
  for (let i = 0; i < 4; i += 1) await alert('checkout is down')
  await after('1m')
  await alert('checkout is slow', { key: 'slow', severity: 'warning' })
  await phone('ann').rings()
  expect((await api('GET', '/integrations')).body).toMatchObject({
    items: [
      { slug: 'alertmanager', accepted: 0, lastSignalAt: null },
      { slug: 'pagerduty', accepted: 5, repeated: 3, inQuarantine: 0, lastSignalAt: '2026-03-02T03:11:00.000Z' },
    ],
  })
})
