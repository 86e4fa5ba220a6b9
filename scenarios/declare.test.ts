// What a person declares: whom it wakes, what joins it, and how it ends.
import { TOKEN, type Node } from '@muster/testkit/night/node.ts'
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

scenario(
  '[SY-15] a second one of the same service is asked about first, with who declared the other and when; declared all the same, both logs say so',
  async (night) => {
    await declare(night, { mine: true })
    await night.after('20s')
    const other = { as: 'last', title: 'Nobody can pay' }
    expect(await declare(night, other)).toMatchObject({
      status: 409,
      body: {
        data: {
          reason: 'already-open',
          hint: expect.stringContaining('#1 of Checkout is open: "Cards are refused", declared by Ben 20 s ago. If that is it, go there;'),
        },
      },
    })
    expect(await declare(night, { ...other, anyway: true })).toMatchObject({ status: 201, body: { number: 2 } })
    await night.phone('ann').rings({ via: 'push' })
    const beside = async (number: number) =>
      (await night.log(number)).flatMap(({ type, says }) => (type === 'incident.beside' ? [says] : []))
    expect(await beside(1)).toEqual([
      'Last declared #2, "Nobody can pay", of the same service all the same. If it is the same, link the two, or merge one into the other.',
    ])
    expect(await beside(2)).toEqual([
      '#1, "Cards are refused", of the same service was open already. If it is the same, link the two, or merge one into the other.',
    ])
  },
)

scenario('[SY-15] the same press twice, at once or within a minute, on whatever node, is one incident', async (night) => {
  const second = await night.anotherNode('second')
  const on = (node: Node, said: object = {}) =>
    node.app.inject({
      method: 'POST',
      url: '/api/v1/incidents',
      headers: { authorization: `Bearer ${TOKEN}` },
      payload: JSON.stringify({ as: 'ben', service: 'checkout', title: 'Cards are refused', severity: 'SEV1', mine: true, ...said }),
    })
  const numberOf = (answer: { statusCode: number; payload: string }) => [answer.statusCode, Object(JSON.parse(answer.payload)).number]
  const presses = await Promise.all([night.node, second, night.node, second].map((node) => on(node)))
  expect(presses.map(numberOf)).toEqual(Array.from({ length: 4 }, () => [201, 1]))
  await night.after('40s')
  expect(numberOf(await on(second))).toEqual([201, 1])
  // "All the same" is another press; pressed twice it is one too.
  const anyway = await Promise.all([night.node, second].map((node) => on(node, { anyway: true })))
  expect(anyway.map(numberOf)).toEqual([
    [201, 2],
    [201, 2],
  ])
  const { rows } = await night.node.world.db.app(night.node.orgId, (tx) => tx.query('select number from incidents order by number'))
  expect(rows.map(({ number }) => Number(number))).toEqual([1, 2])
})

scenario(
  '[SY-15] two people who declare the same at the same moment get one incident, and the second is told of the first',
  async (night) => {
    const second = await night.anotherNode('second')
    const on = (node: Node, as: string) =>
      node.app.inject({
        method: 'POST',
        url: '/api/v1/incidents',
        headers: { authorization: `Bearer ${TOKEN}` },
        payload: JSON.stringify({ as, service: 'checkout', title: 'Cards are refused', severity: 'SEV1', mine: true }),
      })
    const answers = await Promise.all([on(night.node, 'ben'), on(second, 'last')])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409])
    expect(answers.find(({ statusCode }) => statusCode === 409)?.payload).toMatch(
      /#1 of Checkout is open: .*, declared by (Ben|Last) 0 s ago/,
    )
  },
)

scenario('[SY-15] over within its minute and seen again, it is another incident', async (night) => {
  await declare(night, { mine: true })
  await night.api('POST', '/incidents/1/resolve', { as: 'ben' })
  for (const _press of [1, 2]) expect(await declare(night, { mine: true })).toMatchObject({ status: 201, body: { number: 2 } })
})

scenario('[SY-15] the same words with a graver severity, or with "I have it", are no repeat of the same press', async (night) => {
  expect(await declare(night, { severity: 'SEV3' })).toMatchObject({ status: 201, body: { number: 1 } })
  night.phone('ann').isQuiet()
  expect(await declare(night)).toMatchObject({ status: 409, body: { data: { reason: 'already-open' } } })
  expect(await declare(night, { anyway: true })).toMatchObject({ status: 201, body: { number: 2, severity: 'SEV1' } })
  await night.phone('ann').rings({ via: 'push' })
  expect(await declare(night, { anyway: true, mine: true })).toMatchObject({ status: 201, body: { number: 3 } })
})

scenario('[SY-15] what is declared again and again, and refused each time, keeps no alert of its service waiting', async (night) => {
  await declare(night, { mine: true })
  const lane = `select from pg_locks where locktype = 'advisory' and classid = 1836`
  const before = await night.node.world.db.query(lane)
  const { db } = night.node.world
  const deciding = await db.connect()
  await deciding.query('begin')
  await deciding.query(`select pg_advisory_xact_lock(1836, hashtext(id)) from services where slug = 'checkout'`)
  // Refused at once, though the lane of the service is taken.
  expect(await declare(night, { title: 'Nobody can pay' })).toMatchObject({ status: 409 })
  expect(await declare(night, { mine: true })).toMatchObject({ status: 201, body: { number: 1 } })
  await deciding.query('rollback')
  deciding.release()
  expect(await db.query(lane)).toHaveLength(before.length)
})

scenario('[SY-15] the database refuses a second incident of one press, whatever the code does', async (night) => {
  await declare(night, { mine: true })
  await declare(night, { as: 'last', title: 'Another', anyway: true, mine: true })
  const copy = 'update incidents set declared_key = (select declared_key from incidents where number = 1) where number = 2'
  await expect(night.node.world.db.app(night.node.orgId, (tx) => tx.query(copy))).rejects.toThrow(/incidents_declared_once/)
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

scenario(
  '[SV-02] [PO-06] what is minor and declared rings nobody, however long it stands; whoever has it has acknowledged it, and is asked how it goes',
  async (night) => {
    await declare(night, { severity: 'SEV3' })
    await declare(night, { severity: 'SEV3', title: 'A typo', as: 'ann', mine: true, anyway: true })
    night.phone('ann').isQuiet()
    const of = async (number: number, duty: string) => {
      const { owed, settled } = Object((await night.api('GET', `/incidents/${number}/protocol`)).body)
      return [...owed, ...settled].find((one: { duty: string }) => one.duty === duty)
    }
    expect(await of(2, 'acknowledge')).toMatchObject({ state: 'kept' })
    expect(await of(2, 'progress')).toMatchObject({ state: 'due', owner: { who: { name: 'Ann' } } })
    await night.after('15m')
    await night.phone('ann').rings({ kind: 'notice', says: /Say what you are doing/ })
    await night.after('3h')
    expect((await night.log(1)).map(({ type }) => type)).not.toContain('duty.paged')
    expect((await night.log(2)).map(({ type }) => type)).not.toContain('duty.paged')
  },
  { organisation: organisation({ roles: { senior: [{ person: 'cat' }] } }) },
)

scenario('what is minor is written down and wakes nobody', async (night) => {
  expect(await declare(night, { severity: 'SEV3' })).toMatchObject({ status: 201, body: { status: 'triggered', pages: [] } })
  expect((await night.log()).find(({ type }) => type === 'incident.not-paged')?.says).toMatch(/waits for business hours/)
})
