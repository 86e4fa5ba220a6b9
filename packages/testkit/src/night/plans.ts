// Watches what PostgreSQL reads for each statement the product sends: the real plan, as it ran, told by auto_explain.
import { openDb, type Connection, type Db, type Tx } from '@muster/server/store/db.ts'
import pg from 'pg'

/** One scan of one table by one statement; `rows` counts also those that were read and thrown away. */
export type Read = { table: string; how: string; rows: number; statement: string }

export type Watched = {
  db: Db
  /** What was read while `work` ran. */
  during: (work: () => Promise<unknown>) => Promise<Read[]>
}

type PlanNode = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: PlanNode[]
}
type Told = { 'Query Text': string; Plan: PlanNode }

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
}

/** For the database it is given, from the next connection on; one connection a role, so that every statement passes one ear. */
export async function watchPlans(connection: Connection): Promise<Watched> {
  await explainFromNowOn(connection)
  const db = openDb(connection, { app: 1, engine: 1 })
  let reads: Read[] = []
  const hear = async (tx: Tx) => void tx.on('notice', ({ message = '' }) => reads.push(...readsOf(message)))
  await db.engine(hear)
  await db.app('org_nobody', hear)
  return {
    db,
    during: async (work) => {
      reads = []
      await work()
      return reads
    },
  }
}

async function explainFromNowOn(connection: Connection): Promise<void> {
  const client = new pg.Client(connection as pg.ClientConfig)
  await client.connect()
  try {
    await client.query(`load 'auto_explain'`)
    for (const [name, value] of Object.entries(SETTINGS)) {
      await client.query(`alter database ${pg.escapeIdentifier(connection.database ?? '')} set ${name} = ${pg.escapeLiteral(value)}`)
    }
  } finally {
    await client.end()
  }
}

function readsOf(message: string): Read[] {
  const json = /^duration: [\d.]+ ms {2}plan:\n([^]*)$/.exec(message)?.[1]
  if (json === undefined) return []
  const { 'Query Text': statement, Plan: plan } = JSON.parse(json) as Told
  return scans(plan).map((node) => ({
    // A partition counts as its table.
    table: (node['Relation Name'] ?? '').replace(/^signals_.*/, 'signals'),
    how: node['Node Type'],
    rows: rowsRead(node),
    statement: statement.replaceAll(/\s+/g, ' ').trim(),
  }))
}

function scans(node: PlanNode): PlanNode[] {
  const own = node['Relation Name'] !== undefined && node['Node Type'].endsWith('Scan') ? [node] : []
  return [...own, ...(node.Plans ?? []).flatMap(scans)]
}

/** PostgreSQL tells the average of a node's runs. */
function rowsRead(node: PlanNode): number {
  const each = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return Math.round(each * (node['Actual Loops'] ?? 0))
}
