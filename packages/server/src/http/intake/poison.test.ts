// Accepted means durable, and a poisoned neighbour hurts nobody: what cannot be stored or decided stands alone, is kept whole, and is told about.
import { randomBytes } from 'node:crypto'
import type { Signal } from '@muster/core/alert/signal.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { keyOf, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation, addToken } from '@muster/testkit/night/tenant.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Db } from '../../store/db.ts'
import { createAccepter, type Accepter } from '../../verbs/signal/accept.ts'
import { createIntegrations, type IntegrationRef, type Integrations } from '../../verbs/signal/integrations.ts'
import { intakeRoutes } from './routes.ts'

const TENANTS = Array.from({ length: 10 }, (_, index) => `tenant-${index}`)
/** The organisation whose monitor sends the poison, and nothing else. */
const UNLUCKY = 'unlucky'

let night: Night
let door: FastifyInstance
let accepter: Accepter
let integrations: Integrations
/** How many signals each statement on the inbox carried, in order. */
let commits: number[]

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  for (const slug of [...TENANTS, UNLUCKY]) {
    await addOrganisation(night.node, slug, {
      people: [person(`${slug}-ann`)],
      policies: [policy('standard', [rung(5, `${slug}-ann`)])],
      services: [service(slug, 'standard')],
      catchAll: { targets: [{ person: `${slug}-ann` }] },
    })
  }
  const { world } = night.node
  commits = []
  const query: Db['query'] = (text, values = []) => {
    const [first] = values
    if (text.startsWith('insert into inbox') && Array.isArray(first)) commits.push(first.length)
    return world.db.query(text, values)
  }
  const watched = { ...world, db: { ...world.db, query } }
  accepter = createAccepter(watched)
  integrations = createIntegrations(world.db, () => performance.now())
  door = Fastify()
  door.register(async (scope) => intakeRoutes(scope, { world: watched, accepter, integrations, startedAt: 0, version: '0.0.0' }))
  await door.ready()
})

afterAll(async () => {
  await door.close()
  await night.close()
})

const good = (key: string): Signal => ({
  action: 'trigger',
  key,
  severity: 'critical',
  summary: `down ${key}`,
  source: 'probe',
  sender: 'probe',
  eventAt: null,
  endsAt: null,
  labels: {},
  details: { of: key },
  links: [],
})

/** Past every parser, as a fault in one of ours would let them through. */
const poisons: [string, (key: string) => unknown][] = [
  ['with a NUL in its details', (key) => ({ ...good(key), details: 'a\0b' })],
  ['with half a surrogate pair in its summary', (key) => ({ ...good(key), summary: 'half \ud83d' })],
  ['that cannot even be written as JSON', (key) => ({ ...good(key), details: 12_345_678_901_234_567_890n })],
]

/** These can be stored; the rules or the tables stumble over them. */
const undecidable: [string, (key: string) => unknown][] = [
  ['without links', (key) => ({ ...good(key), links: null })],
  ['with a key no index can hold', (key) => ({ ...good(key), key: noise(9000) })],
  ['with an action nobody knows', (key) => ({ ...good(key), labels: null, severity: null })],
]

/** Text that does not compress. */
const noise = (length: number) => randomBytes(length).toString('base64')

async function integrationOf(slug: string): Promise<IntegrationRef> {
  const found = await integrations.find(keyOf(slug))
  if (found === null) throw new Error(`${slug} has no integration`)
  return found
}

const count = async (text: string, values: unknown[] = []) =>
  (await night.node.world.db.query<{ n: number }>(`select count(*) as n from ${text}`, values))[0]?.n ?? 0

let rounds = 0

