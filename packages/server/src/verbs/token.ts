// Finds the caller behind an API token. Only digests are stored.
import type { Scope } from '@muster/contract/api.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { digest } from '../secrets.ts'
import type { Db } from '../store/db.ts'
import type { Caller } from './actor.ts'

export async function callerOf(db: Db, token: string): Promise<Caller | null> {
  const rows = await db.query<{ org_id: OrgId; name: string; scopes: Scope[] }>(
    'select org_id, name, scopes from tokens where hash = $1 and revoked_at is null',
    [digest(token)],
  )
  const row = rows[0]
  return row === undefined ? null : { orgId: row.org_id, actor: { type: 'token', name: row.name }, scopes: row.scopes }
}
