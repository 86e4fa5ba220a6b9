// Whoever looks sees what others do, as it is committed; and nobody hears of an organisation that is not theirs.
import { setTimeout as sleep } from 'node:timers/promises'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { liveEvent, type LiveEvent } from '@muster/contract/live.ts'
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { addOrganisation, addToken, type Tenant } from '@muster/testkit/night/tenant.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import Fastify from 'fastify'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { liveRoutes } from './routes.ts'

let night: Night
let stranger: Tenant
let port: number
const open: IncomingMessage[] = []

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  stranger = await addOrganisation(night.node, 'theirs')
  await night.node.app.listen({ port: 0, host: '127.0.0.1' })
  port = (night.node.app.server.address() as AddressInfo).port
})

afterEach(() => {
  for (const stream of open.splice(0)) stream.destroy()
})

afterAll(() => night.close())

type Heard = { status: number; news: LiveEvent[]; ids: string[]; at: number[]; stream: IncomingMessage; ended: () => boolean }
type Asking = { org?: string; port?: number }

function listen(headers: Record<string, string>, { org, port: at = port }: Asking = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: at, path: `/api/v1/live${org === undefined ? '' : `?org=${org}`}`, headers }, (stream) => {
      open.push(stream)
      const ended = () => stream.complete || stream.destroyed
      const heard: Heard = { status: stream.statusCode ?? 0, news: [], ids: [], at: [], stream, ended }
      let rest = ''
      stream.on('error', () => undefined)
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) note(heard, line)
      })
      resolve(heard)
    })
    asked.on('error', reject).end()
  })
}

