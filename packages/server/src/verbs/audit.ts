// Who changed what: one row in the same transaction as the change.
import type { Tx } from '../store/db.ts'
import type { World } from '../world.ts'
import type { Caller } from './actor.ts'

export type Audited = { action: string; subject: string; detail?: object }

export async function audit(
  world: Pick<World, 'ids' | 'clock'>,
  tx: Tx,
  caller: Caller,
  { action, subject, detail = {} }: Audited,
): Promise<void> {
  await tx.query('insert into audit (org_id, id, at, actor, action, subject, detail) values ($1, $2, $3, $4, $5, $6, $7)', [
    caller.orgId,
    world.ids('audit'),
    world.clock.now(),
    JSON.stringify(caller.actor),
    action,
    subject,
    JSON.stringify(detail),
  ])
}
