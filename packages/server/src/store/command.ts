// Command of an umbrella, handed down to its parts: written on each part's own log, by which its protocol goes.
import type { Moment } from '@muster/core/page/climb.ts'
import type { Facts } from '@muster/core/protocol/facts.ts'
import type { Pack } from '@muster/core/protocol/pack.ts'
import { isOver } from '@muster/core/protocol/standing.ts'
import { IN_COMMAND, partsIn, passedDown, THROUGH_UMBRELLA, umbrellaIn } from '@muster/core/several/umbrella.ts'
import type { IncidentId } from '@muster/core/vocabulary.ts'
import type { Tx } from './db.ts'
import type { FactsCache } from './facts.ts'
import { record, type Held } from './held.ts'
import { stopCalling } from './roles.ts'
import { readSoon } from './protocol-row.ts'

type Passing = { part: Facts; umbrella: { facts: Facts; number: number } | null; pack: Pack; moment: Moment }

export function passDown(held: Held, { part, umbrella, pack, moment }: Passing): void {
  const passed = passedDown(part, umbrella?.facts ?? null)
  if (passed === null) return
  const { type, ...who } = passed
  record(held, type, moment.now, {
    by: { type: 'system' },
    role: IN_COMMAND,
    name: pack.roles.find(({ id }) => id === IN_COMMAND)?.name ?? IN_COMMAND,
    through: THROUGH_UMBRELLA,
    ...(umbrella !== null && { umbrella: umbrella.number, ...(isOver(umbrella.facts) && { isOver: true }) }),
    ...who,
  })
  if (passed.type === 'role.taken') stopCalling(held, { role: IN_COMMAND, by: { type: 'system' }, moment, holder: passed.who })
  // The protocol counts from here on.
  held.readAgainAt = moment.now
}

type Reading = { facts: FactsCache; pack: Pack; moment: Moment; all: ReadonlyMap<IncidentId, Held> }

/** When an incident is read: as a part it looks up to its umbrella, as an umbrella it wakes the parts that have not heard yet. */
export async function followUmbrella(tx: Tx, held: Held, { facts, pack, moment, all }: Reading): Promise<void> {
  const own = await facts.of(tx, held.incident.id)
  const above = umbrellaIn(own)
  if (above !== null) {
    const { rows } = await tx.query<{ number: number }>('select number from incidents where org_id = $1 and id = $2', [
      held.incident.orgId,
      above,
    ])
    const umbrella = { facts: await facts.of(tx, above as IncidentId), number: Number(rows[0]?.number) }
    passDown(held, { part: own, umbrella, pack, moment })
  }
  const parts = partsIn(own) as IncidentId[]
  if (parts.length === 0) return
  const folded = await facts.ofMany(tx, parts)
  const waiting = parts.filter((id) => passedDown(folded.get(id) ?? own, own) !== null)
  for (const id of waiting) {
    const part = all.get(id)
    if (part !== undefined) part.readAgainAt = moment.now
  }
  // Their own turn comes at once; nobody else's lock is waited for.
  const { orgId } = held.incident
  await readSoon(
    tx,
    waiting.filter((id) => !all.has(id)).map((id) => ({ orgId, id })),
    moment.now,
  )
}
