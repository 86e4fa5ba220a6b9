// Who changed what: one row in the same transaction as the change.
import { noteChange, type ChangeKind } from '../store/changes.ts'
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
  const kind = CHANGED.find(([words]) => words.test(action))?.[1]
  if (kind !== undefined) noteChange(tx, { orgId: caller.orgId, kind })
}

/** What is audited changes some screen; incidents tell of themselves when they are written. */
const CHANGED: readonly (readonly [RegExp, ChangeKind])[] = [
  [/^silence\./, 'silences'],
  [/^(member|invitation|token|organisation|account)\./, 'account'],
  [/^(config|pack|integration|me|person|contact|browser)\./, 'config'],
]
