// Migrations: once each whoever starts first, wholly or not at all, and never in the way of a node that is paging.
import { setTimeout as sleep } from 'node:timers/promises'
import { emptyDatabase } from '@muster/testkit/night/empty-database.ts'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { Connection } from './db.ts'
import { assertSupported, knownMigrations, migrate } from './migrate.ts'

async function emptyPlace(): Promise<{ connection: Connection; client: pg.Client }> {
  const { connection, drop } = await emptyDatabase(inject('cluster'))
  const client = new pg.Client(connection as pg.ClientConfig)
  await client.connect()
  onTestFinished(async () => {
    await client.end()
    await drop()
  })
  return { connection, client }
}

async function tables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
  )
  return rows.map(({ name }) => name)
}

test('nodes that start at once on a new database apply each migration once', async () => {
  const { connection, client } = await emptyPlace()
  const told = await Promise.all([migrate(connection), migrate(connection), migrate(connection)])
  expect(told.flatMap(({ applied }) => applied)).toEqual(knownMigrations())
  expect((await client.query('select name from migrations order by name')).rows.map((row: { name: string }) => row.name)).toEqual(
    knownMigrations(),
  )
})

test('a database that has them all is left as it is', async () => {
  const { connection } = await emptyPlace()
  await migrate(connection)
  expect(await migrate(connection)).toEqual({ applied: [] })
})

test('a migration that fails is named and rolled back whole, and can be tried again when its cause is gone', async () => {
  const { connection, client } = await emptyPlace()
  // In the way of the last table of the first migration.
  await client.query('create table installation ()')
  await expect(migrate(connection)).rejects.toThrow(
    /^Migration 0001-initial\.sql failed and was rolled back: .*"installation" already exists/,
  )
  expect(await tables(client)).toEqual(['installation', 'migrations'])
  expect((await client.query('select from migrations')).rowCount).toBe(0)
  await client.query('drop table installation')
  expect(await migrate(connection)).toEqual({ applied: knownMigrations() })
})

test('a migration that cannot have its table gives way instead of holding up those behind it, and comes again', async () => {
  const { connection, client } = await emptyPlace()
  await client.query('create table migrations (name text primary key)')
  // A long reader, such as a backup: what waits for it here must not wait for ever.
  await client.query('begin')
  await client.query('lock table migrations in share mode')
  const migrating = migrate(connection)
  const watcher = new pg.Client(connection as pg.ClientConfig)
  await watcher.connect()
  onTestFinished(() => watcher.end())
  const sessions = async () =>
    (
      await watcher.query<{ waits: boolean }>(
        `select coalesce(wait_event_type, '') = 'Lock' as waits from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle in transaction'`,
      )
    ).rows.map(({ waits }) => waits)
  const becomes = async (waits: boolean) => {
    while (!(await sessions()).includes(waits)) await sleep(20)
  }
  await becomes(true)
  await becomes(false)
  await client.query('commit')
  expect(await migrating).toEqual({ applied: knownMigrations() })
})

test('a PostgreSQL older than 15 is refused, with its version and what to do', () => {
  expect(() => assertSupported(140_013)).toThrow('PostgreSQL 15 or newer is needed; this server is 14. Upgrade it, or unset DATABASE_URL')
  expect(() => assertSupported(90_624)).toThrow('this server is 9.')
  expect(() => assertSupported(Number.NaN)).toThrow()
  expect(() => assertSupported(150_000)).not.toThrow()
})
