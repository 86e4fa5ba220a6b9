// One Muster node in this process: the real store, engine and HTTP on a test's database, with its clock and its providers.
import { SCOPES } from '@muster/contract/api.ts'
import { createSecrets } from '@muster/server/secrets.ts'
import { createIds } from '@muster/server/ids.ts'
import { createMetrics } from '@muster/server/metrics.ts'
import { readPacks } from '@muster/server/packs.ts'
import { openDb, type Connection } from '@muster/server/store/db.ts'
import { createFacts } from '@muster/server/store/facts.ts'
import { prepareInstallation } from '@muster/server/store/first-start.ts'
import { createConfigs } from '@muster/server/store/org-config.ts'
import { createWake } from '@muster/server/wake.ts'
import type { Oidc } from '@muster/server/settings.ts'
import type { World } from '@muster/server/world.ts'
import { createApp } from '@muster/server/http/app.ts'
import type { Clock } from '@muster/server/clock.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import type { Providers } from './providers.ts'

export const TOKEN = 'token-of-the-night-0001'
export const PUBLIC_URL = 'https://muster.example'

/** Read once: a test starts many nodes. */
const packs = readPacks()

export type Node = { world: World; app: FastifyInstance; orgId: OrgId; close: () => Promise<void> }

export type NodeOptions = { connection: Connection; clock: Clock; providers: Providers; name: string; oidc?: Oidc | null }

export async function startNode({ connection, clock, providers, name, oidc = null }: NodeOptions): Promise<Node> {
  const db = openDb(connection, { app: 4, engine: 6 })
  const secrets = createSecrets(Buffer.alloc(32, 7))
  const ids = createIds(clock.now)
  const { orgId } = await prepareInstallation({ db, ids, secrets, now: clock.now(), token: TOKEN, scopes: SCOPES })
  const world: World = {
    db,
    clock,
    ids,
    log: pino({ level: process.env['MUSTER_TEST_LOG'] ?? 'silent' }),
    metrics: createMetrics(),
    secrets,
    configs: createConfigs(),
    packs,
    facts: createFacts(),
    channels: providers.channelsOf({ name, now: clock.now }),
    openSource: providers.openSource,
    mostOfFiles: 20_000_000_000,
    wake: createWake(),
    node: name,
    publicUrl: PUBLIC_URL,
  }
  const app = createApp({ world, version: '0.0.0', startedAt: clock.now(), tls: null, oidc, phones: null, isTaking: () => true })
  await app.ready()
  let closing: Promise<void> | null = null
  const close = async () => {
    await app.close()
    await db.close()
  }
  return { world, app, orgId, close: () => (closing ??= close()) }
}
