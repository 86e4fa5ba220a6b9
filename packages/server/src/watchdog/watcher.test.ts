// Nights on which Muster itself falls: the real server and its real list, watched in virtual time, with phones that say who was woken.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { DAY, MINUTE, SECOND, type Millis } from '@muster/core/vocabulary.ts'
import { layCable, type Cable } from '@muster/testkit/night/cable.ts'
import { duration, START } from '@muster/testkit/night/clock.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { PUBLIC_URL, startNode, type Node } from '@muster/testkit/night/node.ts'
import { keyOf, organisation, person, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation } from '@muster/testkit/night/tenant.ts'
import pino from 'pino'
import { afterEach, expect, inject, test } from 'vitest'
import { createSecrets, type Secrets } from '../secrets.ts'
import { createWatcher, type Watcher } from './watcher.ts'

const GRACE: Millis = 30 * SECOND
const key: Secrets = createSecrets(Buffer.alloc(32, 7))
const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

type Vigil = {
  night: Night
  folder: string
  url: string
  /** Lines said to the person who started the watchdog. */
  said: string[]
  startWatchdog: (parts?: { urls?: string[]; secrets?: () => Secrets | null }) => Watcher
  /** Time passes, look by look. */
  watch: (time: string) => Promise<void>
  /** "last/push page 36" for every message that arrived, with the seconds since `from`. */
  arrived: (from?: number) => string[]
}

async function vigil(document: ConfigInput = organisation()): Promise<Vigil> {
  const night = await startNight(inject('cluster'), { organisation: document })
  cleanUps.push(night.close)
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-vigil-'))
  cleanUps.push(() => rm(folder, { recursive: true, force: true }))
  const url = await open(night.node)
  const said: string[] = []
  let watcher: Watcher | null = null
  return {
    night,
    folder,
    url,
    said,
    startWatchdog: ({ urls = [url], secrets = () => key } = {}) => {
      watcher = createWatcher({
        clock: night.clock,
        say: (line) => void said.push(line),
        log: pino({ level: process.env['MUSTER_TEST_LOG'] ?? 'silent' }),
        secrets,
        channels: night.providers.channelsOf({ name: 'watchdog', now: night.clock.now }),
        urls,
        publicUrl: PUBLIC_URL,
        graceMs: GRACE,
        folder,
      })
      return watcher
    },
    watch: async (time) => {
      for (const until = night.clock.now() + duration(time); night.clock.now() < until;) {
        night.clock.set(night.clock.now() + 2 * SECOND)
        await watcher?.tick()
        await watcher?.idle()
      }
    },
    arrived: (from = START) => night.providers.arrived.map(({ to, message, at }) => `${to} ${message.kind} ${(at - from) / SECOND}`),
  }
}

/** The node answers on a port of its own, or on the one it had before. */
async function open(node: Node, port = 0): Promise<string> {
  await node.app.listen({ port, host: '127.0.0.1' })
  return `http://127.0.0.1:${(node.app.server.address() as AddressInfo).port}`
}

const portOf = (url: string) => Number(new URL(url).port)

async function reopened(night: Night, url: string): Promise<Node> {
  const node = await night.anotherNode(`again-${night.clock.now()}`)
  await open(node, portOf(url))
  return node
}

test('[BX-12] the server is gone: whoever is on call is woken within a minute, and reads what to do', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil()
  startWatchdog()
  await watch('20s')
  await night.node.app.close()
  await watch('2m')
  expect(arrived()).toEqual(['last/push page 52'])
  expect(night.providers.arrived[0]?.message).toMatchObject({
    key: expect.stringMatching(/^watchdog:org_\w+:\d+:user_\w+:contact_\w+:1$/),
    short: expect.stringMatching(/^▲ SEV1 Muster: no answer since 04:10 \(muster\.example\)\. Pages may not go out\. Start it again/),
    body: expect.stringMatching(/Watch your monitors yourself/),
    url: null,
    attempt: 1,
  })
})

test('[BX-12] the database is gone: whoever is on call is woken within a minute, and reads that it is the database', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil()
  const cable: Cable = await layCable(night.database.connection)
  const { clock, providers } = night
  const node = await startNode({ connection: cable.connection, clock, providers, name: 'by cable' })
  cleanUps.push(node.close)
  startWatchdog({ urls: [await open(node)] })
  await watch('20s')
  await cable.pull()
  await watch('1m')
  expect(arrived()).toEqual(['last/push page 52'])
  expect(night.providers.arrived[0]?.message.title).toMatch(/its database does not answer/)
  await cable.plugIn()
  await watch('20s')
  expect(arrived().at(-1)).toMatch(/last\/push notice/)
})

