// Writes a database to one file: a single moment of all its tables, streamed, and given its name only when it is whole and on disk.
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, lstatSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { TIME_QUERY } from '../../clock.ts'
import type { Connection } from '../db.ts'
import { syncFolder } from '../embedded/folders.ts'
import { MIGRATION_LOCK } from '../migrate.ts'
import { signalDays } from '../partitions.ts'
import { appliedMigrations, tablesInOrder, type Table } from './catalogue.ts'
import { END_OF_ROWS, FORMAT_VERSION, line, type Header } from './format.ts'
import { inSession } from './session.ts'

export type BackupTo = { connection: Connection; file: string; productVersion: string }

// A quick level: while a backup runs, PostgreSQL may clear away no row that it could still read.
const GZIP = { level: 4 }

export async function writeBackup({ connection, file, productVersion }: BackupTo): Promise<void> {
  const target = path.resolve(file)
  assertReplaceable(target)
  const part = `${target}.part-${randomBytes(4).toString('hex')}`
  try {
    // Sealed secrets, digests of tokens and people's addresses are in it: nobody else may read it.
    const out = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
    await inSession(connection, (client) => pipeline(contents(client, productVersion), createGzip(GZIP), out))
    renameSync(part, target)
    syncFolder(path.dirname(target))
  } finally {
    rmSync(part, { force: true })
  }
}

function assertReplaceable(target: string): void {
  const found = lstatSync(target, { throwIfNoEntry: false })
  if (found && !found.isFile()) throw new Error(`${target} is there already and is no file. Name a file for the backup.`)
}

async function* contents(client: pg.Client, productVersion: string): AsyncGenerator<Buffer> {
  const sum = createHash('sha256')
  const summed = (bytes: Buffer): Buffer => {
    sum.update(bytes)
    return bytes
  }
  const { header, tables } = await hold(client, productVersion)
  yield summed(line(header))
  for (const { name, columns } of tables) {
    yield summed(line({ table: name, columns }))
    for await (const rows of client.query(copyTo(copyOut(name, columns)))) yield summed(rows as Buffer)
    yield summed(END_OF_ROWS)
  }
  yield line({ sha256: sum.digest('hex') })
}

/** Takes one moment and holds the shape of every table, so that no migration and no upkeep comes in between. */
async function hold(client: pg.Client, productVersion: string): Promise<{ header: Header; tables: Table[] }> {
  // A migration under way ends first; then its lock is free again, and a node that starts meanwhile need not wait for us.
  await client.query('select pg_advisory_lock_shared($1)', [MIGRATION_LOCK])
  await client.query('begin isolation level repeatable read read only')
  const migrations = await appliedMigrations(client)
  if (migrations === null) throw new Error('This database holds no Muster: there is nothing to back up.')
  const tables = await tablesInOrder(client)
  await client.query(`lock table ${tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ')} in access share mode`)
  const header: Header = {
    format: 'muster-backup',
    formatVersion: FORMAT_VERSION,
    productVersion,
    takenAt: Math.round(Number((await client.query<{ at: number }>(TIME_QUERY)).rows[0]?.at)),
    migrations,
    organisations: (await client.query<Header['organisations'][number]>('select slug, name from orgs order by slug')).rows,
    signalDays: await signalDays(client),
    sequences: await sequencesOf(client, tables),
  }
  await client.query('select pg_advisory_unlock_shared($1)', [MIGRATION_LOCK])
  return { header, tables }
}

async function sequencesOf(client: pg.Client, tables: readonly Table[]): Promise<Header['sequences']> {
  const found: Header['sequences'] = []
  for (const { table, column } of tables.flatMap(({ name, identity }) => identity.map((one) => ({ table: name, column: one })))) {
    const { rows } = await client.query<{ name: string }>('select pg_get_serial_sequence($1, $2) as name', [
      pg.escapeIdentifier(table),
      column,
    ])
    const at = await client.query<{ last_value: string; is_called: boolean }>(`select last_value, is_called from ${rows[0]?.name}`)
    for (const { last_value, is_called } of at.rows) found.push({ table, column, lastValue: last_value, isCalled: is_called })
  }
  return found
}

/** A query, because COPY by the table's name leaves out the partitions. */
function copyOut(table: string, columns: readonly string[]): string {
  return `copy (select ${columns.map((column) => pg.escapeIdentifier(column)).join(', ')} from ${pg.escapeIdentifier(table)}) to stdout`
}
