// The way back for a forgotten password: an administrator makes a one-time link, and whoever it is for chooses a new one.
import { randomBytes } from 'node:crypto'
import type { Actor } from '@muster/core/page/page.ts'
import { DAY, type OrgId } from '@muster/core/vocabulary.ts'
import { hashPassword } from 'better-auth/crypto'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { iso } from '../read/views.ts'
import { makeInvitation, openInvitation, worthless } from './invitations.ts'
import { membershipOf, type Joined, type Joining } from './join.ts'
import { lockMember } from './members.ts'
import { startSession, type From } from './session.ts'

const LINK_LIFE = DAY

/** The links made before for the same account are worth nothing from then on. */
export async function makeResetLink(world: World, caller: Caller, { id }: { id: string }): Promise<{ link: string; expiresAt: string }> {
  permit(caller, 'member.reset-link')
  // The engine's, because only it sees what else the account belongs to.
  return world.db.engine(async (tx) => {
    const { account_id: accountId, role, user_id: userId } = await lockMember(tx, caller, id)
    if (caller.signedIn?.accountId !== accountId) await refuseElsewhere(tx, { accountId, orgId: caller.orgId })
    await tx.query(
      'update invitations set revoked_at = $3 where org_id = $1 and account_id = $2 and accepted_at is null and revoked_at is null',
      [caller.orgId, accountId, world.clock.now()],
    )
    const maker = { orgId: caller.orgId, actor: asMember(caller) }
    const { row, link } = await makeInvitation(world, tx, maker, { email: null, role, userId, accountId, lifeMs: LINK_LIFE })
    await audit(world, tx, caller, { action: 'member.reset-link', subject: id })
    return { link, expiresAt: iso(row.expires_at) }
  })
}

/** By the member, who stays the same when persons are linked anew: so a link for oneself is known as one when it is opened. */
function asMember({ actor, signedIn }: Caller): Actor {
  return signedIn === undefined || actor.type === 'system' ? actor : { type: 'member', id: signedIn.memberId, name: actor.name }
}

async function refuseElsewhere(tx: Tx, { accountId, orgId }: { accountId: string; orgId: OrgId }): Promise<void> {
  const { rows } = await tx.query('select from members where account_id = $1 and org_id <> $2 limit 1', [accountId, orgId])
  if (rows.length === 0) return
  throw new Refused('CONFLICT', {
    reason: 'belongs-elsewhere',
    hint: 'This account belongs to another organisation too, so its password is not for one of them to set. They can sign in another way and change it on My page; or you remove them here, and invite another address of theirs.',
  })
}

type ForgetfulRow = { id: string; name: string; two_factor_enabled: boolean; member_id: string }

/** No session is started for an account with a second factor: that one is still to be asked for. */
export async function acceptReset(world: World, { token, password }: Joining, from: From): Promise<Joined> {
  if (password === undefined)
    throw new Refused('INVALID', {
      reason: 'incomplete',
      hint: 'Choose a new password.',
      faults: [{ at: 'password', says: 'Choose a new password' }],
    })
  const hash = await hashPassword(password)
  return world.db.engine(async (tx) => {
    const { org_id: orgId, id, account_id, created_by } = await openInvitation(world, tx, token)
    // Locked, so that nobody joins another organisation meanwhile: a member's row refers to this one.
    const { rows } = await tx.query<ForgetfulRow>(
      `select u.id, u.name, u.two_factor_enabled, m.id as member_id from account_users u join members m on m.account_id = u.id
       where u.id = $1 and m.org_id = $2 for update of u`,
      [account_id, orgId],
    )
    const account = rows[0]
    if (account === undefined) throw worthless('NOT_FOUND', 'unknown')
    const isOwn = created_by.type === 'member' && created_by.id === account.member_id
    if (!isOwn) await refuseElsewhere(tx, { accountId: account.id, orgId })
    await setPassword(tx, account.id, hash)
    await signOutEverywhere(tx, account.id)
    await tx.query('update invitations set accepted_at = $3, accepted_by = $4 where org_id = $1 and id = $2', [
      orgId,
      id,
      world.clock.now(),
      account.id,
    ])
    const actor: Actor = { type: 'member', id: account.member_id, name: account.name }
    await audit(world, tx, { orgId, actor, scopes: [], sees: [] }, { action: 'member.reset-password', subject: account.member_id })
    const session = account.two_factor_enabled ? null : await startSession(tx, account.id, from)
    return { membership: await membershipOf(tx, { orgId, memberId: account.member_id }), session }
  })
}

/** An account that only the identity provider signed in so far gets its first password. */
async function setPassword(tx: Tx, accountId: string, hash: string): Promise<void> {
  await tx.query(
    `insert into account_credentials (id, user_id, account_id, provider_id, password, created_at, updated_at)
     values ($1, $2, $2, 'credential', $3, $4, $4)
     on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at`,
    [randomBytes(18).toString('base64url'), accountId, hash, new Date()],
  )
}

/** Sign-ins that wait for their second factor, and devices that need none, are kept by better-auth under the account's id. */
async function signOutEverywhere(tx: Tx, accountId: string): Promise<void> {
  await tx.query('delete from account_sessions where user_id = $1', [accountId])
  await tx.query('delete from account_verifications where value = $1', [accountId])
}
