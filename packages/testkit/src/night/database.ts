// A database of its own for each test, copied from the migrated template.
import { randomBytes } from 'node:crypto'
import type { Connection } from '@muster/server/store/db.ts'
import pg from 'pg'

/** A superuser's way in; its database is only a place to stand. */
export type Cluster = { host: string; port: number; user: string; database: string }

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: Cluster
  }
}

export const TEMPLATE = 'muster_template'

export type FreshDatabase = { connection: Connection; drop: () => Promise<void> }

export async function freshDatabase(cluster: Cluster): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  // Copying files is a tenth of what logging each block of them costs, which is the default.
  await asSuperuser(cluster, `create database ${name} template ${TEMPLATE} strategy file_copy`)
  return {
    connection: { ...cluster, database: name },
    drop: () => asSuperuser(cluster, `drop database if exists ${name} with (force)`),
  }
}

async function asSuperuser(cluster: Cluster, statement: string): Promise<void> {
  const client = new pg.Client(cluster)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
