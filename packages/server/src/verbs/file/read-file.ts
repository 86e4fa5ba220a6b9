// Gives back a file of an incident's log, for as long as its entry counts.
import { sizeInWords } from '@muster/core/protocol/file.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import { readPiece } from '../../store/files.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'

/** `sha256` in hex, `size` in bytes. `pieces` reads as fast as somebody takes, and holds one piece in memory. */
export type FoundFile = { name: string; size: number; sha256: string; head: Buffer; pieces: () => AsyncGenerator<Buffer> }

const PIECE = 256 * 1024
/** What tells a picture. */
const HEAD = 16

export async function fileOf(world: World, caller: Caller, { id, seq }: { id: string; seq: number }): Promise<FoundFile> {
  permit(caller, 'incident.read')
  const { incident, described, head } = await world.db.app(caller, async (tx) => {
    const found = await findIncident(tx, id)
    return {
      incident: found,
      described: await describedAt(tx, found, seq),
      head: await readPiece(tx, found, { seq, from: 0, length: HEAD }),
    }
  })
  if (described === null)
    throw new Refused('NOT_FOUND', {
      reason: 'no-such-file',
      hint: `Entry ${seq} of the log is no file. The log shows which entries are.`,
    })
  if (head === null)
    throw new Refused('NOT_FOUND', {
      reason: 'file-taken-back',
      hint: `${described.name} (${sizeInWords(described.size)}) was taken back: the log says who did it and why. Whoever has it can add it again.`,
    })
  async function* pieces() {
    for (let from = 0; from < (described?.size ?? 0); from += PIECE) {
      const at = from
      const piece = await world.db.app(caller, (tx) => readPiece(tx, incident, { seq, from: at, length: PIECE }))
      if (piece === null) throw new Error('A file was taken back while it was read')
      yield piece
    }
  }
  return { ...described, head, pieces }
}

type Described = Pick<FoundFile, 'name' | 'size' | 'sha256'>

async function describedAt(tx: Tx, incidentId: IncidentId, seq: number): Promise<Described | null> {
  const { rows } = await tx.query<{ body: string }>(
    `select body from log_entries where incident_id = $1 and seq = $2 and type = 'file.added'`,
    [incidentId, seq],
  )
  if (rows[0] === undefined) return null
  const { name, size, sha256 } = JSON.parse(rows[0].body) as Record<string, unknown>
  return { name: String(name), size: Number(size), sha256: String(sha256) }
}
