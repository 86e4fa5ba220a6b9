// Demo mode's sign-in: one of the example's people for each role, at a click, and only there.
import { SCOPES_OF } from '@muster/contract/accounts.ts'
import { fillWithDemo } from '@muster/server/demo/fill.ts'
import { DEMO_ACCOUNTS } from '@muster/server/verbs/account/ways-in.ts'
import { openBrowser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createApp } from '../app.ts'
import { createPhones } from './routes.ts'

let night: Night
let app: FastifyInstance

beforeAll(async () => {
  night = await startNight(inject('cluster'), { organisation: {} })
  await fillWithDemo(night.node.world, night.node.orgId)
  app = createApp({
    world: night.node.world,
    version: '0',
    startedAt: 0,
    tls: null,
    oidc: null,
    phones: createPhones(),
    isTaking: () => true,
  })
})
afterAll(async () => {
  await app.close()
  await night.close()
})

test.each([...DEMO_ACCOUNTS])(
  '$name signs in at a click as $role, and is the person they are in the example',
  async ({ person, name, role }) => {
    const browser = openBrowser({ app }, { org: 'default' })
    expect(await browser.post('/api/v1/demo/sign-in', { person })).toMatchObject({ status: 200, body: { slug: 'default', role } })
    expect((await browser.get('/api/v1/me')).body).toMatchObject({
      account: { name },
      organisations: [{ role, person: { slug: person, name } }],
    })
    expect((await browser.get('/api/v1/members')).status).toBe(SCOPES_OF[role].includes('administer') ? 200 : 403)
  },
)

test('the sign-in page is told whom it may offer', async () => {
  expect(Object((await openBrowser({ app }).get('/api/v1/ways-in')).body).demo).toHaveLength(DEMO_ACCOUNTS.length)
})

test('nobody else can be signed in as, and no other site can do it', async () => {
  const browser = openBrowser({ app })
  for (const person of ['luis', 'nobody', '', "x'--"]) expect((await browser.post('/api/v1/demo/sign-in', { person })).status).toBe(404)
  const evil = openBrowser({ app }, { origin: 'https://evil.example' })
  expect((await evil.post('/api/v1/demo/sign-in', { person: 'sara' })).status).toBe(403)
})

test('the demo’s accounts have no password', async () => {
  const answer = await openBrowser({ app }).post('/api/auth/sign-in/email', { email: 'sara@shop.example', password: '' })
  expect(answer.status).toBe(401)
})

test('a second start changes nothing', async () => {
  const before = await night.node.world.db.query('select m::text as row from members m order by 1')
  expect(await fillWithDemo(night.node.world, night.node.orgId)).toBe(false)
  expect(await night.node.world.db.query('select m::text as row from members m order by 1')).toEqual(before)
})
