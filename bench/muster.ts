// The server under test as npm start would run it, with an organisation large enough to measure, and a look into its database.
import { chmod, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { Connection } from '@muster/server/store/db.ts'
import { temporaryFolder, type Folder } from '../e2e/child.ts'
import { startMuster, type Muster, type MusterOptions } from '../e2e/muster.ts'
import { until } from '../e2e/until.ts'
import { openDatabase, type Database } from './database.ts'
import { mustStop } from './leftovers.ts'
import { alertBody } from './load/alert.ts'
import { openConnection } from './load/connection.ts'
import { endDatabase } from './postmaster.ts'

export type Measured = { muster: Muster; port: number; db: Database; stop: () => Promise<void> }

export async function startMeasured(organisation: ConfigInput, options: MusterOptions = {}): Promise<Measured> {
  const own = options.dataFolder === undefined ? await dataFolder('data') : undefined
  const folder = options.dataFolder ?? own?.path ?? ''
  const starting = startMuster({ ...options, dataFolder: folder })
  // Whoever stops while it is still on its way up waits for it, or its database would be left behind.
  const stop = mustStop(async () => {
    const muster = await starting.catch(() => undefined)
    await muster?.stop()
    await endDatabase(folder)
    await own?.remove()
  })
  try {
    const muster = await starting
    await apply(muster, organisation)
    return { muster, port: Number(new URL(muster.url).port), db: await openDatabase(socketIn(folder)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** One that outlives the server, so that another can be started on it. */
export async function dataFolder(name: string): Promise<Folder> {
  const folder = await temporaryFolder(name)
  // As root, PostgreSQL runs as somebody else, who must be able to pass through.
  await chmod(folder.path, 0o711)
  return { path: await realpath(folder.path), remove: mustStop(folder.remove) }
}

export function socketIn(folder: string): Connection {
  return { host: join(folder, 'socket'), port: 5432, user: 'postgres', database: 'muster' }
}

export async function apply({ api }: Muster, organisation: ConfigInput): Promise<void> {
  const { status, body } = await api('POST', '/api/v1/config', organisation)
  if (status !== 200) throw new Error(`the organisation was answered ${status}: ${JSON.stringify(body)}`)
}

export const keyOf = (service: string): string => `bench-${service}-`.padEnd(32, 'k')

export const ingestPath = (service: string): string => `/integrations/${keyOf(service)}/api/v2/alerts`

export const names = (kind: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${kind}-${index}`)

/** A ladder of one rung for each of the people, all reached by one webhook. */
export function organisation(
  webhookUrl: string,
  services: readonly string[],
  people: readonly [string, ...string[]] = ['ana'],
): ConfigInput {
  const rungs = people.map((person) => ({ delayMinutes: 60, targets: [{ person }] }))
  return {
    people: people.map((slug) => ({ slug, name: slug, contacts: [{ slug: 'phone', channel: 'webhook', address: webhookUrl }] })),
    policies: [{ slug: 'standard', name: 'Standard', rungs, repeat: 0, ackTimeoutMinutes: null }],
    services: services.map((slug) => ({
      slug,
      name: slug,
      policy: 'standard',
      integrations: [{ slug: 'source', kind: 'alertmanager', key: keyOf(slug) }],
    })),
    catchAll: { targets: [{ person: people[0] }] },
  }
}

/** One real alert that has paged: the pattern for rows made in bulk. */
export async function firstIncident({ port, db }: Measured, service: string): Promise<string> {
  const connection = openConnection(port)
  await connection.post(ingestPath(service), alertBody({ service, instance: 'pattern' }))
  connection.close()
  return until('an incident', async () => (await db.query<{ id: string }>(`select incident_id as id from pages limit 1`))[0]?.id)
}