/** 500 good signals of ten organisations with the poison in their midst, all in one turn of the event loop. */
async function together(poison: (key: string) => unknown): Promise<{ round: string; raw: Buffer }> {
  rounds += 1
  const round = `round-${rounds}`
  const refs = await Promise.all(TENANTS.map(integrationOf))
  const unlucky = await integrationOf(UNLUCKY)
  const raw = Buffer.from([0xff, 0x00, 0x7b, rounds])
  commits.length = 0
  const accepted = Array.from({ length: 500 }, (_, index) => {
    const ref = refs[index % refs.length]
    if (ref === undefined) throw new Error('ten organisations')
    const key = `${round} ${index}`
    const one = accepter.accept(ref, [good(key)], Buffer.from(key))
    return index === 250 ? Promise.all([one, accepter.accept(unlucky, [poison(round) as Signal], raw)]) : one
  })
  await Promise.all(accepted)
  return { round, raw }
}

const openOf = (round: string) => count(`alerts where dedup_key like $1 and status = 'open'`, [`${round} %`])

describe.each([...poisons, ...undecidable])('[BX-01] a poisoned signal %s among 500 good ones in one group commit', (_what, poison) => {
  test('costs the 500 nothing, is kept with its raw bytes, and its service’s people are told once', async () => {
    const asideBefore = await count('quarantine')
    const { round, raw } = await together(poison)
    expect(Math.max(...commits)).toBeGreaterThan(100)
    await night.settle()
    expect(await openOf(round)).toBe(500)
    expect(await count('signals where signal::jsonb->>$1 like $2', ['key', `${round} %`])).toBe(500)
    expect(await count('quarantine')).toBe(asideBefore + 1)
    expect(await count('quarantine where raw = $1 and length(why) > 5', [raw])).toBe(1)
    expect(await count('inbox')).toBe(0)
  })
})

describe('what happened to the poisoned ones', () => {
  const many = poisons.length + undecidable.length

  test('is one alert of their service, however many there were', async () => {
    const rows = await night.node.world.db.query(
      `select s.slug, a.count from alerts a join services s on s.org_id = a.org_id and s.id = a.service_id where a.dedup_key = 'muster:quarantine'`,
    )
    expect(rows).toEqual([{ slug: UNLUCKY, count: many }])
  })

  test('rang the phone of that service’s person once, and nobody else’s', () => {
    const told = night.providers.arrived.filter(({ message }) => message.title.includes('quarantine'))
    expect(told.map(({ to }) => to)).toEqual([`${UNLUCKY}-ann/push`])
    expect(told[0]?.message.kind).toBe('page')
  })

  test('is said by status and by doctor’s checks, to the organisation it happened to only', async () => {
    const orgs = await night.node.world.db.query<{ id: OrgId; slug: string }>('select id, slug from orgs')
    for (const { id, slug } of orgs) {
      const token = await addToken(night.node, { orgId: id, scopes: ['read'] })
      const headers = { authorization: `Bearer ${token}` }
      const status = (await night.node.app.inject({ method: 'GET', url: '/api/v1/status', headers })).json()
      const expected = slug === UNLUCKY ? many : 0
      expect(status.inQuarantine).toBe(expected)
      expect(status.checks.find((check: { name: string }) => check.name === 'quarantine')).toMatchObject({ ok: expected === 0 })
    }
  })

  test('is counted for whoever watches the server', async () => {
    expect(await night.node.world.metrics.text(0)).toMatch(new RegExp(`^muster_\\w*quarantine\\w* ${many}$`, 'm'))
  })
})

describe('500 monitors of ten organisations at once, over HTTP', () => {
  test('are all answered and all decided, with poison between them', async () => {
    const ref = await integrationOf('tenant-3')
    const requests = Array.from({ length: 500 }, async (_, index) => {
      const slug = TENANTS[index % TENANTS.length] ?? ''
      if (index === 100) await accepter.accept(ref, [{ ...good('x'), details: '\0' }], Buffer.from('poison'))
      const response = await door.inject({
        method: 'POST',
        url: '/v2/enqueue',
        payload: {
          routing_key: keyOf(slug),
          event_action: 'trigger',
          dedup_key: `http ${index}`,
          payload: { summary: `down ${index}`, source: 'probe', severity: 'critical' },
        },
      })
      return response.statusCode
    })
    expect(new Set(await Promise.all(requests))).toEqual(new Set([202]))
    await night.settle()
    expect(await openOf('http')).toBe(500)
  })
})
