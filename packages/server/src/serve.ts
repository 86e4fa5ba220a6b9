// muster serve: from settings to a server that takes signals, and back to nothing when told to stop, in that order and no other.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import product from '../package.json' with { type: 'json' }
import { fillWithDemo } from './demo/fill.ts'
import { createApp } from './http/app.ts'
import { createPhones, type Phones } from './http/demo/routes.ts'
import { startEngine, type Engine } from './jobs/engine.ts'
import { startUpkeep, type Upkeep } from './jobs/upkeep/upkeep.ts'
import { createLog, createSay, type Say } from './log.ts'
import { isOutage } from './outage.ts'
import { readSettings, type Settings } from './settings.ts'
import { openDatabase, type Database } from './store/database.ts'
import { patience } from './store/embedded/wait.ts'
import { inviteFirstAdministrator } from './verbs/account/first-administrator.ts'
import { openWorld, type OpenWorld } from './world.ts'

export async function serve({ demo }: { demo: boolean }): Promise<void> {
  const say = createSay()
  const read = readSettings(process.env, { demo })
  if (!read.ok) {
    say(`Muster does not start, because ${read.faults.length === 1 ? 'a setting is' : `${read.faults.length} settings are`} wrong:`)
    for (const fault of read.faults) say(`  ${fault}`)
    process.exitCode = 2
    return
  }
  try {
    await untilStopped(await start(read.settings, { demo, say }), say)
  } catch (error) {
    say(`Muster does not start. ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}

type Running = { app: FastifyInstance; engine: Engine; upkeep: Upkeep; opened: OpenWorld; database: Database; drain: () => void }

async function start(settings: Settings, { demo, say }: { demo: boolean; say: Say }): Promise<Running> {
  const beganAt = performance.now()
  say(`Muster ${product.version} is starting.`)
  const database = await openDatabase({ databaseUrl: settings.databaseUrl, dataFolder: settings.dataFolder, log: say })
  const undo: (() => Promise<void>)[] = [database.close]
  try {
    const log = createLog(settings)
    const token = tokenFor(settings)
    const phones: Phones | null = demo ? createPhones() : null
    const opening = { settings, connection: database.connection, token: token.value, log, consoleSink: phones?.show ?? null }
    const opened = await whenThere(() => openWorld(opening), say)
    undo.push(opened.close)
    const { world, orgId } = opened
    const filled = demo ? await fillWithDemo(world, orgId) : false
    const invited = demo ? null : await inviteFirstAdministrator(world, orgId)
    let taking = true
    const app = createApp({
      world,
      version: product.version,
      startedAt: world.clock.now(),
      tls: settings.tls,
      trustedProxies: settings.trustedProxies,
      oidc: settings.oidc,
      phones,
      isTaking: () => taking,
    })
    const engine = startEngine(world)
    const upkeep = startUpkeep(world, { days: settings.retentionDays })
    undo.push(engine.stop, upkeep.stop)
    await app.listen({ port: settings.port, host: settings.host, backlog: 2048 })
    tell({ settings, database, token, demo, filled, invited, tookMs: performance.now() - beganAt }, say)
    const drain = () => {
      taking = false
    }
    return { app, engine, upkeep, opened, database, drain }
  } catch (error) {
    for (const step of undo.toReversed()) await step().catch(() => undefined)
    throw error
  }
}

const DATABASE_LIMIT_MS = 60_000

/** A database that is not there yet, or dies while this server starts, is waited for: both may be started at once, in any order. */
async function whenThere<T>(open: () => Promise<T>, say: Say): Promise<T> {
  const wait = patience(DATABASE_LIMIT_MS, say)
  for (;;) {
    try {
      return await open()
    } catch (error) {
      const away = isOutage(error) || (error instanceof Error && isOutage(error.cause))
      if (!away || wait.isOver()) throw error
      await wait.step(error instanceof Error ? error.message : String(error))
    }
  }
}

type Token = { value: string; file: string | null }

/** The operator's, or one made at the first start and kept beside the data, for whoever may read that folder. */
function tokenFor({ token, dataFolder }: Settings): Token {
  if (token !== null) return { value: token, file: null }
  const file = path.join(dataFolder, 'token')
  noteDataFolder(dataFolder)
  mkdirSync(dataFolder, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  return { value: readFileSync(file, 'utf8').trim(), file }
}

/** The command line of this checkout looks here for the token. In a read-only checkout it does without. */
function noteDataFolder(dataFolder: string): void {
  const folder = path.resolve(import.meta.dirname, '../../../.cache')
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'data-folder'), dataFolder)
  } catch {
    // Somebody else's checkout: MUSTER_TOKEN or --token-file does it there.
  }
}

type Told = {
  settings: Settings
  database: Database
  token: Token
  demo: boolean
  filled: boolean
  invited: { link: string } | null
  tookMs: number
}

function tell({ settings, database, token, demo, filled, invited, tookMs }: Told, say: Say): void {
  say(`Database: ${database.name}.`)
  if (token.file !== null) say(`API token: in ${token.file}; the command line on this machine finds it by itself.`)
  if (demo && filled) say('Demo: an online shop was set up, with people in three time zones.')
  if (demo && !filled) say('Demo: the organisation had services already and was left as it is.')
  if (invited !== null) say(`First administrator: open ${invited.link} (once, within 24 h).`)
  say(`Ready after ${(tookMs / 1000).toFixed(1)} s: ${settings.publicUrl}`)
  say(
    demo
      ? `Next: open ${settings.publicUrl} and break something, with the phones at ${settings.publicUrl}/demo/phones beside it.`
      : `Next: open ${settings.publicUrl} to see what to do first. Ctrl-C stops it.`,
  )
}

/** New work is refused first, then what was accepted is finished, then the database may go. */
async function untilStopped(running: Running, say: Say): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, resolve)
  })
  say(`${signal}: finishing what is under way. Once more stops at once.`)
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => process.exit(130))
  running.drain()
  await running.app.close()
  await Promise.all([running.engine.stop(), running.upkeep.stop()])
  await running.opened.close()
  await running.database.close()
  say('Stopped.')
}
