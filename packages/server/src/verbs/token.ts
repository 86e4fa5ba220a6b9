// Finds the caller behind an API token. Only digests are stored.
import type { Scope } from '@muster/contract/api.ts'
import { MINUTE, type Instant, type OrgId } from '@muster/core/vocabulary.ts'
import { digest } from '../secrets.ts'
import type { World } from '../world.ts'
import { seenBy, type Caller } from './actor.ts'

type Row = { id: string; org_id: OrgId; name: string; scopes: Scope[]; last_used_at: Instant | null }

export async function callerOf(world: Pick<World, 'db' | 'clock'>, token: string): Promise<Caller | null> {
  const rows = await world.db.query<Row>(
    'select id, org_id, name, scopes, last_used_at from tokens where hash = $1 and revoked_at is null',
    [digest(token)],
  )
  const row = rows[0]
  if (row === undefined) return null
  await noteUse(world, row)
  return { orgId: row.org_id, actor: { type: 'token', name: row.name }, scopes: row.scopes, sees: seenBy(row.scopes, row.id) }
}

/** Written once a minute a token, whoever asks and however often: a script that polls must not be a stream of updates. */
async function noteUse({ db, clock }: Pick<World, 'db' | 'clock'>, { org_id, id, last_used_at }: Row): Promise<void> {
  const now = clock.now()
  if (last_used_at !== null && last_used_at > now - MINUTE) return
  await db.query('update tokens set last_used_at = $3 where org_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $4)', [
    org_id,
    id,
    now,
    now - MINUTE,
  ])
}
