// The embedded database: made whole or not at all, owned by one server, adopted after a kill, never losing a commit.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { assertDurable } from '../durable.ts'
import { startEmbedded, type Embedded } from './embedded.ts'
import { makeFolder } from './folders.ts'
import { isAlive } from './processes.ts'

const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
const cleanUps: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

function newFolder(): string {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'muster-test-')))
  cleanUps.push(() => rmSync(home, { recursive: true, force: true }))
  const folder = path.join(home, 'data')
  if (process.getuid?.() === 0) openToAll(home)
  return folder
}

function openToAll(home: string): void {
  rmSync(home, { recursive: true })
  makeFolder(home, 0o755)
}

async function start(dataFolder: string, settings: Record<string, string> = FAST): Promise<Embedded & { lines: string[] }> {
  const lines: string[] = []
  const database = await startEmbedded({ dataFolder, settings, log: (line) => lines.push(line) })
  cleanUps.push(() => database.stop())
  return { ...database, lines }
}

async function connect({ connection }: Embedded): Promise<pg.Client> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  cleanUps.push(() => client.end().catch(() => undefined))
  return client
}

async function ask(database: Embedded, text: string): Promise<Record<string, unknown>[]> {
  const client = await connect(database)
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

/** A server in a process of its own, which can be killed; answers with the process id of its database. */
async function serverElsewhere(dataFolder: string): Promise<{ pid: number; databasePid: number; kill: () => Promise<void> }> {
  const module = path.join(import.meta.dirname, 'embedded.ts')
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(module)})
    const database = await startEmbedded({ dataFolder: ${JSON.stringify(dataFolder)}, settings: ${JSON.stringify(FAST)}, log: () => {} })
    console.log(database.pid)
    setInterval(() => {}, 1000)`
  const child = spawn('node', ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  cleanUps.push(kill)
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString()))
    child.once('exit', () => reject(new Error('the other server ended')))
  })
  return { pid: child.pid ?? 0, databasePid: Number(said), kill }
}

test('the first start makes a UTF-8 database that only its own user can enter, and no temporary folder is left', async () => {
  const folder = newFolder()
  const database = await start(folder)
  expect(await ask(database, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
  expect(await ask(database, 'select current_database() as name')).toEqual([{ name: 'muster' }])
  expect(statSync(path.join(folder, 'pg18')).mode & 0o777).toBe(0o700)
  expect(statSync(database.connection.host).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder).filter((name) => name.includes('making'))).toEqual([])
})

test('it listens on no network address', async () => {
  const database = await start(newFolder())
  expect(await ask(database, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
})

test('what was stored is there after a stop and a start', async () => {
  const folder = newFolder()
  const before = await start(folder)
  await ask(before, 'create table kept as select 42 as answer')
  await before.stop()
  expect(isAlive(before.pid)).toBe(false)
  expect(await ask(await start(folder), 'select * from kept')).toEqual([{ answer: 42 }])
})

test('half a cluster left by a killed first start is swept away', async () => {
  const folder = newFolder()
  makeFolder(folder, 0o711)
  mkdirSync(path.join(folder, 'pg18.making-1-1'))
  writeFileSync(path.join(folder, 'pg18.making-1-1/PG_VERSION'), '18')
  await start(folder)
  expect(existsSync(path.join(folder, 'pg18.making-1-1'))).toBe(false)
})

test('a second start on the same data folder says who holds it', async () => {
  const folder = newFolder()
  const other = await serverElsewhere(folder)
  await expect(start(folder)).rejects.toThrow(
    new RegExp(
      `^The data folder ${folder} is in use by Muster process ${other.pid} \\(started 20.*\\)\\. Stop it, or set MUSTER_DATA to another folder\\.$`,
    ),
  )
  await other.kill()
  await start(folder)
})

test('a second start in the same process is refused too, and does not loosen the first one', async () => {
  const folder = newFolder()
  await start(folder)
  await expect(start(folder)).rejects.toThrow(`in use by Muster process ${process.pid}`)
  await expect(serverElsewhere(folder)).rejects.toThrow('the other server ended')
})

test('an orphan left by kill -9 is adopted, with its data', async () => {
  const folder = newFolder()
  const other = await serverElsewhere(folder)
  await other.kill()
  const database = await start(folder)
  expect(database.pid).toBe(other.databasePid)
  expect(database.lines).toEqual([`Adopted PostgreSQL (process ${other.databasePid}), which had outlived its server`])
  await ask(database, 'create table kept as select 1 as one')
  await database.stop()
  expect(isAlive(other.databasePid)).toBe(false)
  expect(await ask(await start(folder), 'select * from kept')).toEqual([{ one: 1 }])
})

test('the end of an adopted database is noticed', async () => {
  const folder = newFolder()
  await (await serverElsewhere(folder)).kill()
  const database = await start(folder)
  const why = new Promise<string>((resolve) => database.onExit(resolve))
  process.kill(database.pid, 'SIGKILL')
  expect(await why).toBe('PostgreSQL ended')
  await database.stop()
  await start(folder)
})

test('a killed postmaster is reported, and is started anew with what was committed', async () => {
  const folder = newFolder()
  const before = await start(folder, {})
  await ask(before, 'create table kept as select 7 as seven')
  const why = new Promise<string>((resolve) => before.onExit(resolve))
  process.kill(before.pid, 'SIGKILL')
  expect(await why).toContain('PostgreSQL ended (SIGKILL)')
  await before.stop()
  expect(await ask(await start(folder), 'select * from kept')).toEqual([{ seven: 7 }])
})

test('a postmaster killed while it starts is started again', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  const pidFile = path.join(folder, 'pg18/postmaster.pid')
  const killed = (async () => {
    for (;;) {
      const pid = Number(existsSync(pidFile) && readFileSync(pidFile, 'utf8').split('\n')[0])
      if (pid > 0) return process.kill(pid, 'SIGKILL') && pid
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  const after = await start(folder)
  expect(after.pid).not.toBe(await killed)
  expect(await ask(after, 'select 7 as seven')).toEqual([{ seven: 7 }])
})

test('a session too busy to notice that its postmaster was killed does not keep a new one from starting', async () => {
  const folder = newFolder()
  const before = await start(folder)
  const busy = (await connect(before)).query(`do $$ begin loop end loop; end $$`).catch(() => 'ended')
  await expect.poll(() => ask(before, `select from pg_stat_activity where query like 'do %'`)).toHaveLength(1)
  process.kill(before.pid, 'SIGKILL')
  await before.stop()
  const after = await start(folder)
  expect(await busy).toBe('ended')
  expect(after.lines.join()).toContain('Ended 1 database session(s)')
})

test('a process that was given the number of a dead postmaster is not taken for it', async () => {
  const folder = newFolder()
  const before = await start(folder)
  await before.stop()
  writeFileSync(path.join(folder, 'pg18/postmaster.pid'), `${process.pid}\n${folder}/pg18\n0\n5432\n${before.connection.host}\n\n\nready\n`)
  const after = await start(folder)
  expect(after.pid).not.toBe(process.pid)
})

test('stopping on purpose is not reported as an unexpected end', async () => {
  const database = await start(newFolder())
  const reports: string[] = []
  database.onExit((why) => reports.push(why))
  await database.stop()
  expect(reports).toEqual([])
})

test('a setting that PostgreSQL refuses ends the start with what it said', async () => {
  const folder = newFolder()
  await expect(start(folder, { shared_buffers: 'much' })).rejects.toThrow('invalid value for parameter "shared_buffers"')
  await start(folder)
})

test('a long path gets a short socket folder', async () => {
  const folder = path.join(newFolder(), 'a-long-name-'.repeat(8), 'data')
  const database = await start(folder)
  expect(database.connection.host.startsWith(folder)).toBe(false)
  expect(Buffer.byteLength(`${database.connection.host}/.s.PGSQL.5432`)).toBeLessThanOrEqual(103)
  cleanUps.splice(0, 0, () => rmSync(database.connection.host, { recursive: true, force: true }))
  expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a log of more than 10 MB is put aside at the next start', async () => {
  const folder = newFolder()
  makeFolder(folder, 0o711)
  writeFileSync(path.join(folder, 'postgres.log'), 'x'.repeat(11 * 1024 * 1024))
  await start(folder)
  expect(readFileSync(path.join(folder, 'postgres.log'), 'utf8')).toContain('ready to accept connections')
  expect(statSync(path.join(folder, 'postgres.log')).size).toBeLessThan(10_000)
})

test('the database we start keeps what it has committed', async () => {
  const database = await start(newFolder(), {})
  await assertDurable((text) => ask(database, text))
})

test('refuses a database that may lose commits', async () => {
  const database = await start(newFolder())
  await expect(assertDurable((text) => ask(database, text))).rejects.toThrow(
    'fsync is off, full_page_writes is off, synchronous_commit is off',
  )
})
