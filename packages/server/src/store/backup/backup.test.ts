// A backup put back is the same database: every row, the chain of the log, and the pages that were under way.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { MINUTE, SECOND, type IncidentId } from '@muster/core/vocabulary.ts'
import { busyNight } from '@muster/testkit/night/busy-night.ts'
import { emptyDatabase } from '@muster/testkit/night/empty-database.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { startNode } from '@muster/testkit/night/node.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { drain } from '../../jobs/engine.ts'
import { openDb, type Connection } from '../db.ts'
import { verifyLog } from '../log.ts'
import { migrate } from '../migrate.ts'
import { everyRow, temporaryFolder } from './fixture.ts'
import { checkBackup, restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const folder = temporaryFolder()
const file = folder.file('night.backup')
let night: Night

beforeAll(async () => {
  night = await busyNight(inject('cluster'))
  await writeBackup({ connection: night.database.connection, file, productVersion: '0.1.0' })
})
afterAll(async () => {
  await night.close()
  folder.remove()
})

async function emptyPlace(): Promise<Connection> {
  const { connection, drop } = await emptyDatabase(inject('cluster'))
  onTestFinished(drop)
  return connection
}

async function restoredPlace(from = file): Promise<Connection> {
  const connection = await emptyPlace()
  await restoreBackup(connection, await checkBackup(from))
  return connection
}

test('every row of every table comes back as it was', async () => {
  const before = await everyRow(night.database.connection)
  expect(
    Object.entries(before)
      .filter(([name, rows]) => rows.length === 0 && !/^signals_\d+$/.test(name))
      .map(([name]) => name),
  ).toEqual(['signals_default'])
  expect(await everyRow(await restoredPlace())).toEqual(before)
})

test('a backup of the restored database says the same', async () => {
  const again = folder.file('again.backup')
  await writeBackup({ connection: await restoredPlace(), file: again, productVersion: '0.1.0' })
  const said = (name: string) =>
    gunzipSync(readFileSync(name))
      .toString('utf8')
      .replace(/"takenAt":[\d.]+/, '')
  const withoutSum = (text: string) => text.slice(0, text.lastIndexOf('{"sha256"'))
  expect(withoutSum(said(again))).toBe(withoutSum(said(file)))
})

test('the restored log is the chain it was', async () => {
  const db = openDb(await restoredPlace())
  onTestFinished(db.close)
  const verdicts = await db.engine(async (tx) => {
    const { rows } = await tx.query<{ id: IncidentId }>('select id from incidents')
    return Promise.all(rows.map(({ id }) => verifyLog(tx, id)))
  })
  expect(verdicts.length).toBeGreaterThan(1)
  expect(verdicts.filter(({ ok }) => !ok)).toEqual([])
})

test('numbers given to new rows go on where they were', async () => {
  const connection = await restoredPlace()
  const highest = async (place: Connection) => (await ask<{ at: number }>(place, `select last_value::int as at from inbox_id_seq`))[0]?.at
  expect(await highest(connection)).toBe(await highest(night.database.connection))
  const [row] = await ask<{ id: number }>(
    connection,
    `insert into inbox (org_id, service_id, integration_id, signal_id, received_at, signal)
     select org_id, service_id, integration_id, 'next', 1, '{}' from inbox limit 1 returning id::int`,
  )
  expect(row?.id).toBe(Number(await highest(night.database.connection)) + 1)
})

test('the restored database is as closed between organisations as a new one', async () => {
  const policies = (place: Connection) =>
    ask(place, 'select tablename, policyname, roles::text, qual, with_check from pg_policies order by 1, 2')
  const rights = (place: Connection) =>
    ask(place, `select relname, relrowsecurity, relacl::text from pg_class where relnamespace = 'public'::regnamespace order by 1`)
  const connection = await restoredPlace()
  expect(await policies(connection)).toEqual(await policies(night.database.connection))
  expect(await rights(connection)).toEqual(await rights(night.database.connection))
})

test('a page under way goes on climbing after the restore', async () => {
  const tonight = await startNight(inject('cluster'))
  onTestFinished(tonight.close)
  await tonight.alert('checkout is down')
  await tonight.phone('ann').rings({ via: 'push' })
  const moving = folder.file('moving.backup')
  await writeBackup({ connection: tonight.database.connection, file: moving, productVersion: '0.1.0' })

  const { clock, providers } = tonight
  const node = await startNode({ connection: await restoredPlace(moving), clock, providers, name: 'restored' })
  onTestFinished(node.close)
  const pass = async (time: number) => {
    for (let left = time; left > 0; left -= 10 * SECOND) {
      clock.set(clock.now() + 10 * SECOND)
      await drain(node.world)
    }
  }
  const arrived = () => providers.arrived.map(({ to, node: by }) => `${by}: ${to}`)
  await pass(3 * MINUTE)
  expect(arrived()).toEqual(['first: ann/push', 'restored: ann/voice'])
  await pass(2 * MINUTE)
  expect(arrived()).toEqual(['first: ann/push', 'restored: ann/voice', 'restored: ben/push'])
})

test('a signal that was accepted and not yet decided still pages', async () => {
  const tonight = await startNight(inject('cluster'))
  onTestFinished(tonight.close)
  await tonight.signal('trigger', 'checkout is down')
  const waiting = folder.file('waiting.backup')
  await writeBackup({ connection: tonight.database.connection, file: waiting, productVersion: '0.1.0' })
  const { clock, providers } = tonight
  const node = await startNode({ connection: await restoredPlace(waiting), clock, providers, name: 'restored' })
  onTestFinished(node.close)
  await drain(node.world)
  expect(providers.arrived.map(({ to }) => to)).toEqual(['ann/push'])
})

test('a backup is of one moment, whatever is written meanwhile', async () => {
  const { connection, drop } = await emptyDatabase(inject('cluster'))
  onTestFinished(drop)
  await restoreBackup(connection, await checkBackup(file))
  await ask(connection, 'update orgs set created_at = 0; update policies set repeat = 0')
  // Something to take its time over, between the two tables that are written together.
  await ask(
    connection,
    `insert into signals (org_id, id, integration_id, received_at, decided_at, outcome, signal)
     select 'o', n::text, 'i', n, n, 'x', jsonb_build_object('summary', repeat(md5(n::text), 20)) from generate_series(1, 30000) n`,
  )
  const taken = folder.file('storm.backup')
  let isWritten = false
  const writing = writeBackup({ connection, file: taken, productVersion: '0.1.0' }).finally(() => (isWritten = true))
  for (let n = 1; !isWritten; n += 1)
    await ask(connection, `begin; update orgs set created_at = ${n}; update policies set repeat = ${n}; commit`)
  await writing
  const restored = await restoredPlace(taken)
  expect(await ask(restored, 'select distinct created_at = repeat as agree from orgs, policies')).toEqual([{ agree: true }])
  // They come back in more than one portion.
  expect(await ask(restored, `select count(*)::int as signals from signals where org_id = 'o'`)).toEqual([{ signals: 30_000 }])
})

test('a database whose owner is no superuser is backed up whole, and restored', async () => {
  const cluster = inject('cluster')
  const { connection, drop } = await emptyDatabase(cluster)
  const owner = `owner_${connection.database}`
  await ask(
    connection,
    `create role ${owner} login; grant muster_app, muster_engine to ${owner}; alter database ${connection.database} owner to ${owner}`,
  )
  onTestFinished(async () => {
    await drop()
    await ask(cluster, `drop role ${owner}`)
  })
  const asOwner = { ...connection, user: owner }
  await migrate(asOwner)
  await restoreBackup(asOwner, await checkBackup(file))
  const again = folder.file('owner.backup')
  await writeBackup({ connection: asOwner, file: again, productVersion: '0.1.0' })
  await restoreBackup(asOwner, await checkBackup(again))
  expect(await everyRow(asOwner)).toEqual(await everyRow(night.database.connection))
})

test('somebody from whom policies hide rows gets no backup, instead of half of one', async () => {
  const { connection } = night.database
  const reader = `reader_${connection.database}`
  await ask(
    connection,
    `create role ${reader} login; grant select on all tables in schema public to ${reader}; grant select on sequence inbox_id_seq to ${reader}`,
  )
  onTestFinished(() => ask(connection, `drop owned by ${reader}; drop role ${reader}`).then(() => undefined))
  const half = folder.file('half.backup')
  await expect(writeBackup({ connection: { ...connection, user: reader }, file: half, productVersion: '0.1.0' })).rejects.toThrow(
    /row-level security/,
  )
  expect(() => statSync(half)).toThrow(/ENOENT/)
})

test('a backup that breaks off leaves no file, and the one before as it was', async () => {
  const target = folder.file('kept.backup')
  writeFileSync(target, 'the one before')
  const { connection } = night.database
  let failed = false
  const writing = writeBackup({ connection, file: target, productVersion: '0.1.0' }).finally(() => (failed = true))
  const killing = (async () => {
    while (!failed)
      await ask(
        connection,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster backup' and datname = current_database()`,
      )
  })()
  await expect(writing).rejects.toThrow(/terminat|connection/i)
  await killing
  expect(readFileSync(target, 'utf8')).toBe('the one before')
  expect(readdirSync(path.dirname(target)).filter((name) => name.includes('.part-'))).toEqual([])
})

test('a backup is for its owner alone to read', () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a name that is a folder is refused before anything is written', async () => {
  const target = path.dirname(file)
  await expect(writeBackup({ connection: night.database.connection, file: target, productVersion: '0.1.0' })).rejects.toThrow(/is no file/)
})

test('a database that is not of Muster is not backed up', async () => {
  const target = folder.file('nothing.backup')
  await expect(writeBackup({ connection: await emptyPlace(), file: target, productVersion: '0.1.0' })).rejects.toThrow(/nothing to back up/)
})

async function ask<R extends object>(connection: Connection, text: string): Promise<R[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const result = await client.query(text)
    return (Array.isArray(result) ? [] : result.rows) as R[]
  } finally {
    await client.end()
  }
}
