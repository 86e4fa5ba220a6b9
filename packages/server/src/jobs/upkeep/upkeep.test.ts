// Upkeep: what nobody looks at any more goes, what is under way stays however old it is, and every day has its place ahead of time.
import { DAY, HOUR, type Instant } from '@muster/core/vocabulary.ts'
import { busyNight } from '@muster/testkit/night/busy-night.ts'
import { createTestClock, START, type TestClock } from '@muster/testkit/night/clock.ts'
import { freshDatabase } from '@muster/testkit/night/database.ts'
import pg from 'pg'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { everyRow } from '../../store/backup/fixture.ts'
import { openDb, type Connection, type Db } from '../../store/db.ts'
import { upkeep } from './upkeep.ts'

let connection: Connection
let db: Db
let clock: TestClock
let owner: pg.Client

beforeEach(async () => {
  const database = await freshDatabase(inject('cluster'))
  connection = database.connection
  clock = createTestClock()
  db = openDb(connection)
  owner = new pg.Client(connection as pg.ClientConfig)
  await owner.connect()
  await owner.query(`insert into orgs (id, slug, name, created_at) values ('o', 'o', 'O', 0)`)
  return async () => {
    await owner.end()
    await db.close()
    await database.drop()
  }
})

const keep = (days: number) => upkeep({ db, clock }, { days })
const column = async (text: string) => (await owner.query<{ it: unknown }>(text)).rows.map(({ it }) => it)
const partitions = () =>
  column(`select relname::text as it from pg_class where relispartition and relkind = 'r' and relname <> 'signals_default' order by 1`)
const signalsLeft = () => column('select id as it from signals order by received_at, id')

async function signal(id: string, at: Instant): Promise<void> {
  await owner.query(
    `insert into signals (org_id, id, integration_id, received_at, decided_at, outcome, signal) values ('o', $1, 'i', $2, $2, 'opened', '{}')`,
    [id, at],
  )
}

const midnight = Math.floor(START / DAY) * DAY

test('today and the seven days ahead have their partitions before a signal needs one', async () => {
  await keep(90)
  const week = ['02', '03', '04', '05', '06', '07', '08', '09'].map((day) => `signals_202603${day}`)
  expect(await partitions()).toEqual(week)
  clock.set(START + DAY)
  await keep(90)
  expect(await partitions()).toEqual([...week, 'signals_20260310'])
})

test('a signal lies in the partition of its day, to the millisecond', async () => {
  await keep(90)
  await signal('last of today', midnight + DAY - 1)
  await signal('first of tomorrow', midnight + DAY)
  expect(await column(`select id || ' in ' || tableoid::regclass as it from signals order by received_at`)).toEqual([
    'last of today in signals_20260302',
    'first of tomorrow in signals_20260303',
  ])
})

test('a day beyond the retention goes with its signals, and the days within it stay whole', async () => {
  await keep(2)
  await signal('first', midnight)
  await signal('second', midnight + DAY)
  clock.set(midnight + 3 * DAY - 1)
  await keep(2)
  expect(await signalsLeft()).toEqual(['first', 'second'])
  clock.set(midnight + 3 * DAY)
  await keep(2)
  expect(await signalsLeft()).toEqual(['second'])
  expect(await partitions()).not.toContain('signals_20260302')
})

test('signals that came before their day had a partition move into it, and stop nothing', async () => {
  await signal('early', START)
  await signal('ahead', START + 3 * DAY)
  await keep(2)
  expect(await column('select tableoid::regclass::text as it from signals order by received_at')).toEqual([
    'signals_20260302',
    'signals_20260305',
  ])
})

test('signals of a day that never had a partition are kept as long as the others, and no longer', async () => {
  await signal('adrift', START - 5 * DAY)
  await keep(5)
  expect(await signalsLeft()).toEqual(['adrift'])
  clock.set(START + 1)
  await keep(5)
  expect(await signalsLeft()).toEqual([])
})

