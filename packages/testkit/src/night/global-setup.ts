// One PostgreSQL for a whole test run, with one migrated template: each test copies it in a moment and throws it away.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { startEmbedded } from '@muster/server/store/embedded/embedded.ts'
import { migrate } from '@muster/server/store/migrate.ts'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { TEMPLATE, type Cluster } from './database.ts'
import { scratch } from './scratch.ts'

/** Nothing here must survive a power cut: only what a test proves about crashes is run with the real settings. */
const CARELESS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '256MB',
  max_wal_size: '256MB',
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['MUSTER_TEST_DATABASE_URL']
  const { cluster, stop } = given === undefined ? await embedded() : { cluster: clusterAt(new URL(given)), stop: async () => {} }
  await makeTemplate(cluster)
  project.provide('cluster', cluster)
  return stop
}

async function embedded(): Promise<{ cluster: Cluster; stop: () => Promise<void> }> {
  const home = mkdtempSync(path.join(scratch(), 'muster-cluster-'))
  // As root, PostgreSQL runs as somebody else, who must be able to pass through.
  chmodSync(home, 0o711)
  const database = await startEmbedded({ dataFolder: path.join(home, 'data'), settings: CARELESS, log: () => undefined })
  return {
    cluster: { ...database.connection, database: 'postgres' },
    stop: async () => {
      await database.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Of the form postgres://user@host:port/: a server made for tests asks for no password. */
function clusterAt({ hostname, port, username }: URL): Cluster {
  return { host: hostname, port: Number(port || 5432), user: username, database: 'postgres' }
}

async function makeTemplate(cluster: Cluster): Promise<void> {
  const client = new pg.Client(cluster)
  await client.connect()
  await client.query(`drop database if exists ${TEMPLATE} with (force)`)
  await client.query(`create database ${TEMPLATE} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`)
  await client.end()
  await migrate({ ...cluster, database: TEMPLATE })
}
