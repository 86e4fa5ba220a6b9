// Two hundred people look at one incident: few readings answer them, and nobody gets what is old, another's, or not for them.
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { keyOf, organisation, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation, addToken } from '@muster/testkit/night/tenant.ts'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import type { Tx } from '../../store/db.ts'
import type { Caller } from '../actor.ts'
import { shared } from './shared.ts'

let night: Night
beforeAll(async () => {
  night = await startNight(inject('cluster'))
  await night.alert('checkout is down')
})
afterAll(() => night.close())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const get = async (path: string, headers = bearer(TOKEN)) => {
  const answer = await night.node.app.inject({ method: 'GET', url: `/api/v1/incidents/1${path}`, headers })
  return { status: answer.statusCode, body: answer.json() }
}

const locks: pg.Client[] = []
afterEach(async () => {
  // Its locks go with its connection.
  for (const lock of locks.splice(0)) await lock.end()
})

/** Readings of incidents wait in the database until they are let go. */
async function held<T>(work: () => Promise<T>): Promise<{ waiting: () => Promise<number>; letGo: () => Promise<T> }> {
  const lock = new pg.Client(night.database.connection)
  locks.push(lock)
  await lock.connect()
  await lock.query('begin')
  await lock.query('lock table incidents in access exclusive mode')
  const working = work()
  const waiting = async () => {
    const { rows } = await lock.query(`select from pg_locks where not granted and relation = 'incidents'::regclass`)
    return rows.length
  }
  await expect.poll(waiting).toBeGreaterThan(0)
  return {
    waiting,
    letGo: async () => {
      await lock.query('commit')
      return working
    },
  }
}

const nobody = (): Caller => ({ orgId: night.node.orgId, actor: { type: 'token', name: 'a test' }, scopes: ['read'], sees: [] })

/** A reading that is under way until it is told to end, and how many there were. */
function counted() {
  const ends: (() => void)[] = []
  const reading = <T>(read: (tx: Tx) => Promise<T>) =>
    shared(night.node.world, nobody(), ['counted'], async (tx) => {
      const answer = await read(tx)
      await new Promise<void>((resolve) => ends.push(resolve))
      return answer
    })
  return { reading, begun: () => ends.length, end: () => ends.at(-1)?.() }
}

test('a hundred who ask while one reading is under way are answered by the one after it', async () => {
  const { reading, begun, end } = counted()
  let answer = 0
  const ask = () => reading(async () => (answer += 1))
  const first = ask()
  await expect.poll(begun).toBe(1)
  const others = Array.from({ length: 100 }, ask)
  end()
  expect(await first).toBe(1)
  await expect.poll(begun).toBe(2)
  const later = ask()
  end()
  expect(new Set(await Promise.all(others))).toEqual(new Set([2]))
  await expect.poll(begun).toBe(3)
  end()
  expect(await later).toBe(3)
})

test('nobody is given an answer from before they asked: what was committed by then is in it', async () => {
  const { reading, begun, end } = counted()
  const ask = () => reading(async (tx) => (await tx.query<{ seq: number }>('select max(seq) as seq from log_entries')).rows[0]?.seq ?? 0)
  const before = ask()
  await expect.poll(begun).toBe(1)
  await night.api('POST', '/incidents/1/say', { kind: 'saw', text: 'The queue grows.' })
  const after = [ask(), ask()]
  end()
  await expect.poll(begun).toBe(2)
  end()
  const seq = (await before) + 1
  expect(await Promise.all(after)).toEqual([seq, seq])
})

test('who asks for the log while it is read for others has what they wrote themselves', async () => {
  for (let count = 0; count < 20; count += 1) {
    const others = Array.from({ length: 10 }, () => get('/log?limit=1000'))
    const text = `Consumer ${count} is alive.`
    await night.api('POST', '/incidents/1/say', { kind: 'saw', text })
    expect((await get('/log?limit=1000')).body.items.at(-1).body.text).toBe(text)
    await Promise.all(others)
  }
})

test('organisations that ask for the same number at the same moment have each their own', async () => {
  const key = keyOf('theirs')
  const document = organisation({
    policies: [policy('standard', [rung(5, 'ann')])],
    services: [{ ...service('theirs', 'standard'), integrations: [{ slug: 'source', kind: 'generic', key }] }],
  })
  const { token } = await addOrganisation(night.node, 'theirs', document)
  const alert = { summary: 'their secret', severity: 'critical', dedup_key: 'theirs' }
  await night.node.app.inject({ method: 'POST', url: `/integrations/${key}`, payload: alert })
  await night.settle()
  for (const path of ['', '/protocol', '/why/ann', '/deliveries', '/log?limit=1000', '/alerts']) {
    const { letGo, waiting } = await held(() => Promise.all([1, 2, 3].map(() => Promise.all([get(path), get(path, bearer(token))]))))
    await expect.poll(waiting).toBe(2)
    for (const [ours, theirs] of await letGo()) {
      expect([ours.status, theirs.status]).toEqual([200, 200])
      expect(JSON.stringify(ours.body)).not.toContain('their secret')
      expect(JSON.stringify(theirs.body)).not.toContain('checkout is down')
    }
  }
})

test('whoever may not read is refused at once, though the same is being read for another', async () => {
  const { letGo } = await held(() => get(''))
  const refused = await get('', bearer(await addToken(night.node, { scopes: ['respond'] })))
  expect(refused.status).toBe(403)
  expect((await get('', bearer('nonsense'))).status).toBe(401)
  expect((await letGo()).status).toBe(200)
})

test('of one reading everybody is told what they themselves may do, and what is theirs', async () => {
  const ann = await join(night.node, { role: 'responder', person: 'ann', email: 'ann@example.org' })
  const looker = await join(night.node, { role: 'stakeholder' })
  await ann.post('/api/v1/incidents/1/record', { entry: { type: 'role.taken', role: 'commander' } })
  const both = [ann, looker]
  const seen = (browser: Browser, path: string) => browser.get(`/api/v1/incidents/1${path}`).then(({ body }) => Object(body))
  const { letGo, waiting } = await held(() =>
    // The first of each has the reading that is held; all others share the next.
    Promise.all(
      ['', '/protocol'].map((path) => Promise.all([TOKEN, ...both].map((who) => (typeof who === 'string' ? get(path) : seen(who, path))))),
    ),
  )
  await expect.poll(waiting).toBe(2)
  const [shown, protocols] = await letGo()
  const [, hers, theirs] = shown ?? []
  expect([hers.can.escalate, theirs.can.escalate.reason]).toEqual([null, 'scope-missing'])
  const [, mine, notTheirs] = protocols ?? []
  expect([mine.mine.roles, notTheirs.mine.roles]).toEqual([['commander'], []])
  expect(theirs.title).toBe(hers.title)
})

test('a reading that fails fails all who share it, and who asks meanwhile is read for anew', async () => {
  const { reading, begun, end } = counted()
  const first = reading(async () => 'here')
  await expect.poll(begun).toBe(1)
  const failing: ((why: Error) => void)[] = []
  const sharing = [1, 2].map(() => reading(() => new Promise<string>((_resolve, reject) => failing.push(reject))))
  end()
  expect(await first).toBe('here')
  await expect.poll(() => failing.length).toBe(1)
  const again = reading(async () => 'back')
  failing[0]?.(new Error('the database is away'))
  expect((await Promise.allSettled(sharing)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect.poll(begun).toBe(2)
  end()
  expect(await again).toBe('back')
})
