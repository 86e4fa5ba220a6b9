// What each statement really read, as EXPLAIN (ANALYZE, BUFFERS) tells it: PostgreSQL explains the server's own statements while it works.
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Measured } from '../muster.ts'

/** The most rows one run of a statement read from tables and indexes, and the pages of 8 KB it touched. */
export type Reading = { statement: string; rows: number; buffers: number }

const SETTINGS = {
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_parameter_max_length': '0',
} as const

type Plan = { 'Node Type': string; 'Actual Rows': number; 'Actual Loops': number; Plans?: Plan[] | undefined } & Partial<
  Record<string, unknown>
>

const plan: z.ZodType<Plan> = z.looseObject({
  'Node Type': z.string(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  Plans: z.lazy(() => z.array(plan)).optional(),
})
const explained = z.object({ 'Query Text': z.string(), Plan: plan })

/** Explains everything the server asks while `work` goes on. */
export async function explain({ db, muster }: Measured, work: () => Promise<void>): Promise<Reading[]> {
  await db.query(`load 'auto_explain'`)
  await db.query('set auto_explain.log_min_duration = -1')
  for (const [name, value] of Object.entries(SETTINGS)) await db.query(`alter system set ${name} = '${value}'`)
  await db.query(`alter system set session_preload_libraries = 'auto_explain'`)
  await db.query('select pg_reload_conf()')
  // New sessions only: those that are open are ended, and the server opens others.
  await db.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()')
  await sleep(1_000)
  const file = join(muster.dataFolder, 'postgres.log')
  const { size } = await stat(file)
  await work()
  await sleep(1_000)
  await db.query('alter system reset all')
  await db.query('select pg_reload_conf()')
  return readingsIn((await readFile(file)).subarray(size).toString('utf8'))
}

function readingsIn(log: string): Reading[] {
  const worst = new Map<string, Reading>()
  // A plan is logged as JSON whose further lines begin with a tab.
  for (const [, text] of log.matchAll(/plan:\n((?:\t.*\n)+)/g)) {
    const read = explained.safeParse(JSON.parse(text ?? ''))
    if (!read.success) continue
    const statement = read.data['Query Text'].replace(/\s+/g, ' ').trim()
    const reading = { statement, rows: rowsIn(read.data.Plan), buffers: buffersIn(read.data.Plan) }
    if (reading.rows >= (worst.get(statement)?.rows ?? -1)) worst.set(statement, reading)
  }
  return [...worst.values()]
}

const FROM_STORE = new Set(['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Heap Scan', 'Tid Scan', 'Sample Scan'])
const IN_VAIN = ['Rows Removed by Filter', 'Rows Removed by Index Recheck', 'Rows Removed by Join Filter']

function rowsIn(node: Plan): number {
  const own = FROM_STORE.has(node['Node Type']) ? node['Actual Rows'] : 0
  const inVain = IN_VAIN.reduce((sum, name) => sum + Number(node[name] ?? 0), 0)
  return Math.round((own + inVain) * node['Actual Loops']) + (node.Plans ?? []).reduce((sum, child) => sum + rowsIn(child), 0)
}

const buffersIn = (node: Plan) => Number(node['Shared Hit Blocks'] ?? 0) + Number(node['Shared Read Blocks'] ?? 0)
