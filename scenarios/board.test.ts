// The commander's board: two SEV1s and one commander, one expert wanted twice, and a failure that drags others down.
import type { BoardView } from '@muster/contract/board.ts'
import { showBoard } from '@muster/server/verbs/board/show-board.ts'
import type { Db, Tx } from '@muster/server/store/db.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { expect, inject, test } from 'vitest'

const shop = organisation({
  people: ['ann', 'ben', 'cat', 'cleo', 'gus', 'last'].map((one) => person(one)),
  policies: [policy('standard', [rung(5, 'ann')]), policy('login', [rung(5, 'ben'), rung(5, 'cat')])],
  services: [
    service('payments', 'standard', { criticalPath: true }),
    service('cart', 'login', { dependsOn: ['payments'] }),
    service('checkout', 'login', { dependsOn: ['cart'] }),
    service('reports', 'login'),
  ],
  roles: { dba: [{ person: 'gus' }] },
})

/** With several incidents at once not everybody who rings is listed. */
function scenario(title: string, story: (night: Night) => Promise<void>): void {
  test(title, async () => {
    const night = await startNight(inject('cluster'), { organisation: shop })
    try {
      await story(night)
    } finally {
      await night.close()
    }
  })
}

/** Counts the statements of a reading. */
const watched =
  (app: Db['app'], asks: () => void): Db['app'] =>
  (orgId, work) =>
    app(orgId, (tx) => {
      const counting = new Proxy(tx, {
        get: (of, name) => {
          if (name === 'query') asks()
          const value: unknown = Reflect.get(of, name)
          return typeof value === 'function' ? value.bind(of) : value
        },
      })
      return work(counting as Tx)
    })

const board = async ({ api }: Night) => (await api('GET', '/board')).body as BoardView
const record = ({ api }: Night, number: number, as: string, entry: object) => api('POST', `/incidents/${number}/record`, { as, entry })
const told = async ({ log }: Night, number: number, type: string) =>
  (await log(number)).filter((entry) => entry.type === type).map(({ says }) => says)
type Cascade = Extract<NonNullable<BoardView['question']>, { type: 'cascade' }>

/** The question of a cascade, or null while another is asked. */
const cascade = async (night: Night): Promise<Cascade | null> => {
  const { question } = await board(night)
  return question?.type === 'cascade' ? question : null
}
const answer = ({ api }: Night, { umbrella, parts }: Cascade, together: boolean) =>
  api('POST', `/incidents/${umbrella.number}/cascade`, {
    as: 'cleo',
    parts: parts.map(({ number }) => String(number)),
    together,
  })

scenario(
  '[EC-04] [OR-04] two SEV1s and one commander: by impact, who is where, what is due next; then one command over both',
  async (night) => {
    expect(await board(night)).toMatchObject({ rows: [], more: 0, conflicts: [], degradations: [], question: null })
    await night.alert('reports are empty', { service: 'reports' })
    await night.after('1m')
    await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
    await (await night.phone('ann').rings()).press('acknowledge')
    await record(night, 2, 'ann', { type: 'update.sent', audience: 'room', text: 'We are on it', nextMinutes: 15 })
    const before = await board(night)
    // The younger one comes first: the business stands still without it.
    expect(before.rows.map(({ number, commander, criticalPath }) => ({ number, commander, criticalPath }))).toEqual([
      { number: 2, commander: null, criticalPath: true },
      { number: 1, commander: null, criticalPath: false },
    ])
    expect(before.rows[0]).toMatchObject({
      phase: { name: expect.any(String) },
      people: [{ role: { id: 'support' }, who: { name: 'Ann' } }],
      clock: { says: expect.stringMatching(/commander/), state: expect.stringMatching(/due/) },
      promise: { audience: expect.any(String) },
    })
    await record(night, 2, 'cleo', { type: 'role.taken', role: 'commander' })
    await record(night, 1, 'cleo', { type: 'role.taken', role: 'commander' })
    // One person for two commands nobody has joined is said aloud.
    expect((await board(night)).conflicts).toMatchObject([{ type: 'person', who: { name: 'Cleo' }, at: [{ number: 2 }, { number: 1 }] }])
    await record(night, 1, 'cleo', { type: 'role.released', role: 'commander' })
    await night.api('POST', '/incidents/1/link', { as: 'cleo', to: '2', kind: 'part-of' })
    const after = await board(night)
    expect(after.conflicts).toEqual([])
    expect(after.rows).toMatchObject([
      { number: 2, under: null, commander: { name: 'Cleo', through: null } },
      { number: 1, under: 2, commander: { name: 'Cleo', through: 2 } },
    ])
  },
)