function note(heard: Heard, line: string): void {
  if (line.startsWith('id: ')) heard.ids.push(line.slice(4))
  if (!line.startsWith('data: ')) return
  heard.news.push(liveEvent.parse(JSON.parse(line.slice(6))))
  heard.at.push(performance.now())
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const cookieOf = ({ cookies }: Browser) => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
const kinds = ({ news }: Heard) => news.map(({ kind }) => kind)

async function listening(headers: Record<string, string>, asking: Asking = {}): Promise<Heard> {
  const heard = await listen(headers, asking)
  expect(heard.status).toBe(200)
  await expect.poll(() => kinds(heard)).toContain('resync')
  return heard
}

test('two readers hear of an acknowledgement within 500 ms: which incident, how far its log goes, and nothing else', async () => {
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  const readers = await Promise.all([listening(bearer(TOKEN)), listening(bearer(await addToken(night.node, { scopes: ['read'] })))])
  const from = readers.map((reader) => reader.news.length)
  await night.node.app.inject({ method: 'POST', url: '/api/v1/incidents/1/acknowledge', headers: bearer(TOKEN), payload: '{}' })
  const before = performance.now()
  await expect.poll(() => readers.every((reader, index) => reader.news.length > (from[index] ?? 0)), { interval: 5 }).toBe(true)
  for (const [index, reader] of readers.entries()) expect((reader.at[from[index] ?? 0] ?? Infinity) - before).toBeLessThan(500)
  const { id } = await night.incident()
  const seq = (await night.log()).at(-1)?.seq
  for (const reader of readers)
    await expect.poll(() => reader.news).toContainEqual({ kind: 'incident', incidents: [{ id, number: 1, seq }] })
  expect(new Set(readers[0]?.ids).size).toBe(readers[0]?.ids.length)
})

test('what one node commits is heard on another', async () => {
  const second = await night.anotherNode('second')
  await second.app.listen({ port: 0, host: '127.0.0.1' })
  const reader = await listening(bearer(TOKEN), { port: (second.app.server.address() as AddressInfo).port })
  await night.api('POST', '/incidents/1/escalate', {})
  await expect.poll(() => kinds(reader)).toContain('incident')
})

test('alerts, silences and a change of configuration are heard by their kind', async () => {
  const reader = await listening(bearer(TOKEN))
  await night.api('POST', '/silences', { labels: { host: 'db1' }, minutes: 5, reason: 'work' })
  await expect.poll(() => kinds(reader)).toContain('silences')
  await night.alert('checkout is slow', { key: 'k2' })
  await expect.poll(() => kinds(reader)).toContain('alerts')
  const { body } = await night.api('GET', '/config')
  await night.api('POST', '/config', { ...Object(body), organisation: { name: 'Another name' } })
  await expect.poll(() => kinds(reader)).toContain('config')
  const before = kinds(reader).length
  await night.after('6m')
  await expect.poll(() => kinds(reader).slice(before)).toContain('silences')
})

test('another organisation hears nothing, not even an id', async () => {
  const ours = await listening(bearer(TOKEN))
  const theirs = await listening(bearer(stranger.token))
  await night.api('POST', '/incidents/1/escalate', {})
  await expect.poll(() => kinds(ours)).toContain('incident')
  expect(new Set(kinds(theirs))).toEqual(new Set(['resync']))
})

test('many who listen are told over how long to spread what they read; a few read at once, and nobody else is counted', async () => {
  const silence = () =>
    night.node.app.inject({
      method: 'POST',
      url: '/api/v1/silences',
      headers: bearer(stranger.token),
      payload: { labels: { host: 'db1' }, minutes: 5, reason: 'work' },
    })
  const heard = ({ news }: Heard) => news.filter(({ kind }) => kind === 'silences').map(({ spreadMs }) => spreadMs)
  await listening(bearer(TOKEN))
  const few = await Promise.all(Array.from({ length: 10 }, () => listening(bearer(stranger.token))))
  await silence()
  for (const one of few) await expect.poll(() => heard(one)).toEqual([undefined])
  const more = await Promise.all(Array.from({ length: 5 }, () => listening(bearer(stranger.token))))
  await silence()
  for (const one of more) await expect.poll(() => heard(one)).toEqual([50])
})

test('what fails to commit is not told', async () => {
  const reader = await listening(bearer(TOKEN))
  // What was committed before is told meanwhile.
  await sleep(400)
  const before = reader.news.length
  expect((await night.api('POST', '/silences', { labels: {}, minutes: 5, reason: 'work' })).status).toBe(422)
  expect((await night.api('POST', '/incidents/1/snooze', { minutes: 5, as: 'nobody' })).status).toBe(404)
  await sleep(400)
  expect(reader.news.length).toBe(before)
})

test('nobody listens without a token or a session, nor to an organisation that is not theirs', async () => {
  expect((await listen({})).status).toBe(401)
  expect((await listen(bearer('nonsense'))).status).toBe(401)
  expect((await listen(bearer(TOKEN), { org: 'theirs' })).status).toBe(403)
  expect((await listen(bearer(await addToken(night.node, { scopes: ['respond'] })))).status).toBe(403)
  const cookie = cookieOf(await join(night.node, { role: 'stakeholder' }))
  expect((await listen(cookie)).status).toBe(403)
  expect((await listen(cookie, { org: 'theirs' })).status).toBe(403)
  expect((await listen({ ...cookie, 'x-muster-org': 'default' }, { org: 'theirs' })).status).toBe(403)
  expect((await listen({ ...cookie, origin: 'https://elsewhere.example' }, { org: 'default' })).status).toBe(403)
  await listening(bearer(TOKEN), { org: 'default' })
})

test('a browser’s own EventSource, which sends no header of ours, listens with its cookie and the organisation in the address', async () => {
  await listening(cookieOf(await join(night.node, { role: 'stakeholder', email: 'looks@example.org' })), { org: 'default' })
})

test('the stream of a member who is removed ends, and tells nothing more', async () => {
  const cookie = cookieOf(await join(night.node, { role: 'responder', email: 'leaves@example.org' }))
  const reader = await listening(cookie, { org: 'default' })
  const { items } = (await night.api('GET', '/members')).body as { items: { id: string; account: { email: string } }[] }
  const gone = items.find(({ account }) => account.email === 'leaves@example.org')
  // That they joined is told too.
  await sleep(400)
  const before = reader.news.length
  await night.api('POST', `/members/${gone?.id}/remove`, {})
  await night.api('POST', '/incidents/1/escalate', {})
  await expect.poll(reader.ended).toBe(true)
  expect(reader.news.slice(before)).toEqual([])
})

test('a revoked token hears nothing more', async () => {
  const { id, value } = Object((await night.api('POST', '/tokens', { name: 'screen', scopes: ['read'] })).body)
  const reader = await listening(bearer(String(value)))
  await night.api('POST', `/tokens/${id}/revoke`, {})
  await expect.poll(reader.ended).toBe(true)
})

test('whoever may no longer listen is found out without any event, and everybody else reads anew at times', async () => {
  const quick = Fastify()
  quick.register(async (scope) => liveRoutes(scope, { world: night.node.world, rhythm: { beatMs: 20, askAgainMs: 60 } }))
  await quick.listen({ port: 0, host: '127.0.0.1' })
  const at = (quick.server.address() as AddressInfo).port
  const cookie = cookieOf(await join(night.node, { role: 'responder', email: 'signs-out@example.org' }))
  await sleep(400)
  const [leaving, staying] = [await listening(cookie, { org: 'default', port: at }), await listening(bearer(TOKEN), { port: at })]
  await night.node.world.db.query(
    `delete from account_sessions s using account_users u where u.id = s.user_id and u.email = 'signs-out@example.org'`,
  )
  await expect.poll(leaving.ended).toBe(true)
  await expect.poll(() => kinds(staying).length).toBeGreaterThan(3)
  expect(new Set(kinds(staying))).toEqual(new Set(['resync']))
  await quick.close()
})

test('of one caller’s streams the twenty youngest are kept', async () => {
  const token = await addToken(night.node, { name: 'many' })
  const first = await listening(bearer(token))
  const rest: Heard[] = []
  for (let index = 0; index < 20; index += 1) rest.push(await listening(bearer(token)))
  await expect.poll(first.ended).toBe(true)
  expect(rest.filter((one) => one.ended())).toEqual([])
})

test('a reader that does not read is dropped, and the others hear on', async () => {
  const [sleeper, reader] = [await listening(bearer(TOKEN)), await listening(bearer(TOKEN))]
  sleeper.stream.pause()
  const { db } = night.node.world
  const many = Array.from({ length: 90 }, (_, index) => [`incident_${'0'.repeat(24)}${index}`, index, 1])
  const dropped = new Promise((resolve) => sleeper.stream.once('close', resolve))
  let gone = false
  void dropped.then(() => (gone = true))
  let sent = 0
  // What the kernel holds for a reader is its own affair; then comes what Muster would have to keep.
  while (!gone && sent < 6000) {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        db.query('select pg_notify($1, $2)', ['muster_live', JSON.stringify([[night.node.orgId, [], many]])]),
      ),
    )
    sent += 50
    sleeper.stream.socket.unref()
    if (sent > 3000) sleeper.stream.resume()
  }
  expect(gone).toBe(true)
  expect(reader.ended()).toBe(false)
})

test('when the ear at the database is torn off, everybody is told to read anew', async () => {
  const reader = await listening(bearer(TOKEN))
  const before = kinds(reader).length
  const owner = new pg.Client(night.database.connection)
  await owner.connect()
  const torn = await owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen "muster_live"'`,
  )
  await owner.end()
  expect(torn.rowCount).toBeGreaterThan(0)
  await expect.poll(() => kinds(reader).slice(before)).toContain('resync')
  await night.api('POST', '/incidents/1/escalate', {})
  await expect.poll(() => kinds(reader).slice(before)).toContain('incident')
})

test('a server that stops ends the streams at once', async () => {
  const leaving = await night.anotherNode('leaving')
  await leaving.app.listen({ port: 0, host: '127.0.0.1' })
  const reader = await listening(bearer(TOKEN), { port: (leaving.app.server.address() as AddressInfo).port })
  const before = performance.now()
  await leaving.close()
  expect(performance.now() - before).toBeLessThan(1000)
  await expect.poll(reader.ended).toBe(true)
})