test('[BX-12] the engine is stuck: that too wakes somebody within a minute of the first thing that is late', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil()
  startWatchdog()
  await watch('10s')
  const event = { event_action: 'trigger', dedup_key: 'k', payload: { summary: 'down', source: 's', severity: 'critical' } }
  await night.node.app.inject({ method: 'POST', url: '/v2/enqueue', payload: { ...event, routing_key: keyOf('checkout') } })
  await watch('1m')
  expect(arrived()).toEqual(['last/push page 56'])
  expect(night.providers.arrived[0]?.message.title).toMatch(/its engine is stuck/)
})

/** Changes hands every day at nine, between two people. */
const daily = organisation({
  schedules: [
    {
      slug: 'primary',
      name: 'Primary',
      timeZone: 'UTC',
      layers: [{ slug: 'one', participants: ['ann', 'ben'], every: 'day', startsOn: '2026-03-02', handoffTime: '09:00' }],
    },
  ],
  people: [person('ann'), person('ben'), person('last')],
  catchAll: { targets: [{ schedule: 'primary' }] },
})

const onCallThen = (at: number) => (Math.floor((at - Date.UTC(2026, 2, 2, 9)) / DAY) % 2 === 0 ? 'ann' : 'ben')

test('[BX-12] server or database fall on a hundred nights, at any moment around a handoff: the right person within a minute, each time', async () => {
  const { night, startWatchdog, watch } = await vigil(daily)
  const { clock, providers } = night
  const database = await layCable(night.database.connection)
  const node = await startNode({ connection: database.connection, clock, providers, name: 'by cable' })
  cleanUps.push(node.close)
  const server = await layCable({ host: '127.0.0.1', port: portOf(await open(node)) })
  startWatchdog({ urls: [`http://127.0.0.1:${server.connection.port}`] })
  for (let nights = 1; nights <= 100; nights += 1) {
    // From half a minute before the handoff to after it, in steps that the looks do not share.
    clock.set(Date.UTC(2026, 2, 2 + nights, 8, 59) + ((nights * 2700) % 90_000))
    await watch('10s')
    const before = providers.arrived.length
    const fallenAt = clock.now()
    const cut = nights % 2 === 0 ? database : server
    await cut.pull()
    await watch('1m')
    const woken = providers.arrived
      .slice(before)
      .map(({ to, at, message }) => ({ to, kind: message.kind, onCall: `${onCallThen(at)}/push` }))
    expect(woken).toEqual([{ to: woken[0]?.onCall, kind: 'page', onCall: woken[0]?.onCall }])
    expect((providers.arrived[before]?.at ?? 0) - fallenAt).toBeLessThanOrEqual(MINUTE)
    await cut.plugIn()
    await watch('20s')
    expect(providers.arrived.slice(before + 1).map(({ to, message }) => `${to} ${message.kind}`)).toEqual([`${woken[0]?.to} notice`])
  }
  expect(new Set(providers.arrived.map(({ to }) => to))).toEqual(new Set(['ann/push', 'ben/push']))
}, 90_000)

test('[BX-12] a rolling restart wakes nobody: two nodes, each away for half a minute and more, never both', async () => {
  const { night, url, startWatchdog, watch } = await vigil()
  const second = await night.anotherNode('second')
  const urls = [url, await open(second)]
  startWatchdog({ urls })
  await watch('10s')
  let going: Node[] = [night.node, second]
  for (let pass = 0; pass < 2; pass += 1) {
    const came: Node[] = []
    for (const [place, node] of going.entries()) {
      await node.app.close()
      await watch('40s')
      came.push(await reopened(night, urls[place] ?? ''))
      await watch('4s')
    }
    going = came
  }
  expect(night.providers.calls).toBe(0)
})

test('[BX-12] one node that restarts within the grace wakes nobody', async () => {
  const { night, url, said, startWatchdog, watch } = await vigil()
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('28s')
  await reopened(night, url)
  await watch('2m')
  expect(night.providers.calls).toBe(0)
  expect(said.join('\n')).toMatch(/No node answers\. People are woken in 30 s.*\n.*nobody was woken/)
})

/** Ann until 04:11 in Paris, a minute after the night begins; then Ben. */
const handingOver = organisation({
  schedules: [
    {
      slug: 'primary',
      name: 'Primary',
      timeZone: 'Europe/Paris',
      layers: [{ slug: 'one', participants: ['ann', 'ben'], startsOn: '2026-02-23', handoffDay: 1, handoffTime: '04:11' }],
    },
  ],
  people: [person('ann'), person('ben'), person('last')],
  catchAll: { targets: [{ schedule: 'primary' }] },
})

test('[BX-12] a handoff after the list was taken wakes whoever is on call now', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil(handingOver)
  startWatchdog()
  await watch('40s')
  await night.node.app.close()
  await watch('1m')
  expect(arrived()).toEqual(['ben/push page 72'])
})

