// Asks the database whether it answers yet, and makes sure that ours is in it.
import pg from 'pg'
import type { Postmaster } from './postmaster.ts'
import type { Patience } from './wait.ts'

export type Connection = { host: string; port: number; user: string; database: string }

const ATTEMPT_MS = 2_000
const CANNOT_CONNECT_NOW = '57P03'
const NO_SUCH_DATABASE = '3D000'
const DUPLICATE_DATABASE = '42P04'
const NOT_YET = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EAGAIN', CANNOT_CONNECT_NOW])

/** Ready, or ended, or neither within the patience given; `why` is what it said last. */
export type Readiness = { state: 'ready' } | { state: 'ended'; why: string } | { state: 'late'; why: string }

export async function awaitReady(postmaster: Postmaster, connection: Connection, patience: Patience): Promise<Readiness> {
  for (;;) {
    const why = await attempt(connection)
    if (why === null) return { state: 'ready' }
    const ended = postmaster.ended()
    if (ended !== null) return { state: 'ended', why: ended }
    if (patience.isOver()) return { state: 'late', why }
    await patience.step(why)
  }
}

/** Null when the database answers, else why not yet. Anything that waiting will not mend is thrown. */
async function attempt(connection: Connection): Promise<string | null> {
  try {
    await once(connection, 'select 1')
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === NO_SUCH_DATABASE) return create(connection)
    const silent = error instanceof Error && /timeout|terminated unexpectedly/i.test(error.message)
    if (!silent && !NOT_YET.has(code)) throw error
    return code === CANNOT_CONNECT_NOW && error instanceof Error ? error.message : 'it does not answer yet'
  }
}

async function create(connection: Connection): Promise<null> {
  await once({ ...connection, database: 'postgres' }, `create database ${pg.escapeIdentifier(connection.database)}`).catch(
    (error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === DUPLICATE_DATABASE)) throw error
    },
  )
  return null
}

async function once(connection: Connection, statement: string): Promise<void> {
  // All is said here, so that PGOPTIONS and PGSSLMODE of the operator's shell are not heard.
  const client = new pg.Client({ ...connection, ssl: false, options: '-c statement_timeout=30s', connectionTimeoutMillis: ATTEMPT_MS })
  // A connection that breaks between two events would otherwise end this process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(statement)
  } finally {
    await client.end().catch(() => undefined)
  }
}
