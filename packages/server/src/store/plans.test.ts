// Nothing in the hot path grows with history: every statement of a page's life is run on a database with years behind it, and its plan is read.
import { CHANNELS, MINUTE, SECOND } from '@muster/core/vocabulary.ts'
import { aSubscription } from '@muster/testkit/night/api-calls.ts'
import { fillHistory } from '@muster/testkit/night/long-history.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { PUBLIC_URL, TOKEN } from '@muster/testkit/night/node.ts'
import { keyOf, organisation, policy, rung, service } from '@muster/testkit/night/organisation.ts'
import { watchPlans, type Read, type Watched } from '@muster/testkit/night/plans.ts'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createApp } from '../http/app.ts'
import { drain } from '../jobs/engine.ts'
import { nextTimerAt } from '../jobs/timers/fire-timers.ts'
import { upkeep } from '../jobs/upkeep/upkeep.ts'
import type { World } from '../world.ts'
import { createConfigs } from './org-config.ts'
import { nextDeliveryAt } from './outbox.ts'

/** Grows for ever: never read from end to end. Queues grow and shrink: what counts is how much of one is read. */
const HISTORY = ['signals', 'alerts', 'incidents', 'log_entries', 'pages', 'deliveries', 'changes', 'silences', 'audit']
/** Configuration is small, and read whole. */
const SMALL = [
  'orgs',
  'users',
  'contacts',
  'contact_proofs',
  'members',
  'schedules',
  'policies',
  'services',
  'integrations',
  'installation',
  'migrations',
]
/** A prepared statement gets its plan for any values after five runs: both kinds must be good. */
const RUNS = 8
const STORM = 1200
/** Signals decided in one transaction. */
const BATCH = 500

const ladders = [policy('standard', [rung(5, 'ann'), rung(5, 'ben')]), policy('other', [rung(5, 'cat')])]

const services = [service('checkout', 'standard'), service('orders', 'standard', { grouping: { by: 'key' } })]

/** The look-ups of the hot path, each by words of its statement. */
const LOOK_UPS: Record<string, RegExp> = {
  'services that wait': /from inbox order by service_id limit 1/,
  'the queue of a service': /from inbox where service_id = /,
  'the latest alert of a key': /from alerts a where a\.integration_id = k\.integration_id/,
  'the youngest incident of a group': /from incidents i where i\.service_id = \$1 and i\.group_key/,
  'incidents under lock': /from incidents where id = any\(\$1\) order by id for no key update/,
  'their live pages': /from pages where incident_id = any\(\$1\)/,
  'deliveries that are due': /with recursive o\(org_id\)/,
  'the next delivery of a channel': /from deliveries where status = 'pending' and channel = \$1/,
  'pages that travel together': /set status = 'bundled'/,
  'pages that wait for a window': /update deliveries d set due_at = l\.value/,
  'deliveries to cancel': /set status = 'cancelled'/,
  'whom to tell': /jsonb_to_recordset\(\$1\) as n/,
  'timers that are due': /from timers where due_at <= \$1/,
  'an integration by its key': /from integrations where key_hash = /,
  'a caller by its token': /from tokens where hash = /,
  'an incident by its number': /from incidents where org_id = .* and number = /,
  'a page of a log': /from log_entries where incident_id = /,
  'the delivery behind an answer page': /from deliveries d left join pages p/,
}

