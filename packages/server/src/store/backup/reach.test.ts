// The commands beside the server find its database: running, stopped, or not there yet.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { backup, restore } from '../../backup.ts'
import { startEmbedded, type Embedded } from '../embedded/embedded.ts'
import { knownMigrations, migrate } from '../migrate.ts'
import { everyRow, temporaryFolder } from './fixture.ts'

const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
const files = temporaryFolder()
const home = mkdtempSync(path.join(tmpdir(), 'muster-reach-'))
const dataFolder = path.join(home, 'data')
const env = { MUSTER_DATA: dataFolder }

async function server(): Promise<Embedded> {
  const database = await startEmbedded({ dataFolder, settings: FAST, log: () => undefined })
  onTestFinished(database.stop)
  return database
}

const runs = () => existsSync(path.join(dataFolder, 'pg18/postmaster.pid'))

beforeAll(async () => {
  // As root, PostgreSQL runs as somebody else, who must be able to pass through.
  chmodSync(home, 0o711)
  const database = await startEmbedded({ dataFolder, settings: FAST, log: () => undefined })
  await migrate(database.connection)
  await database.stop()
})
afterAll(() => {
  files.remove()
  rmSync(home, { recursive: true, force: true })
})

test('beside a server that runs, the backup comes from its database, which goes on', async () => {
  const running = await server()
  await backup(files.file('running'), env)
  expect(existsSync(files.file('running'))).toBe(true)
  expect(await everyRow(running.connection)).toHaveProperty('migrations')
})

test('without a server the database is started for the backup, and stopped again', async () => {
  await backup(files.file('stopped'), env)
  expect(existsSync(files.file('stopped'))).toBe(true)
  expect(runs()).toBe(false)
})

test('a restore into a data folder that is not there yet makes it', async () => {
  await backup(files.file('moved'), env)
  const elsewhere = path.join(home, 'elsewhere')
  await restore(files.file('moved'), { MUSTER_DATA: elsewhere })
  const database = await startEmbedded({ dataFolder: elsewhere, settings: FAST, log: () => undefined })
  onTestFinished(database.stop)
  expect((await everyRow(database.connection))['migrations']).toEqual(knownMigrations().map((name) => `(${name})`))
})

test('a restore beside a server that runs is refused, and says which process to stop', async () => {
  await backup(files.file('locked'), env)
  await server()
  await expect(restore(files.file('locked'), env)).rejects.toThrow(`in use by Muster process ${process.pid}`)
})

test('a file that is no backup does not even start the database', async () => {
  await expect(restore(files.file('nowhere'), env)).rejects.toThrow(/cannot be read/)
  expect(runs()).toBe(false)
})

test('a data folder without a database is not backed up as if it were empty', async () => {
  const empty = path.join(home, 'empty')
  await expect(backup(files.file('empty'), { MUSTER_DATA: empty })).rejects.toThrow(`There is no database in ${empty}`)
  expect(existsSync(empty)).toBe(false)
})

test('every wrong setting is named at once', async () => {
  const wrong = { ...env, DATABASE_URL: 'mysql://here', PORT: 'many' }
  await expect(backup(files.file('wrong'), wrong)).rejects.toThrow(/PORT must be[^]*DATABASE_URL must start/)
})
