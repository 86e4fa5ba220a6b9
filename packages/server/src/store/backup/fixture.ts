// What tests of backups share: a place for files, every row of a database as text, and backups that tell lies.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Connection } from '../db.ts'
import { inSession } from './session.ts'

export type Folder = { file: (name: string) => string; remove: () => void }

export function temporaryFolder(): Folder {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-backup-'))
  return { file: (name) => path.join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Every row of every table as PostgreSQL writes it, by table; the catalogue says which tables there are. */
export function everyRow(connection: Connection): Promise<Record<string, string[]>> {
  return inSession(connection, async (client) => {
    const found: Record<string, string[]> = {}
    const tables = await client.query<{ name: string }>(
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    )
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)
      found[name] = rows.map(({ row }) => row)
    }
    return found
  })
}

/** Changes what is inside a backup and makes its checksum right again: only its contents can give it away. */
export function rewritten(from: string, to: string, change: (text: string) => string): string {
  const lines = gunzipSync(readFileSync(from)).toString('utf8').split('\n').slice(0, -2).join('\n')
  const changed = change(`${lines}\n`)
  const sha256 = createHash('sha256').update(changed).digest('hex')
  writeFileSync(to, gzipSync(`${changed}${JSON.stringify({ sha256 })}\n`))
  return to
}
