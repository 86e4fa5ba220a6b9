// A connection to copy through: as the tables' owner, with no time limit, and the same spelling of values on every server.
import pg from 'pg'
import type { Connection } from '../db.ts'

const SPELLING = `set client_encoding = 'UTF8'; set bytea_output = 'hex'; set datestyle = 'ISO'; set intervalstyle = 'iso_8601';
  set extra_float_digits = 3; set synchronize_seqscans = off; set search_path = public`

/** Without this, rows that a policy hides from a user who is not the owner would be missing, and nobody would know. */
const ALL_ROWS_OR_NONE = 'set row_security = off'

const NO_LIMITS = `select set_config(name, '0', false) from pg_settings
  where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout', 'idle_session_timeout')`

export async function inSession<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    ...connection,
    fallback_application_name: 'muster backup',
    connectionTimeoutMillis: 10_000,
  } as pg.ClientConfig)
  // What breaks the connection also fails the statement under way; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw new Error(`The database does not answer: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  })
  try {
    await client.query(SPELLING)
    await client.query(ALL_ROWS_OR_NONE)
    await client.query(NO_LIMITS)
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