test('a handoff while it is down wakes the next one with the next round, and the end is told to both', async () => {
  const { night, url, startWatchdog, watch, arrived } = await vigil(handingOver)
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('11m')
  await reopened(night, url)
  await watch('1m')
  expect(arrived()).toEqual(['ann/push page 42', 'ben/push page 642', 'ann/push notice 682', 'ben/push notice 682'])
})

test('an altered list is refused, said loudly, and wakes nobody; the next good one is taken', async () => {
  const { night, folder, url, said, startWatchdog, watch, arrived } = await vigil()
  startWatchdog()
  await watch('4s')
  const file = path.join(folder, 'snapshot.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('last/push', 'evil/push'))
  await night.node.app.close()
  startWatchdog()
  await watch('2m')
  expect(night.providers.calls).toBe(0)
  expect(said.join('\n')).toMatch(/refused: it was altered/)
  expect(said.join('\n')).toMatch(/NOBODY IS WOKEN/)
  const node = await reopened(night, url)
  await watch('30s')
  await node.app.close()
  await watch('1m')
  expect(arrived()).toEqual([expect.stringMatching(/^last\/push page/)])
})

test('a list is used for a week and no longer, by a watchdog that starts while the server is down', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil()
  startWatchdog()
  await watch('4s')
  await night.node.app.close()
  night.clock.set(START + 7 * 24 * 60 * MINUTE - MINUTE)
  startWatchdog()
  await watch('50s')
  expect(arrived()).toHaveLength(1)
  expect(night.providers.arrived[0]?.message.body).toMatch(/list of who is on call is from 2026-03-02/)
  night.clock.set(START + 8 * 24 * 60 * MINUTE)
  startWatchdog()
  await watch('50s')
  expect(arrived()).toHaveLength(1)
})

test('the list and the outage are for their owner alone, and hold no secret in the clear', async () => {
  const contacts = [{ slug: 'push', channel: 'ntfy' as const, address: 'last/push', secret: 'the-secret-of-last' }]
  const { night, folder, startWatchdog, watch } = await vigil(
    organisation({ people: [person('ann'), person('ben'), person('last', { contacts })] }),
  )
  startWatchdog()
  await watch('4s')
  await night.node.app.close()
  await watch('40s')
  for (const name of ['snapshot.json', 'outage.json']) {
    expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600)
    expect(readFileSync(path.join(folder, name), 'utf8')).not.toContain('the-secret-of-last')
  }
})

test('a watchdog that is restarted in the middle repeats nothing, goes on with the next round, and ends it', async () => {
  const { night, url, startWatchdog, watch, arrived } = await vigil()
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('40s')
  for (let restarts = 0; restarts < 5; restarts += 1) {
    startWatchdog()
    await watch('1m')
  }
  expect(arrived()).toEqual(['last/push page 42'])
  await watch('5m')
  expect(arrived()).toEqual(['last/push page 42', 'last/push page 642'])
  startWatchdog()
  await reopened(night, url)
  await watch('1m')
  startWatchdog()
  await watch('1m')
  expect(arrived().slice(2)).toEqual([expect.stringMatching(/^last\/push notice/)])
})

test('a watchdog killed during a call makes it again with the same key, and says that it may be a repeat', async () => {
  const { night, startWatchdog, watch } = await vigil()
  const watcher = startWatchdog()
  await watch('10s')
  await night.node.app.close()
  night.providers.answerFor('last/push', 'accept-then-die', 1)
  for (let looks = 0; looks < 17; looks += 1) {
    night.clock.set(night.clock.now() + 2 * SECOND)
    await watcher.tick()
  }
  expect(night.providers.arrived).toHaveLength(1)
  startWatchdog()
  await watch('30s')
  const [first, second, ...more] = night.providers.arrived.map(({ message }) => message)
  expect(more).toEqual([])
  expect([first?.attempt, second?.attempt]).toEqual([1, 2])
  expect(second?.key).toBe(first?.key)
  expect(second?.short).toMatch(/May be a repeat/)
})

test('after it is over, those who were woken hear it once, and nobody else', async () => {
  const { night, url, startWatchdog, watch, arrived } = await vigil(
    organisation({ catchAll: { targets: [{ person: 'ann' }, { person: 'last' }] } }),
  )
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('2m')
  await reopened(night, url)
  await watch('10m')
  // Ann's second way would have been called after two minutes: by then it was over.
  expect(arrived()).toEqual(['ann/push page 42', 'last/push page 42', 'ann/push notice 142', 'last/push notice 142'])
  expect(night.providers.arrived.at(-1)?.message.title).toBe('Muster is back since 04:12: it was away from 04:10')
})

