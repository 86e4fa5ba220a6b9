// Forward-only migrations, each in its own transaction, once, whoever starts first; safe while an older node still runs.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { Connection } from './db.ts'

const folder = path.join(import.meta.dirname, 'migrations')
// Any number; the same for every node, so that two nodes starting together take turns.
const MIGRATION_LOCK = 7_274_031

export async function migrate(connection: Connection, only: (name: string) => boolean = () => true): Promise<{ applied: string[] }> {
  const client = new pg.Client(connection as pg.ClientConfig)
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await assertVersion(client)
    await ensureRoles(client)
    await client.query('create table if not exists migrations (name text primary key)')
    await client.query('grant select on migrations to muster_app, muster_engine')
    const done = new Set((await client.query<{ name: string }>('select name from migrations')).rows.map((row) => row.name))
    const due = readdirSync(folder)
      .filter((name) => name.endsWith('.sql') && !done.has(name) && only(name))
      .toSorted()
    for (const name of due) await apply(client, name)
    return { applied: due }
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, name: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(readFileSync(path.join(folder, name), 'utf8'))
    await client.query('insert into migrations (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed and was rolled back: ${String(error)}`, { cause: error })
  }
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ v: string }>(`select current_setting('server_version_num') as v`)
  const version = Number(rows[0]?.v ?? 0)
  if (version < 150_000)
    throw new Error(
      `PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}. Upgrade it, or unset DATABASE_URL to use the embedded one.`,
    )
}

/** Roles belong to the whole cluster, so other databases on it may already have made them, or be making them now. */
async function ensureRoles(client: pg.Client): Promise<void> {
  for (const role of ['muster_app', 'muster_engine']) {
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin noinherit; end if;
    exception when duplicate_object or unique_violation then null; end $$`)
    await grantToSelf(client, role)
  }
  await client.query('grant usage on schema public to muster_app, muster_engine')
}

async function grantToSelf(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ member: boolean }>(`select pg_has_role(current_user, $1, 'MEMBER') as member`, [role])
  if (rows[0]?.member !== true) await client.query(`grant ${role} to current_user`)
}
