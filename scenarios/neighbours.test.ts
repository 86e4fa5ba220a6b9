// Trouble of one never becomes another's: not across incidents, contacts, services, organisations or nodes.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { decideSignals, decidingLane } from '@muster/server/jobs/decide/decide-signals.ts'
import { sendOne } from '@muster/server/jobs/send/send.ts'
import { fireTimers } from '@muster/server/jobs/timers/fire-timers.ts'
import { openDb, type Db } from '@muster/server/store/db.ts'
import { claimDeliveries } from '@muster/server/store/outbox.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { keyOf, organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation } from '@muster/testkit/night/tenant.ts'
import { scenario } from '@muster/testkit/scenario.ts'

/** Each alert is an incident of its own. */
const apart = organisation({
  people: [person('ann'), person('ben'), person('cat'), person('last')],
  services: [service('checkout', 'standard', { grouping: { by: 'key' } })],
})

/** A database whose next transaction stays open, its work done, until it is let go. */
function held(db: Db) {
  const done = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const engine: Db['engine'] = (work) =>
    db.engine(async (tx) => {
      const result = await work(tx)
      done.resolve()
      await gate.promise
      return result
    })
  return { db: { ...db, engine }, done: done.promise, letGo: () => gate.resolve() }
}

scenario(
  'incidents that were to travel with a page that is answered in that very moment are paged by themselves',
  async (night) => {
    const { signal, node, clock, phone, after } = night
    const second = await night.anotherNode('second')
    for (const key of ['a', 'b', 'c']) await signal('trigger', `${key} is down`, { key })
    await decideSignals(node.world)
    const { db, done, letGo } = held(second.world.db)
    const claiming = claimDeliveries(db, { channel: 'ntfy', node: 'second', now: clock.now(), limit: 32, perOrg: 12 })
    await done
    const answering = node.app.inject({
      method: 'POST',
      url: '/api/v1/incidents/1/acknowledge',
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    await sleep(200)
    letGo()
    const claimed = await claiming
    expect((await answering).statusCode).toBe(200)
    for (const one of claimed) await sendOne(second.world, one)
    await after('1m')
    await phone('ann').rings({ says: /and 1 more incident/ })
  },
  { organisation: apart },
)

scenario(
  'two nodes that claim one storm neither wait for each other nor deadlock',
  async (night) => {
    const { signal, node, clock } = night
    const second = await night.anotherNode('second')
    for (let i = 0; i < 60; i += 1) await signal('trigger', `${i} is down`, { key: `k${i}` })
    await decideSignals(node.world)
    const claim = ({ db }: typeof node.world, name: string) =>
      claimDeliveries(db, { channel: 'ntfy', node: name, now: clock.now(), limit: 32, perOrg: 12 })
    const claimed = await Promise.all([claim(node.world, 'first'), claim(second.world, 'second')])
    expect(claimed.flat()).toHaveLength(1)
    const counted = 'select deadlocks::int as n from pg_stat_database where datname = current_database()'
    expect(await node.world.db.query(counted)).toEqual([{ n: 0 }])
  },
  { organisation: apart },
)

scenario('an alert held back by a silence that ends in that very moment is paged', async (night) => {
  const { signal, node, api, clock, after, settle, phone } = night
  const second = await night.anotherNode('second')
  await api('POST', '/silences', { service: 'checkout', minutes: 30, reason: 'moving the database' })
  await after('29m59s900ms')
  await signal('trigger', 'checkout is down')
  const { db, done, letGo } = held(second.world.db)
  const deciding = decideSignals({ ...second.world, db: { ...db, query: second.world.db.query } })
  await done
  clock.set(clock.now() + 200)
  const ending = fireTimers(node.world)
  await sleep(100)
  letGo()
  await Promise.all([deciding, ending])
  await settle()
  await phone('ann').rings()
})

scenario(
  'case 13, bundled: when the message that carries others cannot be delivered, each of them goes on to the next person at once',
  async (night) => {
    const { signal, settle, providers, phone, after, log } = night
    providers.answerFor('ann/push', { type: 'never', why: 'no such topic' })
    for (const key of ['a', 'b', 'c']) await signal('trigger', `${key} is down`, { key })
    await settle()
    await phone('ben').rings()
    await after('30s')
    await phone('ben').rings({ says: /and 1 more incident/ })
    for (const number of [1, 2, 3]) expect((await log(number)).map((entry) => entry.type)).toContain('page.undeliverable')
  },
  { organisation: apart },
)

scenario(
  'a storm that clears is told as one message, not as many as it had incidents',
  async (night) => {
    const { signal, settle, phone, after, why } = night
    for (let i = 0; i < 60; i += 1) await signal('trigger', `${i} is down`, { key: `k${i}` })
    await settle()
    await phone('ann').rings({ says: /and 59 more incidents/ })
    expect(await why('ann', 60)).toMatchObject({ paged: true, sentence: expect.stringContaining('ntfy accepted the message') })
    for (let i = 0; i < 60; i += 1) await signal('resolve', `${i} is down`, { key: `k${i}` })
    await settle()
    await phone('ann').rings({ kind: 'notice', says: /so for 59 more incidents/ })
    await after('12h')
  },
  { organisation: apart },
)

scenario(
  'an ending that is taken back, because it came back, frees the endings that travelled with it',
  async ({ signal, settle, phone, providers, after, node }) => {
    for (const key of ['a', 'b']) await signal('trigger', `${key} is down`, { key })
    await settle()
    await phone('ann').rings({ says: /and 1 more incident/ })
    providers.answerFor('ntfy', { type: 'retry', afterMs: 60_000, why: 'busy' }, 1)
    for (const key of ['a', 'b']) await signal('resolve', `${key} is down`, { key })
    await settle()
    const [carrier] = await node.world.db.query<{ title: string; bundled: number }>(
      `select i.title, (select count(*)::int from deliveries b where b.bundled_into = d.key) as bundled
       from deliveries d join incidents i on i.id = d.incident_id where d.kind = 'notice' and d.status = 'pending'`,
    )
    expect(carrier?.bundled).toBe(1)
    const [back, other] = carrier?.title.startsWith('a') === true ? ['a', 'b'] : ['b', 'a']
    await signal('trigger', `${back} is down`, { key: back })
    await settle()
    await after('2m')
    await phone('ann').rings({ kind: 'notice', says: new RegExp(`cleared\\. .*${other} is down`) })
    await phone('ben').rings({ says: new RegExp(`${back} is down`) })
  },
  { organisation: apart },
)

scenario('news that cannot be delivered is given up after ten tries', async ({ alert, clears, phone, providers, after, log }) => {
  await alert('checkout is down')
  await phone('ann').rings()
  providers.answerFor('ntfy', { type: 'retry', afterMs: null, why: 'no connection' })
  await clears()
  const before = providers.calls
  await after('2h')
  expect(providers.calls - before).toBeLessThanOrEqual(10)
  expect((await log()).filter((entry) => entry.type === 'delivery.failed')).toHaveLength(1)
})

scenario(
  'an incident that was given a ladder by hand gets no second one when its alert gets worse',
  async ({ alert, api, phone, after }) => {
    await alert('disk is filling', { severity: 'warning' })
    await api('POST', '/incidents/1/reassign', { policy: 'standard' })
    const page = await phone('ann').rings()
    await after('1m')
    await alert('disk is full', { severity: 'critical' })
    await page.press('acknowledge')
    await after('12h')
  },
)

scenario('one answer counts for every way the same person is being called about the incident', async ({ alert, api, phone, after }) => {
  await alert('checkout is down')
  await phone('ann').rings()
  await api('POST', '/incidents/1/responders', { person: 'ben' })
  const first = await phone('ben').rings()
  await after('5m')
  await phone('ann').rings({ via: 'voice' })
  await phone('ben').rings()
  await first.press('acknowledge')
  await after('12h')
})

const withLateCall = (also: object = {}) =>
  organisation({
    people: [
      person('ann', {
        contacts: [
          { slug: 'push', channel: 'ntfy', address: 'ann/push' },
          { slug: 'voice', channel: 'webhook', address: 'ann/voice' },
        ],
        rules: [
          { contact: 'push', delayMinutes: 0 },
          { contact: 'voice', delayMinutes: 7 },
        ],
        ...also,
      }),
      person('ben'),
      person('cat'),
      person('last'),
    ],
  })

scenario(
  'case 11: somebody switched off is not called any more for a rung already left behind',
  async ({ alert, phone, after, apply }) => {
    await alert('checkout is down')
    await phone('ann').rings()
    await after('5m')
    await phone('ben').rings()
    await apply(withLateCall({ disabled: true }))
    await after('4m59s')
  },
  { organisation: withLateCall() },
)

scenario(
  'a contact that was removed is not called any more, and the log says why',
  async ({ alert, phone, after, apply, log }) => {
    await alert('checkout is down')
    await phone('ann').rings()
    await apply(
      withLateCall({ contacts: [{ slug: 'push', channel: 'ntfy', address: 'ann/push' }], rules: [{ contact: 'push', delayMinutes: 0 }] }),
    )
    await after('5m')
    await phone('ben').rings()
    await after('4m59s')
    expect((await log()).filter((entry) => entry.type === 'delivery.failed')).toMatchObject([
      { body: { why: expect.stringContaining('removed') } },
    ])
  },
  { organisation: withLateCall() },
)

scenario('an organisation with a hundred pages due leaves room for another’s first', async (night) => {
  const { node, clock, signal } = night
  const crowd = Array.from({ length: 40 }, (_, index) => `n${index}`)
  const noisy = organisation({
    people: [...crowd.map((name) => person(name)), person('last')],
    policies: [policy('standard', [rung(5, ...crowd)])],
    services: [service('noisy', 'standard')],
  })
  await addOrganisation(node, 'noisy', noisy)
  await signal('trigger', 'all is noise', { service: 'noisy', key: 'noise' })
  await signal('trigger', 'checkout is down')
  await decideSignals(node.world)
  const reached: string[] = []
  for (let free = 0; free < 14; free += 1) {
    const claimed = await claimDeliveries(node.world.db, {
      channel: 'ntfy',
      node: 'one place at a time',
      now: clock.now(),
      limit: 1,
      perOrg: 12,
    })
    reached.push(...claimed.map((one) => one.contact.address))
  }
  expect(reached).toContain('ann/push')
})

scenario(
  'a node that freezes with an incident in its hands stops that incident’s service only, and not for long',
  async (night) => {
    const { node, alert, signal, phone, settle } = night
    await alert('checkout is down')
    await phone('ann').rings()
    const frozen = openDb(night.database.connection, { app: 1, engine: 1 })
    const ice = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const freezing = frozen.engine(async (tx) => {
      await tx.query('select 1 from incidents for no key update')
      locked.resolve()
      await ice.promise
    })
    await locked.promise
    await signal('trigger', 'checkout is worse', { key: 'k2' })
    await signal('trigger', 'nobody can sign in', { key: 'k3', service: 'login' })
    // The real limit is 30 s; nobody waits that long in a test.
    const db: Db = {
      ...node.world.db,
      engine: (work) =>
        node.world.db.engine(async (tx) => {
          await tx.query('set local statement_timeout = 500')
          return work(tx)
        }),
    }
    const lane = decidingLane({ ...node.world, db }, () => performance.now())
    const login = async () => (await node.world.db.query(`select 1 from incidents where title = 'nobody can sign in'`)).length
    for (let turn = 0; turn < 200 && (await login()) === 0; turn += 1) {
      await lane.run()
      await sleep(10)
    }
    expect(await login()).toBe(1)
    ice.resolve()
    await freezing.catch(() => undefined)
    await frozen.close()
    await settle()
    await phone('ben').rings()
  },
  {
    organisation: organisation({
      policies: [policy('standard', [rung(5, 'ann')]), policy('other', [rung(5, 'ben')])],
      services: [service('checkout', 'standard'), service('login', 'other')],
    }),
  },
)

scenario('a monitor that dies with three thousand alerts is one entry on the log and one message', async (night) => {
  const { node, phone, after, log, settle } = night
  for (let first = 0; first < 3000; first += 500) {
    const alerts = Array.from({ length: 500 }, (_, index) => ({
      labels: { alertname: 'Down', pod: `p${first + index}`, severity: 'critical' },
    }))
    const url = `/integrations/${keyOf('checkout', 'alertmanager')}/api/v2/alerts`
    expect((await node.app.inject({ method: 'POST', url, payload: JSON.stringify(alerts) })).statusCode).toBe(200)
  }
  await settle()
  const page = await phone('ann').rings()
  await page.press('acknowledge')
  await after('5m1s')
  await phone('ann').rings({ kind: 'notice', says: /and 2999 more. This is not recovery/ })
  expect((await log()).filter((entry) => entry.type === 'alert.source-silent')).toMatchObject([{ body: { count: 3000 } }])
})