test('each person is called on each of their ways, at the delays they chose', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil(organisation({ catchAll: { targets: [{ person: 'ann' }] } }))
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('3m')
  expect(arrived()).toEqual(['ann/push page 42', 'ann/voice page 162'])
})

test('a provider that asks for patience is called again with the same key until it takes the page', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil()
  night.providers.answerFor('last/push', { type: 'retry', afterMs: null, why: 'busy' }, 3)
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('2m')
  expect(night.providers.calls).toBe(4)
  expect(arrived()).toEqual(['last/push page 52'])
})

test('a last resort that cannot be reached does not end it: the first of every ladder are woken', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil(
    organisation({
      policies: [policy('standard', [rung(5, 'ben'), rung(5, 'ann')]), policy('other', [rung(5, 'cat', 'ben')])],
      services: [service('checkout', 'standard'), service('orders', 'other')],
    }),
  )
  night.providers.answerFor('last/push', { type: 'never', why: 'there is no such topic' })
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('1m')
  expect(arrived()).toEqual([expect.stringMatching(/^(ben|cat)\/push page 4[24]/), expect.stringMatching(/^(ben|cat)\/push page 4[24]/)])
})

test('when every way fails it says loudly that nobody could be reached, and goes on trying with the next round', async () => {
  const { night, said, startWatchdog, watch } = await vigil()
  night.providers.answerFor('ntfy', { type: 'never', why: 'there is no such topic' })
  night.providers.answerFor('webhook', { type: 'never', why: 'there is nobody' })
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('1m')
  expect(said.filter((line) => /NOBODY of My organisation could be reached/.test(line))).toHaveLength(1)
  expect(said.join('\n')).toMatch(/Last cannot be reached in one way: there is no such topic/)
  const calls = night.providers.calls
  expect(calls).toBe(3)
  await watch('10m')
  expect(night.providers.calls).toBe(2 * calls)
})

test('a rota that cannot be read keeps nobody asleep but those it alone names', async () => {
  const both = { ...daily, catchAll: { targets: [{ schedule: 'primary' }, { person: 'last' }] } }
  const { night, said, startWatchdog, watch, arrived } = await vigil(both)
  const { db } = night.node.world
  await db.query(`update schedules set definition = definition - 'layers'`)
  await db.query('update orgs set config_version = config_version + 1')
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('1m')
  expect(arrived()).toEqual(['last/push page 42'])
  expect(said.join('\n')).toMatch(/A rota of My organisation could not be read/)
})

test('a key and a list that come late wake people as soon as they are there', async () => {
  const { night, folder, said, startWatchdog, watch, arrived } = await vigil()
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  let mounted: Secrets | null = null
  startWatchdog({ secrets: () => mounted })
  await watch('1m')
  expect(arrived()).toEqual([])
  expect(said.join('\n')).toMatch(/NOBODY IS WOKEN/)
  expect(readFileSync(path.join(folder, 'snapshot.json'), 'utf8')).toContain('last/push')
  mounted = key
  await watch('4s')
  expect(arrived()).toEqual(['last/push page 72'])
})

test('every organisation’s own people are woken', async () => {
  const { night, startWatchdog, watch, arrived } = await vigil()
  await addOrganisation(night.node, 'neighbour', {
    people: [person('zoe')],
    policies: [policy('theirs', [rung(5, 'zoe')])],
    services: [service('their-shop', 'theirs', { integrations: [] })],
  })
  startWatchdog()
  await watch('10s')
  await night.node.app.close()
  await watch('1m')
  expect(arrived().toSorted()).toEqual(['last/push page 42', 'zoe/push page 42'])
  const of = (to: string) => night.providers.arrived.find((one) => one.to === to)?.message.body
  expect(of('zoe/push')).toMatch(/woke you for neighbour/)
})

test('a watchdog that has never seen the server says so, keeps trying, and is ready once it has', async () => {
  const { night, url, said, startWatchdog, watch, arrived } = await vigil()
  await night.node.app.close()
  startWatchdog()
  await watch('2m')
  expect(night.providers.calls).toBe(0)
  expect(said.filter((line) => /NOBODY IS WOKEN/.test(line))).toHaveLength(1)
  const node = await reopened(night, url)
  await watch('20s')
  await node.app.close()
  await watch('1m')
  expect(arrived()).toEqual([expect.stringMatching(/^last\/push page/)])
})

test.each([
  ['no key', null, /There is no key yet/],
  ['another key', createSecrets(Buffer.alloc(32, 8)), /give it the same MUSTER_SECRET as the server/],
] as const)('a watchdog with %s is told what to do, at once and without a line for every look', async (_what, secrets, says) => {
  const { said, startWatchdog, watch } = await vigil()
  startWatchdog({ secrets: () => secrets })
  await watch('1m')
  expect(said.filter((line) => says.test(line))).toHaveLength(1)
})
