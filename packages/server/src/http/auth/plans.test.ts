// Whose request it is, is found by its key: however many accounts, sessions and tokens there are, one row of each is read.
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { watchPlans, type Read, type Watched } from '@muster/testkit/night/plans.ts'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createConfigs } from '../../store/org-config.ts'
import { createApp } from '../app.ts'

let night: Night
let watched: Watched
let app: FastifyInstance
let browser: Browser

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  browser = await join(night.node, { role: 'administrator' })
  const owner = new pg.Client(night.database.connection)
  await owner.connect()
  const many = [
    `insert into account_users (id, name, email, created_at, updated_at) select 'a' || n, 'A', n || '@example.org', 'epoch', 'epoch' from generate_series(1, 20000) n`,
    `insert into account_sessions (id, user_id, token, expires_at, created_at, updated_at) select 's' || n, 'a' || n, 't' || n, '2100-01-01', 'epoch', 'epoch' from generate_series(1, 20000) n`,
    `insert into members (org_id, id, account_id, role, created_at) select o.id, 'member_' || n, 'a' || n, 'responder', n from orgs o, generate_series(1, 20000) n`,
    `insert into tokens (org_id, id, name, hash, scopes, created_at) select o.id, 'token_' || n, 'T', decode(lpad(n::text, 8, '0'), 'hex'), '{read}', n from orgs o, generate_series(1, 20000) n`,
    `insert into invitations (org_id, id, hash, role, created_by, created_at, expires_at) select o.id, 'invitation_' || n, decode(lpad(n::text, 8, '0'), 'hex'), 'lead', '{"type":"system"}', n, n from orgs o, generate_series(1, 20000) n`,
    `insert into audit (org_id, id, at, actor, action, subject, detail) select o.id, 'audit_' || n, n, '{"type":"system"}', 'x.y', 's', '{}' from orgs o, generate_series(1, 20000) n`,
    'analyze',
  ]
  for (const text of many) await owner.query(text)
  await owner.end()
  watched = await watchPlans(night.database.connection)
  const world = { ...night.node.world, db: watched.db, configs: createConfigs() }
  app = createApp({ world, version: '0', startedAt: 0, tls: null, oidc: null, phones: null, isTaking: () => true })
  await app.ready()
}, 120_000)
afterAll(async () => {
  await app.close()
  await watched.db.close()
  await night.close()
})

const GROWING = ['account_users', 'account_sessions', 'members', 'tokens', 'invitations', 'audit']

const tooMuch = (reads: readonly Read[], most: number) =>
  reads
    .filter(({ table, rows, how }) => GROWING.includes(table) && (rows > most || how === 'Seq Scan'))
    .map(({ table, rows, how, statement }) => `${how} of ${table}, ${rows} rows: ${statement}`)

async function ask(url: string, headers: Record<string, string>): Promise<void> {
  const response = await app.inject({ method: 'GET', url, headers })
  expect(response.statusCode, response.payload).toBe(200)
}
const cookie = () => ({ cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '), 'x-muster-org': 'default' })

test('a session, its account and its member in the organisation are one look-up', async () => {
  const reads = await watched.during(async () => {
    for (let run = 0; run < 7; run += 1) await ask('/api/v1/silences', cookie())
    await ask('/api/v1/me', cookie())
  })
  expect(reads.map(({ table }) => table)).toEqual(expect.arrayContaining(['account_sessions', 'members']))
  expect(tooMuch(reads, 1)).toEqual([])
})

test('a token is one look-up', async () => {
  const reads = await watched.during(async () => {
    for (let run = 0; run < 7; run += 1) await ask('/api/v1/silences', { authorization: `Bearer ${TOKEN}` })
  })
  expect(tooMuch(reads, 1)).toEqual([])
})

test.each(['members', 'tokens', 'invitations', 'audit'])('a page of /%s reads a page, wherever it begins', async (name) => {
  const reads = await watched.during(async () => {
    for (const cursor of ['', '&cursor=19000', '&cursor=10000.x_1', '&cursor=30'])
      for (let run = 0; run < 2; run += 1) await ask(`/api/v1/${name}?limit=20${cursor}`, cookie())
  })
  expect(reads.map(({ table }) => table)).toContain(name)
  expect(tooMuch(reads, 21)).toEqual([])
})
