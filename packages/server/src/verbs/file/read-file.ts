// Gives back a file of an incident's log, for as long as its entry counts.
import { sizeInWords } from '@muster/core/protocol/file.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import { readFile } from '../../store/files.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'

export type FoundFile = { name: string; bytes: Buffer }

export async function fileOf(world: World, caller: Caller, { id, seq }: { id: string; seq: number }): Promise<FoundFile> {
  permit(caller, 'incident.read')
  return world.db.app(caller, async (tx) => {
    const incident = await findIncident(tx, id)
    const described = await describedAt(tx, incident, seq)
    const bytes = described === null ? null : await readFile(tx, incident, seq)
    if (described === null)
      throw new Refused('NOT_FOUND', {
        reason: 'no-such-file',
        hint: `Entry ${seq} of the log is no file. The log shows which entries are.`,
      })
    if (bytes === null)
      throw new Refused('NOT_FOUND', {
        reason: 'file-taken-back',
        hint: `${described.name} (${sizeInWords(described.size)}) was taken back: the log says who did it and why. Whoever has it can add it again.`,
      })
    return { name: described.name, bytes }
  })
}

async function describedAt(tx: Tx, incidentId: IncidentId, seq: number): Promise<{ name: string; size: number } | null> {
  const { rows } = await tx.query<{ body: string }>(
    `select body from log_entries where incident_id = $1 and seq = $2 and type = 'file.added'`,
    [incidentId, seq],
  )
  const body: unknown = rows[0] === undefined ? null : JSON.parse(rows[0].body)
  if (body === null) return null
  const { name, size } = Object(body) as { name: unknown; size: unknown }
  return { name: String(name), size: Number(size) }
}
