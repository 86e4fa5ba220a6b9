// The bytes of the files of incidents. Which there are, and whether one still counts, is on the log.
import type { IncidentId, OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'

export type StoredFile = { orgId: OrgId; incidentId: IncidentId; seq: number; bytes: Buffer }

/** Of all files of an incident together. Asked under the incident's lock, it stays so until the transaction ends. */
export async function bytesOfIncident(tx: Tx, incidentId: IncidentId): Promise<number> {
  const { rows } = await tx.query<{ sum: number }>({
    name: 'bytes-of-incident',
    text: `select coalesce(sum(size), 0)::bigint as sum from incident_files where org_id = current_setting('muster.org') and incident_id = $1`,
    values: [incidentId],
  })
  return rows[0]?.sum ?? 0
}

export async function insertFile(tx: Tx, { orgId, incidentId, seq, bytes }: StoredFile): Promise<void> {
  await tx.query('insert into incident_files (org_id, incident_id, seq, size, bytes) values ($1, $2, $3, $4, $5)', [
    orgId,
    incidentId,
    seq,
    bytes.length,
    bytes,
  ])
}

/** Null when there is none, or none any more. */
export async function readFile(tx: Tx, incidentId: IncidentId, seq: number): Promise<Buffer | null> {
  const { rows } = await tx.query<{ bytes: Buffer }>(
    `select bytes from incident_files where org_id = current_setting('muster.org') and incident_id = $1 and seq = $2`,
    [incidentId, seq],
  )
  return rows[0]?.bytes ?? null
}

/** What was taken back may have shown a secret: its bytes go, its entry stays. */
export async function dropFile(tx: Tx, incidentId: IncidentId, seq: number): Promise<void> {
  await tx.query(`delete from incident_files where org_id = current_setting('muster.org') and incident_id = $1 and seq = $2`, [
    incidentId,
    seq,
  ])
}
