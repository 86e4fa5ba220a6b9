// Everything the product needs from outside itself, in one value: tests hand in a clock they turn and phones they watch.
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Channel } from '@muster/adapters/channel.ts'
import { createChannels } from '@muster/adapters/channels.ts'
import type { ConsoleSink } from '@muster/adapters/console/channel.ts'
import { createOutbound } from '@muster/adapters/outbound.ts'
import { createSources, type OpenSource } from '@muster/adapters/sources.ts'
import { SCOPES } from '@muster/contract/api.ts'
import type { ChannelName, OrgId } from '@muster/core/vocabulary.ts'
import type { Logger } from 'pino'
import { createDatabaseClock, TIME_QUERY, type Clock, type DatabaseClock } from './clock.ts'
import { createIds, type Ids } from './ids.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { readPacks, withOlder, type Packs } from './packs.ts'
import { pushKeys } from './push-keys.ts'
import { createSecrets, masterKey, type Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { openDb, type Connection, type Db } from './store/db.ts'
import { assertDurable } from './store/durable.ts'
import { createFacts, type FactsCache } from './store/facts.ts'
import { prepareInstallation } from './store/first-start.ts'
import { migrate } from './store/migrate.ts'
import { createConfigs, type Configs } from './store/org-config.ts'
import { keepShipped } from './store/own-packs.ts'
import { createNotifier, createWake, LANES, WAKE_CHANNEL, type Lane, type Wake } from './wake.ts'

export type World = {
  db: Db
  clock: Clock
  ids: Ids
  log: Logger
  metrics: Metrics
  secrets: Secrets
  configs: Configs
  packs: Packs
  facts: FactsCache
  channels: Record<ChannelName, Channel>
  /** Where readings come from. */
  openSource: OpenSource
  wake: Wake
  /** In bytes, of all files of one organisation. */
  mostOfFiles: number
  /** Names this process in leases. */
  node: string
  /** Where people's phones find this server, without a slash at its end. */
  publicUrl: string
}

export type Opening = {
  settings: Settings
  connection: Connection
  token: string
  log: Logger
  /** Where the console channel writes; null outside demo mode. */
  consoleSink: ConsoleSink | null
}

export type OpenWorld = { world: World; orgId: OrgId; close: () => Promise<void> }

const CLOCK_SYNC_MS = 2000

const monotonic = () => performance.now()

/** The real world on a database that runs: migrated, checked to be durable, with its clock followed and its neighbours heard. */
export async function openWorld({ settings, connection, token, log, consoleSink }: Opening): Promise<OpenWorld> {
  const secrets = createSecrets(masterKey(settings.secret, settings.dataFolder))
  const metrics = createMetrics()
  const shipped = readPacks()
  const db = openDb(connection)
  try {
    await migrate(connection)
    await assertDurable((text) => db.query(text))
    const clock = await followDatabase(db, { log, metrics })
    const older = await keepShipped(
      db,
      shipped.names.flatMap((name) => shipped.shipped(name)?.written ?? []),
    )
    const ids = createIds(clock.now)
    const { orgId } = await prepareInstallation({ db, ids, secrets, now: clock.now(), token, scopes: SCOPES })
    const outbound = createOutbound({ allow: settings.allowOutbound })
    const channels = createChannels({
      outbound,
      smtp: settings.smtp,
      consoleSink,
      publicUrl: settings.publicUrl,
      vapid: () => pushKeys(secrets),
    })
    const wake = createWake(createNotifier(db))
    const node = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`
    const world: World = {
      db,
      clock,
      ids,
      log,
      metrics,
      secrets,
      configs: createConfigs(),
      packs: withOlder(shipped, older),
      facts: createFacts(),
      channels,
      openSource: createSources({ outbound }),
      mostOfFiles: settings.mostOfFiles,
      wake,
      node,
      publicUrl: settings.publicUrl,
    }
    const deaf = await db.listen(WAKE_CHANNEL, (lane) => hear(wake, lane))
    return {
      world,
      orgId,
      close: async () => {
        clock.stop()
        await deaf()
        await outbound.close()
        await db.close()
      },
    }
  } catch (error) {
    await db.close()
    throw error
  }
}

function hear(wake: { heard: (lane: Lane) => void }, said: string): void {
  // After a broken connection nothing is known: every lane looks.
  for (const lane of LANES) if (said === '' || said === lane) wake.heard(lane)
}

async function followDatabase(db: Db, { log, metrics }: Pick<World, 'log' | 'metrics'>): Promise<DatabaseClock & { stop: () => void }> {
  let largest = 0
  const clock = await createDatabaseClock({
    read: async () => Number((await db.query<{ at: number }>(TIME_QUERY))[0]?.at),
    monotonic,
    onStep: (stepMs) => {
      largest = Math.max(largest, Math.abs(stepMs))
      metrics.clockStepped(largest)
      log.error({ stepMs: Math.round(stepMs) }, "the database's clock has jumped; forward steps are followed at once, backward ones slowly")
    },
  })
  // A database that is away has no time to tell; the estimate goes on by itself until it is back.
  const timer = setInterval(() => void clock.sync().catch(() => undefined), CLOCK_SYNC_MS).unref()
  return { ...clock, stop: () => clearInterval(timer) }
}
