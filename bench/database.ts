// A look into the database of the server under test, as its owner: to count, to prepare, and to ask when something was committed.
import pg from 'pg'
import type { Connection } from '@muster/server/store/db.ts'

export type Database = {
  query: <R extends object>(text: string, values?: readonly unknown[]) => Promise<R[]>
}

const INT8 = 20
const types = { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) }

export async function openDatabase(connection: Connection): Promise<Database> {
  const client = new pg.Client({ ...connection, types } as pg.ClientConfig)
  // It ends with the database: a server that is stopped, or killed, takes it along.
  client.on('error', () => undefined)
  await client.connect()
  return {
    query: async <R extends object>(text: string, values: readonly unknown[] = []) => (await client.query<R>(text, [...values])).rows,
  }
}

export async function count(database: Database, from: string): Promise<number> {
  return Number((await database.query<{ n: number }>(`select count(*) as n from ${from}`))[0]?.n)
}
