// Forward-only migrations, each in its own transaction, once, whoever starts first; safe while an older node still runs.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from './db.ts'

const folder = path.join(import.meta.dirname, 'migrations')
// Any number; the same for every node, so that two nodes starting together take turns.
export const MIGRATION_LOCK = 7_274_031
// A table that is waited for lets nobody else in: rather give way, so that an older node goes on paging, and come again.
const LOCK_WAIT = '2s'
const TRIES = 30
const PAUSE_MS = 1000
const LOCK_NOT_AVAILABLE = '55P03'

type Only = (name: string) => boolean

/** Every migration this version knows, in the order they are applied. */
export function knownMigrations(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
}

export async function migrate(connection: Connection, only: Only = () => true): Promise<{ applied: string[] }> {
  const client = new pg.Client(connection as pg.ClientConfig)
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const due = await dueMigrations(client, only)
    for (const name of due) await applyAlone(client, name)
    return { applied: due }
  } finally {
    await client.end()
  }
}

/** All within the caller's transaction, which undoes them if it fails. The caller has the migration lock. */
export async function migrateWithin(tx: pg.ClientBase, only: Only): Promise<void> {
  for (const name of await dueMigrations(tx, only)) await apply(tx, name)
}

async function dueMigrations(client: pg.ClientBase, only: Only): Promise<string[]> {
  const { rows } = await client.query<{ v: string }>(`select current_setting('server_version_num') as v`)
  assertSupported(Number(rows[0]?.v))
  await ensureRoles(client)
  await client.query('create table if not exists migrations (name text primary key)')
  await client.query('grant select on migrations to muster_app, muster_engine')
  const done = new Set((await client.query<{ name: string }>('select name from migrations')).rows.map((row) => row.name))
  return knownMigrations().filter((name) => !done.has(name) && only(name))
}

async function applyAlone(client: pg.Client, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await client.query('begin')
    try {
      await client.query(`set local lock_timeout = '${LOCK_WAIT}'`)
      await apply(client, name)
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code !== LOCK_NOT_AVAILABLE || tries === TRIES)
        throw new Error(`Migration ${name} failed and was rolled back: ${String(error)}`, { cause: error })
      await sleep(PAUSE_MS)
    }
  }
}

async function apply(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(readFileSync(path.join(folder, name), 'utf8'))
  await client.query('insert into migrations (name) values ($1)', [name])
}

/** Takes `server_version_num`: 150004 is 15.4. */
export function assertSupported(version: number): void {
  if (version >= 150_000) return
  throw new Error(
    `PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}. Upgrade it, or unset DATABASE_URL to use the embedded one.`,
  )
}

/** Roles belong to the whole cluster, so other databases on it may already have made them, or be making them now. */
async function ensureRoles(client: pg.ClientBase): Promise<void> {
  for (const role of ['muster_app', 'muster_engine']) {
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin noinherit; end if;
    exception when duplicate_object or unique_violation then null; end $$`)
    await grantToSelf(client, role)
  }
  await client.query('grant usage on schema public to muster_app, muster_engine')
}

async function grantToSelf(client: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await client.query<{ member: boolean }>(`select pg_has_role(current_user, $1, 'MEMBER') as member`, [role])
  if (rows[0]?.member !== true) await client.query(`grant ${role} to current_user`)
}
