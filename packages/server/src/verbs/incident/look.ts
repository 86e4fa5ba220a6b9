// Somebody has an incident open: who else has, and how far each of them has read.
import type { Presence } from '@muster/contract/presence.ts'
import { HOUR, SECOND, type IncidentId, type Instant } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { findIncident } from '../read/find.ts'
import { iso } from '../read/views.ts'

/** A browser says so every half minute; one that missed a word is still here. */
const HERE_MS = 75 * SECOND
const REMEMBERED_MS = 24 * HOUR
const MOST = 100

type Row = { member_id: string; name: string; seq: number; at: Instant }

/** A token looks on behalf of nobody: it hears who is here, and leaves no trace. */
export async function look(world: World, caller: Caller, { id, seq }: { id: string; seq: number }): Promise<Presence> {
  permit(caller, 'incident.look')
  const { signedIn, actor } = caller
  const name = 'name' in actor ? actor.name : 'somebody'
  return world.db.app(caller, async (tx) => {
    const incidentId = await findIncident(tx, id)
    const now = world.clock.now()
    const before = signedIn === undefined ? 0 : await readBefore(tx, incidentId, signedIn.memberId)
    if (signedIn !== undefined) await note(tx, [caller.orgId, incidentId, signedIn.memberId, name, seq, now])
    const { rows } = await tx.query<Row>(
      'select member_id, name, seq, at from incident_readers where incident_id = $1 and at > $2 order by at desc, name limit $3',
      [incidentId, now - REMEMBERED_MS, MOST],
    )
    const readers = rows.map((row) => ({
      name: row.name,
      isMe: row.member_id === signedIn?.memberId,
      isHere: now - row.at <= HERE_MS,
      seq: row.seq,
      at: iso(row.at),
    }))
    return { before, readers }
  })
}

async function readBefore(tx: Tx, incidentId: IncidentId, memberId: string): Promise<number> {
  const { rows } = await tx.query<{ seq: number }>('select seq from incident_readers where incident_id = $1 and member_id = $2', [
    incidentId,
    memberId,
  ])
  return rows[0]?.seq ?? 0
}

/** What was read stays read, and nobody has read what is not there yet. */
async function note(tx: Tx, row: [orgId: string, incidentId: string, memberId: string, name: string, seq: number, at: Instant]) {
  await tx.query(
    `insert into incident_readers (org_id, incident_id, member_id, name, seq, at)
     select $1, $2, $3, $4, least($5, i.log_seq), $6 from incidents i where i.id = $2
     on conflict (org_id, incident_id, member_id)
     do update set seq = greatest(incident_readers.seq, excluded.seq), at = excluded.at, name = excluded.name`,
    row,
  )
}