/** The look-ups of the first screens. */
const SCREENS: Record<string, RegExp> = {
  'the browsers of a person': /from contacts c join browsers b .* c\.user_id = \$2/,
  'whose browser it is': /from contacts c join browsers b .* c\.address = \$2/,
  'open incidents by impact': /order by severity, opened_at limit/,
  'incidents of the last day': /from incidents where org_id = \$1 and opened_at >= \$2/,
  'pages of the last day': /accepted_at is not null and accepted_at >= /,
  'the last one resolved': /resolved_at is not null order by resolved_at desc/,
  'what a ladder is drawn from': /from log_entries where incident_id = \$1 and type in/,
  'who answered without a page': /cross join lateral \( select incident_id, at, body from log_entries/,
  'the messages of an incident': /from deliveries d join contacts c/,
  'open alerts': /from \(select \* from alerts where org_id = \$1 and status = 'open'/,
  'alerts of any status': /from \(select \* from alerts where org_id = \$1 and true/,
  'the signals of an alert': /from signals where alert_id = /,
  'the worst of what is open at services': /select severity from incidents where service_id = s\.id/,
  'what is open at a service': /from incidents where service_id = \$1 and status <> 'resolved' order by severity/,
  'which services are silenced': /select service_id from silences/,
  'silences around a service': /from silences .* and \(service_id = \$3/,
  'the last signals of a key': /from signals where integration_id = /,
  'what waits of a key': /from inbox where service_id = \$1 order by id desc/,
  'what of a key is in quarantine': /from quarantine where integration_id = \$1 order by/,
}

/** The look-ups of people. */
const PEOPLE: Record<string, RegExp> = {
  'contacts with what is known of them': /from contacts c left join contact_proofs p/,
  'whose a person’s contacts are': /from users u join orgs o on o\.id = u\.org_id/,
}

/** Every statement that was watched below. */
const statements = new Set<string>()

let night: Night
let watched: Watched
let world: World
let app: FastifyInstance

beforeAll(async () => {
  night = await startNight(inject('cluster'), { organisation: organisation({ services }) })
  await upkeep(night.node.world, { days: 90 })
  await fillHistory(night.database.connection)
  watched = await watchPlans(night.database.connection)
  world = { ...night.node.world, db: watched.db, configs: createConfigs() }
  app = createApp({ world, version: '0.0.0', startedAt: world.clock.now(), tls: null, oidc: null, phones: null, isTaking: () => true })
  await app.ready()
}, 120_000)
afterAll(async () => {
  await app.close()
  await watched.db.close()
  await night.close()
})

/** Scans of whole tables, and statements that read more rows than they have any use for. */
function tooMuch(reads: readonly Read[], most: number): string[] {
  const growing = reads.filter(({ table }) => !SMALL.includes(table))
  const bad = growing.filter(({ table, how, rows }) => rows > most || (how === 'Seq Scan' && HISTORY.includes(table)))
  return [...new Set(bad.map(({ table, how, rows, statement }) => `${how} of ${table}, ${rows} rows: ${statement}`))]
}

async function during(work: () => Promise<unknown>): Promise<Read[]> {
  const reads = await watched.during(work)
  for (const { statement } of reads) statements.add(statement)
  return reads
}

const often = (work: (run: number) => Promise<unknown>): Promise<Read[]> =>
  during(async () => {
    for (let run = 0; run < RUNS; run += 1) await work(run)
  })

async function send(action: 'trigger' | 'resolve', key: string, where = 'checkout'): Promise<void> {
  const payload = { summary: `${key} is down`, source: 'probe', severity: 'critical' }
  const event = { routing_key: keyOf(where), event_action: action, dedup_key: key, payload }
  const { statusCode } = await app.inject({ method: 'POST', url: '/v2/enqueue', payload: JSON.stringify(event) })
  expect(statusCode).toBe(202)
}

async function ask(path: string, body?: object): Promise<{ items: unknown[] }> {
  const response = await app.inject({
    method: body === undefined ? 'GET' : 'POST',
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  })
  expect(response.statusCode, response.payload).toBeLessThan(300)
  return JSON.parse(response.payload) as { items: unknown[] }
}

const pass = async (ms: number) => {
  night.clock.set(night.clock.now() + ms)
  await drain(world)
  for (const channel of CHANNELS) await nextDeliveryAt(world.db, channel)
  await nextTimerAt(world)
}

const lastLink = () => (night.providers.arrived.findLast(({ message }) => message.url !== null)?.message.url ?? '').replace(PUBLIC_URL, '')

const tables = (reads: readonly Read[]) => [...new Set(reads.map(({ table }) => table))]

test('taking a signal, deciding it and waking a person reads no history', async () => {
  const reads = await often(async (run) => {
    await send('trigger', `k${run}`)
    await pass(6 * MINUTE)
  })
  expect(tables(reads)).toEqual(expect.arrayContaining(['inbox', 'alerts', 'incidents', 'pages', 'timers', 'deliveries']))
  expect(tooMuch(reads, 40)).toEqual([])
})

test('a key that fired ten thousand times before costs what a new one costs', async () => {
  const reads = await often(async () => {
    await send('trigger', 'k1')
    await pass(SECOND)
    await send('resolve', 'k1')
    await pass(SECOND)
  })
  expect(tooMuch(reads, 40)).toEqual([])
})

test('opening the answer page, and answering on it, reads no history', async () => {
  const reads = await often(async (run) => {
    await send('trigger', `a${run}`)
    await pass(6 * MINUTE)
    await app.inject({ method: 'GET', url: lastLink() })
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const { statusCode } = await app.inject({ method: 'POST', url: lastLink(), headers: form, payload: 'action=acknowledge' })
    expect(statusCode).toBe(303)
    await pass(SECOND)
  })
  expect(tooMuch(reads, 40)).toEqual([])
})

test('whatever a responder asks for or does reads what it shows, and no history', async () => {
  const { number } = (await ask('/incidents?status=open')).items[0] as { number: number }
  const reads = await often(async () => {
    expect((await ask('/incidents?status=open&limit=20')).items.length).toBeGreaterThan(0)
    await ask('/incidents?status=resolved&limit=20')
    await ask('/incidents?limit=20')
    await ask('/incidents?limit=20&service=checkout')
    await ask(`/incidents/${number}`)
    await ask(`/incidents/${number}/log?limit=20`)
    await ask(`/incidents/${number}/alerts?limit=20`)
    await ask(`/incidents/${number}/why/ann`)
    await ask('/changes?limit=20')
    await ask('/silences')
    await ask('/status')
    await ask(`/incidents/${number}/escalate`, {})
    await ask(`/incidents/${number}/snooze`, { minutes: 30 })
    await pass(SECOND)
  })
  // The status says "1000 or more in quarantine" without counting them.
  expect(
    tooMuch(
      reads.filter(({ table }) => table !== 'quarantine'),
      100,
    ),
  ).toEqual([])
  expect(tooMuch(reads, 1000)).toEqual([])
})

test('the first screen, an incident and its messages read what they show, and no history', async () => {
  await send('trigger', 'shown')
  await pass(6 * MINUTE)
  const warning = {
    routing_key: keyOf('orders'),
    event_action: 'trigger',
    dedup_key: 'w1',
    payload: { summary: 'low', source: 's', severity: 'warning' },
  }
  await app.inject({ method: 'POST', url: '/v2/enqueue', payload: JSON.stringify(warning) })
  await pass(SECOND)
  const [quiet] = (await ask('/incidents?status=open&service=orders')).items as { number: number }[]
  await ask(`/incidents/${quiet?.number}/acknowledge`, {})
  const { number } = (await ask('/incidents?status=open&service=checkout')).items[0] as { number: number }
  const [alert] = (await ask(`/incidents/${number}/alerts?limit=1`)).items as { id: string }[]
  const reads = await often(async () => {
    await ask('/now')
    await ask(`/incidents/${number}`)
    await ask(`/incidents/${number}/deliveries?limit=20`)
    await ask(`/incidents/${number}/say`, { kind: 'did', text: 'restarted it' })
    await ask('/alerts?status=open&limit=20')
    await ask('/alerts?limit=20')
    await ask(`/alerts/${alert?.id}`)
  })
  expect(tooMuch(reads, 210)).toEqual([])
})

test('services, one of them, and what became of the signals of a key read what they show, and no history', async () => {
  await send('trigger', 'faring')
  await pass(SECOND)
  const reads = await often(async (run) => {
    await send('trigger', `waits${run}`)
    await ask('/services?limit=20')
    await ask('/services/checkout')
    await ask('/integrations')
    // The history hangs on one of the two keys; which one, their ids decide.
    for (const key of ['pagerduty', 'alertmanager']) {
      const { signals } = (await ask(`/integrations/checkout/${key}`)) as unknown as { signals: unknown[] }
      expect(signals.length).toBeLessThanOrEqual(50)
    }
    await ask('/integrations/checkout/alertmanager/test', {})
    await ask('/integrations/checkout/alertmanager/rotate-key', {})
  })
  expect(tooMuch(reads, 210)).toEqual([])
})

test('people, one of them, what would be and who would be woken are read from the configuration alone', async () => {
  const ladder = { slug: 'draft', name: 'Draft', rungs: [rung(5, 'ann')] }
  const reads = await often(async (run) => {
    await ask('/people?limit=20')
    await ask('/people/ann')
    await ask('/people/ann/contacts/push/test', {})
    await ask('/policies/preview', { policy: ladder })
    await ask('/config/edit', { put: { people: [{ slug: 'newcomer', name: `Newcomer ${run}` }] } })
  })
  expect(tables(reads)).toEqual(expect.arrayContaining(['contact_proofs']))
  expect(reads.filter(({ table }) => HISTORY.includes(table))).toEqual([])
})

test('a browser that is switched on, looked at and switched off again reads what is that person’s', async () => {
  const reads = await often(async (run) => {
    const endpoint = `${aSubscription.endpoint}${run}`
    await ask('/people/ann/browsers', { ...aSubscription, endpoint, name: 'Chrome' })
    await ask('/people/ann/browsers')
    await ask('/people/ann/browsers/remove', { endpoint })
  })
  expect(tooMuch(reads, 60)).toEqual([])
})

test('a search for what no alert says looks through five thousand, twice at most, and says how far it came', async () => {
  const reads = await during(async () => {
    const found = (await ask('/alerts?q=nothing+says+this&limit=20')) as {
      items: unknown[]
      next: string | null
      searchedTo: string | null
    }
    expect(found).toMatchObject({ items: [], next: expect.any(String), searchedTo: expect.any(String) })
  })
  expect(tooMuch(reads, 5000)).toEqual([])
})

test('whether the engine keeps up is told from a handful of rows, however much waits', async () => {
  const reads = await often(() => app.inject({ method: 'GET', url: '/readyz' }))
  expect(tooMuch(reads, 5)).toEqual([])
})

test('a write under an idempotency key looks for that key only', async () => {
  const { number } = (await ask('/incidents?status=open')).items[0] as { number: number }
  const reads = await often((run) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/incidents/${number}/snooze`,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'idempotency-key': `once-${run}` },
      payload: '{"minutes":5}',
    }),
  )
  expect(tables(reads)).toContain('idempotency')
  expect(tooMuch(reads, 60)).toEqual([])
})

test('a silence that begins, holds and ends reads no history', async () => {
  const reads = await often(async (run) => {
    await ask('/silences', { service: 'checkout', minutes: 5, reason: 'work' })
    await send('trigger', `s${run}`)
    await pass(6 * MINUTE)
  })
  expect(tooMuch(reads, 60)).toEqual([])
})

test('a change of configuration that moves a service to another ladder reads no history', async () => {
  const reads = await often(async (run) => {
    await ask(
      '/config',
      organisation({ services: [service('checkout', run % 2 === 0 ? 'other' : 'standard'), ...services.slice(1)], policies: ladders }),
    )
  })
  expect(tooMuch(reads, 100)).toEqual([])
})

test.each(['checkout', 'orders'])(
  'a storm at %s is read in proportion to itself: the queue once, and every statement no more than what came',
  async (where) => {
    const reads = await during(async () => {
      await Promise.all(Array.from({ length: STORM }, (_, run) => send('trigger', `storm${run}`, where)))
      await pass(SECOND)
      await pass(6 * MINUTE)
    })
    expect(tooMuch(reads, 4 * STORM)).toEqual([])
    expect(
      tooMuch(
        reads.filter(({ table }) => table === 'inbox'),
        BATCH,
      ),
    ).toEqual([])
    expect(reads.filter(({ table }) => !SMALL.includes(table)).reduce((sum, { rows }) => sum + rows, 0)).toBeLessThan(60 * STORM)
  },
)

test('every look-up of the hot path was among what the tests above have watched', () => {
  const missed = Object.entries({ ...LOOK_UPS, ...PEOPLE, ...SCREENS }).filter(
    ([, words]) => ![...statements].some((statement) => words.test(statement)),
  )
  expect(missed.map(([name]) => name)).toEqual([])
})
