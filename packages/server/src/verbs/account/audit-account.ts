// What somebody changes about their own way in stands in the audit of every organisation they belong to.
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { audit } from '../audit.ts'

export type AccountAction =
  | 'account.two-factor-on'
  | 'account.two-factor-off'
  | 'account.recovery-codes-made'
  | 'account.password-changed'
  | 'account.passkey-added'
  | 'account.passkey-removed'

export async function auditAccount(
  world: Pick<World, 'db' | 'ids' | 'clock'>,
  { id, name }: { id: string; name: string },
  action: AccountAction,
): Promise<void> {
  await world.db.engine(async (tx) => {
    const { rows } = await tx.query<{ org_id: OrgId; id: string }>('select org_id, id from members where account_id = $1', [id])
    for (const row of rows) {
      const actor = { type: 'member', id: row.id, name } as const
      await audit(world, tx, { orgId: row.org_id, actor, scopes: [], sees: [] }, { action, subject: row.id })
    }
  })
}