test.each([
  [
    'early_resolves',
    HOUR,
    (at: Instant) => `(org_id, integration_id, dedup_key, sender, received_at) values ('o', 'i', '${at}', 's', ${at})`,
    'received_at',
  ],
  [
    'contact_windows',
    HOUR,
    (at: Instant) => `(org_id, contact_id, service_id, incident_id, free_at) values ('o', 'c', '${at}', 'i', ${at})`,
    'free_at',
  ],
  ['idempotency', DAY, (at: Instant) => `(org_id, key, request_hash, created_at) values ('o', '${at}', '', ${at})`, 'created_at'],
  ['account_attempts', HOUR, (at: Instant) => `(key, count, since) values ('${at}', 1, ${at})`, 'since'],
  [
    'account_verifications',
    DAY,
    (at: Instant) => `values ('${at}', 'i', 'v', to_timestamp(${at}::float8 / 1000), 'epoch', 'epoch')`,
    'extract(epoch from expires_at) * 1000',
  ],
  [
    'changes',
    3 * DAY,
    (at: Instant) => `(org_id, id, service_id, at, received_at, summary, source, links) values ('o', '${at}', 's', 0, ${at}, '', '', '[]')`,
    'received_at',
  ],
])('rows of %s go when they are of no use any more, and not a moment sooner', async (table, age, values, at) => {
  for (const instant of [START - age - 1, START - age, START]) await owner.query(`insert into ${table} ${values(instant)}`)
  await keep(3)
  expect(await column(`select ${at}::float8 as it from ${table} order by 1`)).toEqual([START - age, START])
})

test('ended deliveries go after the retention, however many; those under way never do', async () => {
  await owner.query(`insert into users (org_id, id, slug, name, time_zone) values ('o', 'u', 'u', 'U', 'UTC')`)
  await owner.query(`insert into contacts (org_id, id, user_id, slug, channel, address) values ('o', 'c', 'u', 'c', 'ntfy', 'a')`)
  const add = (status: string, created: Instant, count: number) =>
    owner.query(
      `insert into deliveries (org_id, key, kind, user_id, contact_id, channel, priority, status, due_at, words, created_at)
       select 'o', $1 || ' ' || $2::text || ' ' || n, 'page', 'u', 'c', 'ntfy', 0, $1, 0, '{}', $2::bigint from generate_series(1, $3) n`,
      [status, created, count],
    )
  const ended = ['accepted', 'cancelled', 'failed']
  const underWay = ['bundled', 'leased', 'pending']
  for (const status of [...ended, ...underWay]) for (const at of [START - 3 * DAY - 1, START - 3 * DAY]) await add(status, at, 1)
  await add('accepted', 0, 12_000)
  await keep(3)
  const left = await column(
    `select status || case when created_at < ${START - 3 * DAY} then ' old' else '' end as it from deliveries order by 1`,
  )
  expect(left).toEqual([...ended, ...underWay, ...underWay.map((status) => `${status} old`)].toSorted())
})

test('a year later nothing that is under way, and nothing on the record, has gone', async () => {
  const night = await busyNight(inject('cluster'))
  onTestFinished(night.close)
  const { world } = night.node
  const before = await everyRow(night.database.connection)
  night.clock.set(START + 365 * DAY)
  await upkeep(world, { days: 1 })
  const after = await everyRow(night.database.connection)
  const lasting = Object.keys(before).filter(
    (name) =>
      !/^(signals.*|samples|early_resolves|contact_windows|idempotency|changes|deliveries|account_(sessions|verifications|attempts))$/.test(
        name,
      ),
  )
  expect(lasting).toEqual(expect.arrayContaining(['inbox', 'timers', 'pages', 'incidents', 'alerts', 'log_entries', 'audit', 'quarantine']))
  for (const name of lasting) expect(after[name], name).toEqual(before[name])
  const underWay = (rows: string[] | undefined) => rows?.filter((row) => /,(pending|leased|bundled),/.test(row))
  expect(underWay(after['deliveries'])).toEqual(underWay(before['deliveries']))
  expect(underWay(after['deliveries'])).not.toEqual([])
})

test('a node that finds another at it leaves it to that one', async () => {
  await owner.query('begin')
  await owner.query('select pg_advisory_xact_lock(1837)')
  await keep(90)
  expect(await partitions()).toEqual([])
  await owner.query('commit')
  await keep(90)
  expect(await partitions()).toHaveLength(8)
})

test('nodes that come at once do it once, and none of them fails', async () => {
  const others = [openDb(connection), openDb(connection)]
  onTestFinished(async () => void (await Promise.all(others.map((one) => one.close()))))
  await Promise.all([keep(90), ...others.map((one) => upkeep({ db: one, clock }, { days: 90 }))])
  expect(await partitions()).toHaveLength(8)
})

test('upkeep gives way to a long reader, changes nothing, and succeeds when it comes again', async () => {
  await keep(90)
  clock.set(START + 100 * DAY)
  await owner.query('begin')
  await owner.query('select from signals')
  await expect(keep(90)).rejects.toThrow(/lock timeout/)
  await owner.query('commit')
  expect(await partitions()).toContain('signals_20260302')
  await keep(90)
  expect(await partitions()).toEqual(expect.not.arrayContaining(['signals_20260302']))
})
