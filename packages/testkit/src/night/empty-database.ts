// A database with nothing in it, for what is proved about making the store itself: migrations, and putting a backup back.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Cluster, FreshDatabase } from './database.ts'

export async function emptyDatabase(cluster: Cluster): Promise<FreshDatabase> {
  const name = `empty_${randomBytes(6).toString('hex')}`
  await say(cluster, `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`)
  return { connection: { ...cluster, database: name }, drop: () => say(cluster, `drop database if exists ${name} with (force)`) }
}

async function say(cluster: Cluster, statement: string): Promise<void> {
  const client = new pg.Client(cluster)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
