// The incident's log: append-only, each entry chained by hash to the one before it, so an altered row is found.
import { createHash } from 'node:crypto'
import type { IncidentId, Instant, OrgId } from '@muster/core/vocabulary.ts'
import type { Row, Tx } from './db.ts'
import { hex } from './rows.ts'

export type Draft = { type: string; at: Instant; body: object }
export type Head = { seq: number; hash: Buffer }
export type Entry = { seq: number; at: Instant; type: string; version: number; body: Record<string, unknown> }

export const ENTRY_VERSION = 1

/** Turns drafts into rows after `head`, and gives the new head. */
export function chain(orgId: OrgId, incidentId: IncidentId, head: Head, drafts: readonly Draft[]): { rows: Row[]; head: Head } {
  let { seq, hash } = head
  const rows = drafts.map((draft) => {
    seq += 1
    const body = JSON.stringify(draft.body)
    hash = link(hash, { seq, at: draft.at, type: draft.type, version: ENTRY_VERSION, body })
    return { org_id: orgId, incident_id: incidentId, seq, at: draft.at, type: draft.type, version: ENTRY_VERSION, body, hash: hex(hash) }
  })
  return { rows, head: { seq, hash } }
}

type Stored = { seq: number; at: Instant; type: string; version: number; body: string; hash: Buffer }

/** Bodies enter by their digest, so that a secret can be taken out of one later without breaking the chain. */
function link(previous: Buffer, entry: Omit<Stored, 'hash'>): Buffer {
  const digest = createHash('sha256').update(entry.body).digest()
  return createHash('sha256').update(previous).update(`${entry.seq}|${entry.at}|${entry.type}|${entry.version}|`).update(digest).digest()
}

export async function readLog(tx: Tx, incidentId: IncidentId, after = 0, limit = 1000): Promise<Entry[]> {
  const { rows } = await tx.query<Stored>(
    'select seq, at, type, version, body from log_entries where incident_id = $1 and seq > $2 order by seq limit $3',
    [incidentId, after, limit],
  )
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as Record<string, unknown> }))
}

/** The same of many incidents, each from where it was read to. */
export async function readLogs(tx: Tx, after: ReadonlyMap<IncidentId, number>, limit: number): Promise<Map<IncidentId, Entry[]>> {
  if (after.size === 0) return new Map()
  const { rows } = await tx.query<Stored & { incident_id: IncidentId }>({
    name: 'read-logs',
    text: `select l.* from unnest($1::text[], $2::bigint[]) as k(id, after)
      cross join lateral (select incident_id, seq, at, type, version, body from log_entries where incident_id = k.id and seq > k.after order by seq limit $3) l`,
    values: [[...after.keys()], [...after.values()], limit],
  })
  const entries = rows.map(({ incident_id, body, ...row }) => ({ ...row, incident_id, body: JSON.parse(body) as Record<string, unknown> }))
  return Map.groupBy(entries, (entry) => entry.incident_id)
}

export type Verdict = { ok: true; entries: number } | { ok: false; brokenAt: number }

/** Walks the whole chain and compares its end with the head the incident keeps. */
export async function verifyLog(tx: Tx, incidentId: IncidentId): Promise<Verdict> {
  const { rows } = await tx.query<Stored>(
    'select seq, at, type, version, body, hash from log_entries where incident_id = $1 order by seq',
    [incidentId],
  )
  const kept = await tx.query<{ log_seq: number; log_hash: Buffer }>('select log_seq, log_hash from incidents where id = $1', [incidentId])
  let hash: Buffer = Buffer.alloc(0)
  for (const [index, row] of rows.entries()) {
    hash = link(hash, row)
    if (row.seq !== index + 1 || !hash.equals(row.hash)) return { ok: false, brokenAt: index + 1 }
  }
  const head = kept.rows[0]
  if (head === undefined || head.log_seq !== rows.length || !head.log_hash.equals(hash)) return { ok: false, brokenAt: rows.length + 1 }
  return { ok: true, entries: rows.length }
}
