// Connections to PostgreSQL: one pool for each role, and transactions that carry their organisation.
import pg from 'pg'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { LIVE_CHANNEL, takeChanges, type Change } from './changes.ts'
import { createTeller } from './teller.ts'

export type Connection = { host?: string; port?: number; user?: string; database?: string; connectionString?: string }
export type Tx = pg.PoolClient
export type Row = Record<string, unknown>

/** Which private incidents somebody may meet: all, or those that have drawn in one of these ids. */
export type Sees = 'all' | readonly string[]
/** Whose eyes a transaction has. An organisation alone meets none of its private incidents. */
export type Eyes = OrgId | { orgId: OrgId; sees: Sees }

export type Db = {
  /** Runs `work` in one transaction as the application, which sees one organisation only. */
  app: <T>(eyes: Eyes, work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Runs `work` in one transaction as the engine, which claims work for every organisation. */
  engine: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** One statement as the engine, outside a transaction. */
  query: <R extends Row>(text: string, values?: unknown[]) => Promise<R[]>
  /** One of the engine's connections, for a library that speaks SQL itself; it must be released. */
  connect: () => Promise<Tx>
  /** A connection of its own, for LISTEN. */
  listen: (channel: string, onMessage: (payload: string) => void) => Promise<() => Promise<void>>
  close: () => Promise<void>
}

// Instants and counters are bigint in SQL and fit a JavaScript number for the next 285,000 years.
const INT8 = 20
const types = { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) }

/** For rules that must count what the viewer does not see; nothing that is found so may be shown. */
export async function withAllEyes<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await tx.query<{ viewer: string | null }>(`select current_setting('muster.viewer', true) as viewer`)
  const look = (viewer: string) => tx.query(`select set_config('muster.viewer', $1, true)`, [viewer])
  await look('all')
  try {
    return await work()
  } finally {
    // A transaction that failed is rolled back, and its settings with it.
    await look(rows[0]?.viewer ?? '').catch(() => undefined)
  }
}

export type PoolSizes = { app: number; engine: number }

const STATEMENT_TIMEOUT_MS = 30_000

function optionsFor(role: string): string {
  const settings = {
    role,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // A plan is kept while its table grows: one made for an empty queue must not read a full one from end to end.
    enable_seqscan: 'off',
    // A node that freezes in the middle of a transaction, or is unplugged, must not hold its locks until the kernel notices.
    idle_in_transaction_session_timeout: 5000,
    tcp_keepalives_idle: 5,
    tcp_keepalives_interval: 2,
    tcp_keepalives_count: 2,
    tcp_user_timeout: 9000,
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

export function openDb(connection: Connection, sizes: PoolSizes = { app: 8, engine: 10 }): Db {
  const pool = (role: string, max: number) => {
    const made = new pg.Pool({
      ...connection,
      max,
      types,
      // The server's time-out cannot help when the server's machine is gone: then this one gives up.
      query_timeout: STATEMENT_TIMEOUT_MS + 5000,
      options: optionsFor(role),
      // A session keeps some 5 MB of plans and catalogue: after a storm they go, but for two.
      idleTimeoutMillis: 10_000,
      min: 2,
      connectionTimeoutMillis: 5_000,
    } as pg.PoolConfig)
    // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
    made.on('error', () => undefined)
    // One in use that breaks twice, or once more after it was given back, would too: the pool listens only now and then.
    made.on('connect', (client) => client.on('error', () => undefined))
    return made
  }
  const app = pool('muster_app', sizes.app)
  const engine = pool('muster_engine', sizes.engine)
  const { tell, stop } = createTeller((notice) => engine.query('select pg_notify($1, $2)', [LIVE_CHANNEL, notice]))
  return {
    app: (eyes, work) =>
      inTransaction({ pool: app, tell }, async (tx) => {
        await tx.query({
          name: 'set-eyes',
          text: `select set_config('muster.org', $1, true), set_config('muster.viewer', $2, true)`,
          values: typeof eyes === 'string' ? [eyes, ''] : [eyes.orgId, eyes.sees === 'all' ? 'all' : eyes.sees.join(',')],
        })
        return work(tx)
      }),
    engine: (work) => inTransaction({ pool: engine, tell }, work),
    query: async <R extends Row>(text: string, values: unknown[] = []) => (await engine.query<R>(text, values)).rows,
    connect: () => engine.connect(),
    listen: (channel, onMessage) => listenOn(connection, channel, onMessage),
    close: async () => {
      await stop()
      await Promise.all([app.end(), engine.end()])
    },
  }
}

// Deadlock and serialisation failure: PostgreSQL picked this transaction to give way, and the same work succeeds when run again.
const GIVE_WAY = new Set(['40P01', '40001'])

type Within = { pool: pg.Pool; tell: (changes: readonly Change[]) => void }

async function inTransaction<T>(within: Within, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(within, work)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!GIVE_WAY.has(code) || attempt === 4) throw error
    }
  }
}

async function once<T>({ pool, tell }: Within, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await pool.connect()
  let broken = false
  const onError = () => {
    broken = true
  }
  tx.on('error', onError)
  try {
    await tx.query('begin')
    const result = await work(tx)
    await tx.query('commit')
    tell(takeChanges(tx))
    return result
  } catch (error) {
    takeChanges(tx)
    await tx.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    tx.off('error', onError)
    tx.release(broken)
  }
}

async function listenOn(connection: Connection, channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
  let stopped = false
  let client: pg.Client | null = null
  const connect = async (): Promise<void> => {
    // It mostly waits: without a sign of life a machine that is gone would be taken for a quiet one.
    const life = { keepAlive: true, keepAliveInitialDelayMillis: 5000 }
    const next = new pg.Client({ ...connection, ...life, options: '-c role=muster_engine' } as pg.ClientConfig)
    const retry = () => {
      if (stopped || client !== next) return
      client = null
      setTimeout(() => void connect().catch(retry), 250).unref()
    }
    client = next
    next.on('error', retry)
    next.on('end', retry)
    next.on('notification', (message) => onMessage(message.payload ?? ''))
    await next.connect()
    await next.query(`listen ${pg.escapeIdentifier(channel)}`)
    // Whatever was said while nobody listened is found by looking.
    onMessage('')
  }
  await connect()
  return async () => {
    stopped = true
    await client?.end().catch(() => undefined)
  }
}
