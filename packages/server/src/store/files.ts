// The bytes of the files of incidents. Which there are, and whether one still counts, is on the log.
import type { IncidentId, OrgId } from '@muster/core/vocabulary.ts'
import { withAllEyes, type Tx } from './db.ts'

export type Piece = { seq: number; from: number; length: number }
export type StoredFile = { orgId: OrgId; incidentId: IncidentId; seq: number; bytes: Buffer }

/** In bytes: of all files of an incident together, which stays so under the incident's lock, and of the whole organisation, about. */
export async function bytesBeside(tx: Tx, incidentId: IncidentId): Promise<{ ofIncident: number; ofAll: number }> {
  const { rows } = await withAllEyes(tx, () =>
    tx.query<{ of_incident: number; of_all: number }>({
      name: 'bytes-beside',
      text: `select coalesce(sum(size) filter (where incident_id = $1), 0)::bigint as of_incident, coalesce(sum(size), 0)::bigint as of_all
        from incident_files where org_id = current_setting('muster.org')`,
      values: [incidentId],
    }),
  )
  return { ofIncident: rows[0]?.of_incident ?? 0, ofAll: rows[0]?.of_all ?? 0 }
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

/** So many bytes from there on; null when there is no such file, or none any more. Kept as it came, any piece of it is as near as the first. */
export async function readPiece(tx: Tx, incidentId: IncidentId, { seq, from, length }: Piece): Promise<Buffer | null> {
  const { rows } = await tx.query<{ piece: Buffer }>({
    name: 'piece-of-file',
    text: `select substring(bytes from $3::int for $4::int) as piece from incident_files
      where org_id = current_setting('muster.org') and incident_id = $1 and seq = $2`,
    values: [incidentId, seq, from + 1, length],
  })
  return rows[0]?.piece ?? null
}

/** What was taken back may have shown a secret: its bytes go, its entry stays. */
export async function dropFile(tx: Tx, incidentId: IncidentId, seq: number): Promise<void> {
  await tx.query(`delete from incident_files where org_id = current_setting('muster.org') and incident_id = $1 and seq = $2`, [
    incidentId,
    seq,
  ])
}
