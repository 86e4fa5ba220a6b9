// What a new installation needs before anything else: an organisation, a token, and the proof that all nodes share one key.
import type { Instant, OrgId } from '@muster/core/vocabulary.ts'
import { digest, type Secrets } from '../secrets.ts'
import type { Ids } from '../ids.ts'
import type { Db } from './db.ts'

export type FirstStart = { db: Db; ids: Ids; secrets: Secrets; now: Instant; token: string; scopes: readonly string[] }

export type Installed = { orgId: OrgId }

/** Safe to run on every start and by several nodes at once. */
export async function prepareInstallation({ db, ids, secrets, now, token, scopes }: FirstStart): Promise<Installed> {
  await assertSameKey(db, secrets)
  const orgId = await firstOrganisation(db, ids, now)
  await db.engine(async (tx) => {
    // A changed MUSTER_TOKEN replaces the one before it.
    await tx.query(`update tokens set revoked_at = $3 where org_id = $1 and name = 'bootstrap' and hash <> $2 and revoked_at is null`, [
      orgId,
      digest(token),
      now,
    ])
    await tx.query(
      `insert into tokens (org_id, id, name, hash, scopes, created_at) values ($1, $2, 'bootstrap', $3, $4, $5)
       on conflict (hash) do update set revoked_at = null`,
      [orgId, ids('token'), digest(token), scopes, now],
    )
  })
  return { orgId }
}

async function firstOrganisation(db: Db, ids: Ids, now: Instant): Promise<OrgId> {
  await db.query(
    `insert into orgs (id, slug, name, created_at) values ($1, 'default', 'My organisation', $2) on conflict (slug) do nothing`,
    [ids('org'), now],
  )
  const rows = await db.query<{ id: OrgId }>(`select id from orgs where slug = 'default'`)
  const row = rows[0]
  if (row === undefined) throw new Error('The first organisation was not made')
  return row.id
}

/** Links signed with one key and opened with another would fail at night, one phone at a time. */
async function assertSameKey(db: Db, secrets: Secrets): Promise<void> {
  const mine = Buffer.from(secrets.sign('installation', 'key-check'))
  await db.query('insert into installation (key_check) values ($1) on conflict do nothing', [mine])
  const rows = await db.query<{ key_check: Buffer }>('select key_check from installation')
  if (rows[0]?.key_check.equals(mine) === true) return
  throw new Error(
    'This server has another key than the one its database was set up with, so sealed secrets and links could not be opened. ' +
      'Set MUSTER_SECRET to the same value on every node, or bring the file secret.key from the first data folder.',
  )
}
