// Puts a backup in place of everything there is: checked from end to end first, then in one transaction, so that a failure changes nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Connection } from '../db.ts'
import { knownMigrations, MIGRATION_LOCK, migrateWithin } from '../migrate.ts'
import { makeDay } from '../partitions.ts'
import { dropEverything, tablesInOrder } from './catalogue.ts'
import type { Header } from './format.ts'
import { openBackup } from './read-backup.ts'
import { inSession } from './session.ts'

export type CheckedBackup = { file: string; header: Header; sum: string }

/** A foreign key is checked when its COPY ends, and until then PostgreSQL remembers every row of it. */
const PORTION_BYTES = 8 * 1024 * 1024
/** Sessions of a server that was just stopped are still ending. */
const LEAVING_MS = 6000

/** Reads the whole file before anybody's data is touched, and refuses what this version cannot bring back. */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  const backup = await openBackup(file)
  try {
    const { header } = backup
    const known = knownMigrations()
    const unknown = header.migrations.filter((name) => !known.includes(name))
    if (unknown.length > 0)
      throw new Error(
        `${file} was written by Muster ${header.productVersion}, which is newer than this one: it has ${unknown.join(', ')}. Restore it with Muster ${header.productVersion} or newer.`,
      )
    for await (const { rows } of backup.sections) for await (const _ of rows);
    return { file, header, sum: backup.sum() }
  } finally {
    await backup.close()
  }
}

export async function restoreBackup(connection: Connection, backup: CheckedBackup): Promise<void> {
  await inSession(connection, async (client) => {
    await assertAlone(client)
    await client.query('begin')
    // A forgotten psql that holds a table is named by the time-out, not waited for.
    await client.query(`set local lock_timeout = '15s'`)
    const tables = await replace(client, backup).catch((error: unknown) => {
      throw new Error(
        `Nothing was changed, because the backup could not be restored: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      )
    })
    await client.query('commit').catch((error: unknown) => {
      throw new Error(`The database went away at the last moment, so it is not known whether the backup is in it. Restore it once more.`, {
        cause: error,
      })
    })
    // Without figures about the new rows, the first queries would read whole tables.
    await client.query(`analyze ${tables.map((name) => pg.escapeIdentifier(name)).join(', ')}`)
  })
}

/** Gives the names of the tables that are there now. */
async function replace(client: pg.Client, { file, header, sum }: CheckedBackup): Promise<string[]> {
  await dropEverything(client)
  await migrateWithin(client, (name) => header.migrations.includes(name))
  for (const day of header.signalDays) await makeDay(client, day)
  await load(client, file, sum)
  for (const { table, column, lastValue, isCalled } of header.sequences) {
    await client.query('select setval(pg_get_serial_sequence($1, $2)::regclass, $3::bigint, $4)', [
      pg.escapeIdentifier(table),
      column,
      lastValue,
      isCalled,
    ])
  }
  await migrateWithin(client, () => true)
  return (await tablesInOrder(client)).map(({ name }) => name)
}

async function load(client: pg.Client, file: string, sum: string): Promise<void> {
  const tables = new Map((await tablesInOrder(client)).map((table) => [table.name, table]))
  const backup = await openBackup(file)
  try {
    for await (const { table, columns, rows } of backup.sections) {
      const found = tables.get(table)
      const strange = found === undefined ? table : columns.find((column) => !found.columns.includes(column))
      if (strange !== undefined) throw new Error(`${file} has rows for ${table}, and this version knows no ${strange}.`)
      await copyIn(client, copyInto(table, columns), rows)
      tables.delete(table)
    }
    if (tables.size > 0) throw new Error(`${file} has nothing for ${[...tables.keys()].join(', ')}, which its version of Muster kept.`)
    if (backup.sum() !== sum) throw new Error(`${file} was changed while it was restored.`)
  } finally {
    await backup.close()
  }
}

async function copyIn(client: pg.Client, statement: string, rows: AsyncGenerator<Buffer>): Promise<void> {
  let left: Buffer | null = null
  let isOver = false
  async function* portion(): AsyncGenerator<Buffer> {
    for (let length = 0; ;) {
      const chunk = left ?? (await rows.next()).value
      left = null
      isOver = chunk === undefined
      if (chunk === undefined) return
      length += chunk.length
      const end: number = length < PORTION_BYTES ? -1 : chunk.lastIndexOf(10)
      yield end === -1 ? chunk : chunk.subarray(0, end + 1)
      if (end === -1) continue
      left = chunk.subarray(end + 1)
      return
    }
  }
  while (!isOver) await pipeline(portion, client.query(copyFrom(statement)))
}

function copyInto(table: string, columns: readonly string[]): string {
  return `copy ${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')}) from stdin`
}

type Session = { who: string; sessions: string }

/** Takes the migration lock, so that no server starts meanwhile, and refuses while one is there. */
async function assertAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [MIGRATION_LOCK])
  if (rows[0]?.mine !== true) throw new Error('Another Muster is starting on this database, or restoring it. Stop it, then restore.')
  for (const startedAt = performance.now(); ; await sleep(200)) {
    const others = await otherSessions(client)
    if (others.length === 0) return
    if (performance.now() - startedAt < LEAVING_MS) continue
    const who = others.map((one) => `${one.sessions} of ${one.who}`).join(', ')
    throw new Error(`The database is in use: it has other sessions (${who}). Stop every Muster server on it, then restore.`)
  }
}

/** Those of our own user, as whom servers connect, and of whoever else may act as one of our roles. */
async function otherSessions(client: pg.Client): Promise<Session[]> {
  const { rows } = await client.query<Session>(
    `select coalesce(nullif(application_name, ''), 'a server') || coalesce(' at ' || host(client_addr), '') as who, count(*) as sessions
     from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and coalesce(backend_type, 'client backend') = 'client backend'
       and (usename = session_user or usesysid in (select m.member from pg_auth_members m join pg_roles r on r.oid = m.roleid
         where r.rolname in ('muster_app', 'muster_engine')))
     group by 1 order by 1`,
  )
  return rows
}
