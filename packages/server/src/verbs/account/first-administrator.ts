// The way into an installation nobody has signed in to yet: one link, printed when the server starts.
import { DAY, type OrgId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { makeInvitation } from './invitations.ts'

/** Null once anybody is a member. A new start makes a new link, and the ones before are worth nothing. */
export async function inviteFirstAdministrator(
  world: Pick<World, 'db' | 'ids' | 'clock' | 'publicUrl'>,
  orgId: OrgId,
): Promise<{ link: string } | null> {
  return world.db.engine(async (tx) => {
    const { rows } = await tx.query('select from members where org_id = $1 limit 1', [orgId])
    if (rows.length > 0) return null
    await tx.query(
      `update invitations set revoked_at = $2 where org_id = $1 and created_by ->> 'type' = 'system' and accepted_at is null and revoked_at is null`,
      [orgId, world.clock.now()],
    )
    const nobody = { orgId, actor: { type: 'system' } } as const
    const { link } = await makeInvitation(world, tx, nobody, { email: null, role: 'administrator', userId: null, lifeMs: DAY })
    return { link }
  })
}