scenario('[OR-04] one expert wanted by two: the queue is in the order of impact, and they are moved in one act', async (night) => {
  await night.alert('reports are empty', { service: 'reports' })
  await (await night.phone('ben').rings()).press('acknowledge')
  await record(night, 1, 'gus', { type: 'role.taken', role: 'dba' })
  await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
  await record(night, 2, 'ann', { type: 'ask.sent', role: 'dba', text: 'The ledger is locked', minutes: 5 })
  expect((await board(night)).conflicts).toMatchObject([
    {
      type: 'role',
      role: { id: 'dba' },
      queue: [
        { number: 2, who: null },
        { number: 1, who: 'Gus' },
      ],
    },
    {
      type: 'person',
      who: { name: 'Gus' },
      at: [
        { number: 2, roles: [], calledFor: [expect.any(String)] },
        { number: 1, calledFor: [] },
      ],
    },
  ])
  await night.phone('gus').rings({ says: /Called as Database administrator/ })
  const moved = await night.api('POST', '/incidents/1/move', { as: 'cleo', person: 'gus', to: '2', role: 'dba' })
  expect(moved).toMatchObject({ status: 200, body: { conflicts: [] } })
  await night.phone('gus').rings({ kind: 'notice', says: /You are Database administrator here now, and free in #1/ })
  expect(await told(night, 1, 'role.released')).toEqual(['Cleo called Gus away from here: the role of Database administrator is free.'])
  expect(await told(night, 2, 'role.taken')).toEqual(['Gus is Database administrator now.'])
  // The call for the role is answered by that.
  await night.after('6m')
  expect(await told(night, 2, 'ask.expired')).toEqual([])
  const again = await night.api('POST', '/incidents/1/move', { as: 'cleo', person: 'gus', to: '2', role: 'dba' })
  expect(again).toMatchObject({ status: 409, body: { data: { reason: 'not-there' } } })
  expect(await night.api('POST', '/incidents/2/move', { person: 'gus', to: '2', role: 'dba' })).toMatchObject({ status: 409 })
  expect(await night.api('POST', '/incidents/2/move', { person: 'gus', to: '1', role: 'poet' })).toMatchObject({ status: 422 })
})

scenario('[OR-04] whoever answered first and is moved is support there no more', async (night) => {
  await night.alert('reports are empty', { service: 'reports' })
  await (await night.phone('ben').rings()).press('acknowledge')
  await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
  await night.api('POST', '/incidents/1/move', { as: 'cleo', person: 'ben', to: '2', role: 'senior' })
  const { rows } = await board(night)
  expect(rows.map(({ number, people }) => [number, people.map(({ who }) => who.name)])).toEqual([
    [2, ['Ben']],
    [1, []],
  ])
})

scenario('[OR-04] an incident whose responder is moved is nobody’s: whoever is next is called, and the log says why', async (night) => {
  await night.alert('reports are empty', { service: 'reports' })
  await (await night.phone('ben').rings()).press('acknowledge')
  await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
  await night.api('POST', '/incidents/1/move', { as: 'cleo', person: 'ben', to: '2', role: 'senior' })
  const called = await night.phone('cat').rings({ says: /reports are empty/ })
  expect(await told(night, 1, 'page.person-removed')).toEqual(['Cleo called Ben away to #2: the ladder goes on without them.'])
  expect((await board(night)).rows.find(({ number }) => number === 1)).toMatchObject({ status: 'triggered' })
  await called.press('acknowledge')
  // Whoever answers now is the support engineer, as whoever answered first was.
  const { rows } = await board(night)
  expect(rows.find(({ number }) => number === 1)).toMatchObject({ status: 'acknowledged', people: [{ who: { name: 'Cat' } }] })
})

scenario(
  '[OR-04] whoever the page was handed over to, and is moved, takes the answer with them: whoever is next is called',
  async (night) => {
    await night.alert('reports are empty', { service: 'reports' })
    await (await night.phone('ben').rings()).press('acknowledge')
    await night.after('10m')
    await record(night, 1, 'gus', { type: 'role.taken', role: 'support' })
    await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
    await night.api('POST', '/incidents/1/move', { as: 'cleo', person: 'gus', to: '2', role: 'dba' })
    await night.phone('cat').rings({ says: /reports are empty/ })
  },
)

scenario('[OR-04] whoever is moved and was not the one who answered leaves the ladder as it is', async (night) => {
  await night.alert('reports are empty', { service: 'reports' })
  await (await night.phone('ben').rings()).press('acknowledge')
  await record(night, 1, 'gus', { type: 'role.taken', role: 'dba' })
  await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
  await night.api('POST', '/incidents/1/move', { as: 'cleo', person: 'gus', to: '2', role: 'dba' })
  await night.after('10m')
  expect(await told(night, 1, 'page.person-removed')).toEqual([])
  expect((await board(night)).rows.find(({ number }) => number === 1)).toMatchObject({ status: 'acknowledged' })
})

scenario(
  '[RD-01] [OR-04] whoever is moved leaves command vacant, and somebody is owed for it; whoever hands it over does not',
  async (night) => {
    await night.alert('reports are empty', { service: 'reports' })
    await (await night.phone('ben').rings()).press('acknowledge')
    await record(night, 1, 'gus', { type: 'role.taken', role: 'commander' })
    await record(night, 1, 'cleo', { type: 'role.taken', role: 'commander' })
    const vacant = async () =>
      Object((await night.api('GET', '/incidents/1/protocol')).body).owed.find(({ duty }: { duty: string }) => duty === 'command-again')
    expect(await vacant()).toBeUndefined()
    await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
    await night.api('POST', '/incidents/1/move', { as: 'cleo', person: 'cleo', to: '2', role: 'commander' })
    expect(await vacant()).toMatchObject({ state: 'due', owner: { who: { name: 'Ben' } } })
    await night.after('2m')
    await night.phone('ben').rings({ kind: 'notice', says: /Get an incident commander again/ })
  },
)

scenario('[RD-01] [OR-04] command that ends with the umbrella is owed for by its part', async (night) => {
  await night.alert('reports are empty', { service: 'reports' })
  await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
  await record(night, 2, 'cleo', { type: 'role.taken', role: 'commander' })
  await night.api('POST', '/incidents/1/link', { as: 'cleo', to: '2', kind: 'part-of' })
  await night.clears({ service: 'payments', key: 'k2' })
  await night.after('3m')
  expect(Object((await night.api('GET', '/incidents/1/protocol')).body).owed).toContainEqual(
    expect.objectContaining({ duty: 'command-again', state: 'overdue' }),
  )
})

scenario('[OR-04] an umbrella that is resolved commands its parts no more, and their logs say so; open again, it does', async (night) => {
  await night.alert('reports are empty', { service: 'reports' })
  await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
  await record(night, 2, 'cleo', { type: 'role.taken', role: 'commander' })
  await night.api('POST', '/incidents/1/link', { as: 'cleo', to: '2', kind: 'part-of' })
  const commander = async () => (await board(night)).rows.find(({ number }) => number === 1)?.commander?.name ?? null
  expect(await commander()).toBe('Cleo')
  await night.clears({ service: 'payments', key: 'k2' })
  await night.after('1s')
  expect(await commander()).toBeNull()
  expect(await told(night, 1, 'role.released')).toEqual(['The role of Incident commander is vacant: it came through #2, which is over.'])
  await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
  await night.after('1s')
  expect(await commander()).toBe('Cleo')
})

scenario(
  '[DV-03] what fails because of another is one question; yes puts it under the other in one act, no is not asked again until it grows',
  async (night) => {
    await night.alert('the cart is empty', { service: 'cart' })
    expect(await cascade(night)).toBeNull()
    await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
    const question = await cascade(night)
    expect(question).toMatchObject({
      says: 'Cart hangs on Payments, which fails too. Treat them as one?',
      umbrella: { number: 2 },
      parts: [{ number: 1, service: 'Cart' }],
    })
    if (question === null) throw new Error('there is a question')
    expect(await answer(night, question, false)).toMatchObject({ status: 200 })
    expect(await cascade(night)).toBeNull()
    expect(await told(night, 2, 'cascade.declined')).toEqual(['Cleo said that #1 is not to be treated as one with this.'])
    // It grows: over a service that hangs on it by another.
    await night.alert('nobody can check out', { service: 'checkout', key: 'k3' })
    const grown = await cascade(night)
    expect(grown).toMatchObject({ says: 'Cart and Checkout hang on Payments, which fails too. Treat them as one?' })
    if (grown === null) throw new Error('there is a question')
    expect(await answer(night, grown, true)).toMatchObject({
      status: 200,
      body: {
        question: null,
        rows: [
          { number: 2, under: null },
          { number: 1, under: 2 },
          { number: 3, under: 2 },
        ],
      },
    })
    expect(await told(night, 3, 'incident.linked')).toEqual(['Cleo made it a part of #2, "no payment goes through".'])
    expect(await answer(night, grown, true)).toMatchObject({ status: 409, body: { data: { reason: 'already-linked' } } })
  },
)

scenario('[OR-04] what is left degraded is written down where it was decided, and shown until it is lifted', async (night) => {
  await night.alert('reports are empty', { service: 'reports' })
  await record(night, 1, 'cleo', { type: 'degradation.accepted', text: 'Reports stay empty', until: '2026-03-18T17:00:00Z' })
  const { degradations } = await board(night)
  expect(degradations).toMatchObject([{ on: { number: 1 }, text: 'Reports stay empty', by: 'Cleo', until: '2026-03-18T17:00:00.000Z' }])
  const { body } = await night.api('GET', '/incidents/1/brief')
  expect(JSON.stringify(body)).toContain('Reports stay empty')
  const of = degradations[0]?.seq
  expect(await record(night, 1, 'cleo', { type: 'degradation.lifted', of })).toMatchObject({ status: 200 })
  expect((await board(night)).degradations).toEqual([])
  expect(await record(night, 1, 'cleo', { type: 'degradation.lifted', of })).toMatchObject({ status: 422 })
})

scenario('a test is on no board: it touches nothing real', async (night) => {
  await night.api('POST', '/incidents', { service: 'payments', title: 'A try', severity: 'SEV1', test: true })
  expect((await board(night)).rows).toEqual([])
})

scenario(
  '[DV-03] [OR-04] the commander is asked for the order, decides it, and the board stands in it; each log has the decision',
  async (night) => {
    await night.alert('reports are empty', { service: 'reports' })
    await night.alert('no payment goes through', { service: 'payments', key: 'k2' })
    await record(night, 1, 'cleo', { type: 'deviation.invoked', deviation: 'or-04' })
    expect((await board(night)).question).toMatchObject({
      type: 'order',
      says: 'Which comes first? By impact: Payments, then Reports. Is that the order?',
      order: [{ number: 2 }, { number: 1 }],
    })
    const decided = await night.api('POST', '/incidents/1/order', { as: 'cleo', others: ['2'], why: 'Quarter ends tonight' })
    expect(decided).toMatchObject({ status: 200, body: { question: null, isDecided: true, rows: [{ number: 1 }, { number: 2 }] } })
    const says = 'Cleo decided on priority: #1, then #2. Quarter ends tonight'
    expect(await told(night, 1, 'decision.made')).toEqual([says])
    expect(await told(night, 2, 'decision.made')).toEqual([says])
    // What the deviation asked for first is done by it.
    const { body } = await night.api('GET', '/incidents/1/protocol')
    expect(Object(body).settled).toContainEqual(expect.objectContaining({ duty: 'or-04.first', state: 'kept' }))
    expect(await night.api('POST', '/incidents/1/order', { others: ['1'] })).toMatchObject({ status: 409 })
  },
)

scenario(
  '[EC-04] [OR-04] fifty at once are one board, read in as many statements as one incident is; those beyond are counted, and a page away',
  async (night) => {
    const count = async (): Promise<number> => {
      const { db } = night.node.world
      let asked = 0
      const counting = { ...night.node.world, db: { ...db, app: watched(db.app, () => (asked += 1)) } }
      await showBoard(counting, { orgId: night.node.orgId, actor: { type: 'token', name: 'a test' }, scopes: ['read'], sees: [] })
      return asked
    }
    await night.alert('reports are empty', { service: 'reports' })
    await board(night)
    const alone = await count()
    for (let n = 0; n < 49; n += 1)
      await night.api('POST', '/incidents', { service: 'reports', title: `Report ${n} is empty`, severity: 'SEV3', anyway: true })
    expect((await board(night)).rows).toHaveLength(50)
    expect(await count()).toBe(alone)
    await night.api('POST', '/incidents', { service: 'payments', title: 'The gravest', severity: 'SEV1', anyway: true })
    const page = async (from: number) => (await night.api('GET', `/board?from=${from}`)).body as BoardView
    const [first, second] = [await page(0), await page(50)]
    expect([first.more, second.more, second.from]).toEqual([1, 0, 50])
    const numbers = [...first.rows, ...second.rows].map(({ number }) => number)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1))
    expect(first.rows.map(({ title }) => title)).toContain('The gravest')
  },
)
