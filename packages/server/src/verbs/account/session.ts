// A session: who it belongs to, and what that account is in the organisation it asks for. One look-up a request.
import { randomBytes } from 'node:crypto'
import { SCOPES_OF, type Role } from '@muster/contract/accounts.ts'
import { DAY, type OrgId, type UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { seenBy, type Caller } from '../actor.ts'

export const SESSION_DAYS = 14

export type Account = { id: string; name: string; email: string; twoFactor: boolean }

type AccountRow = { id: string; name: string; email: string; two_factor: boolean }

const ACCOUNT = 'u.id, u.name, u.email, u.two_factor_enabled as two_factor'

// better-auth dates its sessions by the machine's clock, so they are looked at with the same.
const machineTime = (): Date => new Date()

/** Null when there is no such session, or it is over. */
export async function accountOf(world: Pick<World, 'db'>, token: string): Promise<Account | null> {
  const rows = await world.db.query<AccountRow>(
    `select ${ACCOUNT} from account_sessions s join account_users u on u.id = s.user_id where s.token = $1 and s.expires_at > $2`,
    [token, machineTime()],
  )
  const row = rows[0]
  return row === undefined ? null : { id: row.id, name: row.name, email: row.email, twoFactor: row.two_factor }
}

type MemberRow = {
  account_id: string
  account_name: string
  org_id: OrgId | null
  member_id: string
  role: Role
  user_id: UserId | null
  person: string | null
}

export type Found = { ok: true; caller: Caller } | { ok: false; reason: 'session-missing' | 'not-a-member' }

/** What a session may do in the organisation of that slug. An organisation that is not there is not told from one it has no part in. */
export async function memberOf(world: Pick<World, 'db'>, token: string, slug: string): Promise<Found> {
  const rows = await world.db.query<MemberRow>(
    `select u.id as account_id, u.name as account_name, m.org_id, m.id as member_id, m.role, m.user_id, p.name as person
     from account_sessions s join account_users u on u.id = s.user_id
     left join orgs o on o.slug = $2
     left join members m on m.account_id = u.id and m.org_id = o.id
     left join users p on p.org_id = m.org_id and p.id = m.user_id and not p.disabled
     where s.token = $1 and s.expires_at > $3`,
    [token, slug, machineTime()],
  )
  const row = rows[0]
  if (row === undefined) return { ok: false, reason: 'session-missing' }
  if (row.org_id === null) return { ok: false, reason: 'not-a-member' }
  return { ok: true, caller: callerOf({ ...row, org_id: row.org_id }) }
}

function callerOf({
  org_id: orgId,
  account_id: accountId,
  account_name,
  member_id: memberId,
  role,
  user_id,
  person,
}: MemberRow & { org_id: OrgId }): Caller {
  const actor =
    user_id !== null && person !== null
      ? ({ type: 'user', id: user_id, name: person } as const)
      : ({ type: 'member', id: memberId, name: account_name } as const)
  return {
    orgId,
    actor,
    scopes: SCOPES_OF[role],
    // What drew the account in before it was anybody of the rota, it goes on seeing.
    sees: seenBy(SCOPES_OF[role], ...new Set([actor.id, memberId])),
    signedIn: { accountId, memberId, role },
  }
}

export type From = { address: string; userAgent: string }

/** Signs an account in, within the caller's transaction; gives the text of its cookie before it is signed. */
export async function startSession(tx: Tx, accountId: string, { address, userAgent }: From): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const now = machineTime()
  await tx.query(
    `insert into account_sessions (id, user_id, token, expires_at, ip_address, user_agent, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [
      randomBytes(18).toString('base64url'),
      accountId,
      token,
      new Date(now.getTime() + SESSION_DAYS * DAY),
      address,
      userAgent.slice(0, 500),
      now,
    ],
  )
  return token
}
