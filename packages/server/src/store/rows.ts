// Many rows in one statement: the row objects travel as one JSON parameter and PostgreSQL gives them the table's own types.
import type { Row, Tx } from './db.ts'

/** Inserts all rows at once. Keys of the first row name the columns; all rows have the same keys. */
export async function insertRows(tx: Tx, table: string, rows: readonly Row[], onConflict = ''): Promise<number> {
  const first = rows[0]
  if (first === undefined) return 0
  const columns = Object.keys(first).join(', ')
  const text = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1) ${onConflict}`
  const result = await tx.query({ name: `insert:${table}`.slice(0, 40) + hash(text), text, values: [JSON.stringify(rows)] })
  return result.rowCount ?? 0
}

/**
 * Inserts rows, or replaces the named columns of those that exist. What is `fixed` never changes once inserted: naming a column of
 * a unique index in an update, with the same value even, would lock out every insert that refers to the row.
 */
export function upsertRows(
  tx: Tx,
  table: string,
  rows: readonly Row[],
  on: string | { key: string; fixed: readonly string[] },
): Promise<number> {
  const first = rows[0]
  if (first === undefined) return Promise.resolve(0)
  const { key, fixed } = typeof on === 'string' ? { key: on, fixed: [] } : on
  const left = [...key.split(',').map((column) => column.trim()), ...fixed]
  const changes = Object.keys(first).filter((column) => !left.includes(column))
  return insertRows(
    tx,
    table,
    rows,
    `on conflict (${key}) do update set ${changes.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  )
}

/** Updates rows that exist, by key; cheaper than an upsert because nothing is tried first. */
export async function updateRows(tx: Tx, table: string, rows: readonly Row[], key: string[]): Promise<number> {
  const first = rows[0]
  if (first === undefined) return 0
  const sets = Object.keys(first)
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = r.${column}`)
    .join(', ')
  const where = key.map((column) => `t.${column} = r.${column}`).join(' and ')
  const text = `update ${table} t set ${sets} from jsonb_populate_recordset(null::${table}, $1) r where ${where}`
  const result = await tx.query({ name: `update:${table}`.slice(0, 40) + hash(text), text, values: [JSON.stringify(rows)] })
  return result.rowCount ?? 0
}

/** bytea as it travels inside JSON. */
export function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`
}

// Statement names are cut at 63 bytes by PostgreSQL; two statements must not share one.
function hash(text: string): string {
  let h = 0
  for (let i = 0; i < text.length; i += 1) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0
  return (h >>> 0).toString(36)
}
