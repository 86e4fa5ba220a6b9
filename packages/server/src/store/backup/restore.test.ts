// A restore that cannot be finished changes nothing: not for a broken file, not for a broken row, not beside a server.
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { emptyDatabase } from '@muster/testkit/night/empty-database.ts'
import { startNight } from '@muster/testkit/night/night.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import type { Connection } from '../db.ts'
import { everyRow, rewritten, temporaryFolder } from './fixture.ts'
import { checkBackup, restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const folder = temporaryFolder()
const file = folder.file('night.backup')
let target: Connection
let before: Record<string, string[]>

beforeAll(async () => {
  const night = await startNight(inject('cluster'))
  for (const key of ['k1', 'k2', 'k3']) await night.alert(`${key} is down`, { key })
  await writeBackup({ connection: night.database.connection, file, productVersion: '0.1.0' })
  await night.close()
  const place = await emptyDatabase(inject('cluster'))
  target = place.connection
  await restoreBackup(target, await checkBackup(file))
  await ask(`update incidents set title = 'what was here before'`)
  before = await everyRow(target)
  return place.drop
})
afterAll(() => folder.remove())

async function ask<R extends object>(text: string): Promise<R[]> {
  const client = new pg.Client(target)
  await client.connect()
  try {
    return (await client.query<R>(text)).rows
  } finally {
    await client.end()
  }
}

function made(name: string, bytes: Buffer | string): string {
  writeFileSync(folder.file(name), bytes)
  return folder.file(name)
}

const whole = () => readFileSync(file)
const text = () => gunzipSync(whole()).toString('utf8')

test.each([
  ['an empty file', () => Buffer.alloc(0), /cut off/],
  ['its first half', () => whole().subarray(0, whole().length / 2), /cut off/],
  ['all but its last byte', () => whole().subarray(0, -1), /cut off/],
  ['a flipped bit in the middle', () => flipped(whole()), /altered/],
  ['one word changed inside', () => gzipSync(text().replace('k2 is down', 'k2 is fine')), /altered/],
  ['all lines but the last', () => gzipSync(text().slice(0, text().lastIndexOf('{"sha256"'))), /cut off/],
  ['a line after the last', () => gzipSync(`${text()}\n`), /altered/],
  ['plain text', () => Buffer.from('-- PostgreSQL database dump\n'), /altered|no backup/],
  ['somebody else’s gzip', () => gzipSync('{"format":"tar"}\n'), /no backup of Muster/],
])('%s is refused before the database is touched', async (name, bytes, says) => {
  await expect(checkBackup(made(name.replaceAll(' ', '-'), bytes()))).rejects.toThrow(says)
})

function flipped(bytes: Buffer): Buffer {
  const place = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
  return bytes
}

test('a file that is not there is named', async () => {
  await expect(checkBackup(folder.file('nowhere'))).rejects.toThrow(/nowhere cannot be read: ENOENT/)
})

test('a backup of a newer Muster is refused by name and version, and says what to restore it with', async () => {
  const newer = rewritten(file, folder.file('newer'), (all) =>
    all
      .replace('"productVersion":"0.1.0"', '"productVersion":"7.1.0"')
      .replace('"0001-initial.sql"', '"0001-initial.sql","0099-later.sql"'),
  )
  await expect(checkBackup(newer)).rejects.toThrow(
    /Muster 7\.1\.0, which is newer.*0099-later\.sql.*Restore it with Muster 7\.1\.0 or newer/,
  )
})

test('a backup in a newer format is refused by version', async () => {
  const newer = rewritten(file, folder.file('format'), (all) => all.replace('"formatVersion":1', '"formatVersion":2'))
  await expect(checkBackup(newer)).rejects.toThrow(/newer format/)
})

const lines = (all: string, of: string) => new RegExp(`{"table":"${of}"[^]*?\\n\\\\\\.\\n`).exec(all)?.[0] ?? ''
const lastRow = (section: string) => section.split('\n').at(-3) ?? ''

test.each([
  ['a row that is there twice', (all: string) => twice(all, 'audit'), /duplicate key/],
  [
    'a row without the one it refers to',
    (all: string) => all.replace(lastRow(lines(all, 'services')), '').replace('\n\n', '\n'),
    /foreign key/,
  ],
  ['a table that is missing', (all: string) => all.replace(lines(all, 'timers'), ''), /nothing for timers/],
  ['a table nobody knows', (all: string) => all.replaceAll('"table":"audit"', '"table":"pg_authid"'), /knows no pg_authid/],
  ['a column nobody knows', (all: string) => all.replace('"due_at","epoch"', '"due_at","era"'), /knows no era/],
  [
    'a value of another type',
    (all: string) => all.replace(lastRow(lines(all, 'timers')), (row) => row.replace(/\t\d+\t/, '\tsoon\t')),
    /invalid input/,
  ],
])('%s stops the restore in the middle, and nothing is changed', async (name, change, says) => {
  const broken = await checkBackup(rewritten(file, folder.file(name.replaceAll(' ', '-')), change))
  await expect(restoreBackup(target, broken)).rejects.toThrow(says)
  expect(await everyRow(target)).toEqual(before)
})

function twice(all: string, table: string): string {
  const section = lines(all, table)
  return all.replace(
    section,
    section.replace(/\\\.\n$/, () => `${lastRow(section)}\n\\.\n`),
  )
}

test('a file that changes between its check and its restore changes nothing', async () => {
  const moving = made('moving', whole())
  const checked = await checkBackup(moving)
  rewritten(file, moving, (all) => all.replace('k2 is down', 'k2 is fine'))
  await expect(restoreBackup(target, checked)).rejects.toThrow(/changed while it was restored/)
  expect(await everyRow(target)).toEqual(before)
})

test('a restore beside a server is refused, and says what to stop', async () => {
  const server = new pg.Client({ ...target, application_name: 'muster' })
  await server.connect()
  onTestFinished(() => server.end())
  await expect(restoreBackup(target, await checkBackup(file))).rejects.toThrow(
    /other sessions \(1 of muster( at \S+)?\)\. Stop every Muster server/,
  )
  expect(await everyRow(target)).toEqual(before)
}, 30_000)

test('a restore beside a server that is starting is refused', async () => {
  const starting = new pg.Client(target)
  await starting.connect()
  onTestFinished(() => starting.end())
  await starting.query('select pg_advisory_lock(7274031)')
  await expect(restoreBackup(target, await checkBackup(file))).rejects.toThrow(/is starting on this database/)
})

test('what others keep beside Muster in the database stays', async () => {
  await ask('create table if not exists theirs as select 1 as kept')
  await restoreBackup(target, await checkBackup(file))
  expect(await ask('select kept from theirs')).toEqual([{ kept: 1 }])
})

test('what others built on a table of Muster is not dropped: the restore names it', async () => {
  await ask(`create or replace view their_view as select title from incidents`)
  onTestFinished(() => ask('drop view their_view').then(() => undefined))
  await expect(restoreBackup(target, await checkBackup(file))).rejects.toThrow(/depend/)
})
