// What an invitation is for, and taking it: an account that is signed in joins, or a new one is made and signed in.
import { randomBytes } from 'node:crypto'
import type { Role } from '@muster/contract/accounts.ts'
import type { Actor } from '@muster/core/page/page.ts'
import { hashPassword } from 'better-auth/crypto'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { Refused } from '../actor.ts'
import { audit } from '../audit.ts'
import { openInvitation, type InvitationRow } from './invitations.ts'
import { membership, type Membership } from './me.ts'
import { startSession, type Account, type From } from './session.ts'

export type Joining = { token: string; name?: string | undefined; email?: string | undefined; password?: string | undefined }
/** `session` is the text of a new session's cookie, before it is signed; null for the account that was signed in already. */
export type Joined = { membership: Membership; session: string | null }

type OrgRow = { slug: string; name: string }

export async function lookAtInvitation(world: World, token: string) {
  return world.db.engine(async (tx) => {
    const { org_id, role, email, account_id } = await openInvitation(world, tx, token)
    return {
      organisation: await organisation(tx, org_id),
      role,
      email,
      reset: account_id === null ? null : await nameAndEmail(tx, account_id),
    }
  })
}

export async function acceptSignedIn(world: World, account: Account, token: string): Promise<Joined> {
  return world.db.engine(async (tx) => {
    const invitation = await openForJoining(world, tx, token)
    if (invitation.email !== null && invitation.email !== account.email)
      throw new Refused('CONFLICT', {
        reason: 'invitation-for-another',
        hint: `This invitation is for ${invitation.email}, and you are signed in as ${account.email}. Sign out, then open the link again.`,
      })
    return { membership: await take(world, tx, { invitation, account }), session: null }
  })
}

async function openForJoining(world: World, tx: Tx, token: string): Promise<InvitationRow> {
  const row = await openInvitation(world, tx, token)
  if (row.account_id === null) return row
  throw new Refused('CONFLICT', { reason: 'link-for-password', hint: 'This link sets a new password: it makes nobody a member.' })
}

export async function acceptAsNew(world: World, joining: Joining, from: From): Promise<Joined> {
  // Looked at first, so that a guessed link does not cost the work of a password.
  const { email: invited } = await lookAtInvitation(world, joining.token)
  const { name, email, password } = complete(joining, invited)
  const hash = await hashPassword(password)
  return world.db.engine(async (tx) => {
    const invitation = await openForJoining(world, tx, joining.token)
    // Whoever invited vouches for the address they wrote; one that was chosen here is nobody's word.
    const account = await makeAccount(tx, { name, email, emailVerified: invitation.email !== null, passwordHash: hash })
    return { membership: await take(world, tx, { invitation, account }), session: await startSession(tx, account.id, from) }
  })
}

function complete({ name, email, password }: Joining, invited: string | null): { name: string; email: string; password: string } {
  const address = invited ?? email
  if (
    name !== undefined &&
    address !== undefined &&
    password !== undefined &&
    (invited === null || email === undefined || email === invited)
  )
    return { name, email: address, password }
  const faults = [
    ...(name === undefined ? [{ at: 'name', says: 'Write your name, as the others know you' }] : []),
    ...(address === undefined ? [{ at: 'email', says: 'Write your e-mail address: you sign in with it' }] : []),
    ...(invited !== null && email !== undefined && email !== invited ? [{ at: 'email', says: `This invitation is for ${invited}` }] : []),
    ...(password === undefined ? [{ at: 'password', says: 'Choose a password; or sign in first, and open the link again' }] : []),
  ]
  throw new Refused('INVALID', { reason: 'incomplete', hint: 'A new account needs a name, an e-mail address and a password.', faults })
}

export type NewAccount = { name: string; email: string; emailVerified: boolean; passwordHash: string | null }

export async function makeAccount(tx: Tx, { name, email, emailVerified, passwordHash }: NewAccount): Promise<Account> {
  const id = randomBytes(18).toString('base64url')
  const now = new Date()
  const { rowCount } = await tx.query(
    `insert into account_users (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, $4, $5, $5) on conflict (email) do nothing`,
    [id, name, email, emailVerified, now],
  )
  if (rowCount !== 1)
    throw new Refused('CONFLICT', {
      reason: 'account-exists',
      hint: `There is an account for ${email} already. Sign in, then open the link again.`,
    })
  if (passwordHash !== null)
    await tx.query(
      `insert into account_credentials (id, user_id, account_id, provider_id, password, created_at, updated_at) values ($1, $2, $2, 'credential', $3, $4, $4)`,
      [randomBytes(18).toString('base64url'), id, passwordHash, now],
    )
  return { id, name, email, twoFactor: false }
}

async function take(
  world: World,
  tx: Tx,
  { invitation, account }: { invitation: InvitationRow; account: Pick<Account, 'id' | 'name'> },
): Promise<Membership> {
  const { org_id: orgId, id, role, user_id } = invitation
  const now = world.clock.now()
  const added = await addMember(world, tx, { orgId, accountId: account.id, role, userId: user_id })
  if (added === null)
    throw new Refused('CONFLICT', {
      reason: 'already-member',
      hint: 'You belong to this organisation already. An administrator can change your role.',
    })
  await tx.query('update invitations set accepted_at = $3, accepted_by = $4 where org_id = $1 and id = $2', [orgId, id, now, account.id])
  const actor: Actor = { type: 'member', id: added, name: account.name }
  await audit(
    world,
    tx,
    { orgId, actor, scopes: [], sees: [] },
    { action: 'invitation.accept', subject: id, detail: { member: added, role } },
  )
  return membershipOf(tx, { orgId, memberId: added })
}

type Adding = { orgId: InvitationRow['org_id']; accountId: string; role: Role; userId: InvitationRow['user_id'] }

/** The new member's id; null for an account that is one already. A person who is another member by now stays with that one. */
export async function addMember(
  world: Pick<World, 'ids' | 'clock'>,
  tx: Tx,
  { orgId, accountId, role, userId }: Adding,
): Promise<string | null> {
  const id = world.ids('member')
  const { rowCount } = await tx.query(
    `insert into members (org_id, id, account_id, role, user_id, created_at)
     values ($1, $2, $3, $4, (select u.id from users u where u.org_id = $1 and u.id = $5
       and not exists (select from members m where m.org_id = $1 and m.user_id = $5)), $6)
     on conflict (account_id, org_id) do nothing`,
    [orgId, id, accountId, role, userId, world.clock.now()],
  )
  return rowCount === 1 ? id : null
}

/** Someone whom the identity provider vouches for takes every invitation that is open for their address. */
export async function acceptFor(world: World, account: Pick<Account, 'id' | 'name' | 'email'>): Promise<void> {
  await world.db.engine(async (tx) => {
    for (const invitation of await openFor(world, tx, account.email)) {
      await tx.query('savepoint one')
      try {
        await take(world, tx, { invitation, account })
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        await tx.query('rollback to savepoint one')
      }
    }
  })
}

export async function isInvited(world: World, email: string): Promise<boolean> {
  return world.db.engine(async (tx) => (await openFor(world, tx, email)).length > 0)
}

async function openFor(world: World, tx: Tx, email: string): Promise<InvitationRow[]> {
  const { rows } = await tx.query<InvitationRow>(
    `select org_id, id, role, user_id from invitations where email = $1 and accepted_at is null and revoked_at is null and expires_at > $2
     order by id limit 100 for update`,
    [email.toLowerCase(), world.clock.now()],
  )
  return rows
}

async function nameAndEmail(tx: Tx, accountId: string): Promise<{ name: string; email: string } | null> {
  const { rows } = await tx.query<{ name: string; email: string }>('select name, email from account_users where id = $1', [accountId])
  return rows[0] ?? null
}

async function organisation(tx: Tx, orgId: string): Promise<OrgRow> {
  const { rows } = await tx.query<OrgRow>('select slug, name from orgs where id = $1', [orgId])
  return rows[0] ?? { slug: '', name: '' }
}

type MembershipRow = OrgRow & { role: Role; person_slug: string | null; person_name: string | null }

export async function membershipOf(tx: Tx, { orgId, memberId }: { orgId: string; memberId: string }): Promise<Membership> {
  const { rows } = await tx.query<MembershipRow>(
    `select o.slug, o.name, m.role, p.slug as person_slug, p.name as person_name from members m join orgs o on o.id = m.org_id
     left join users p on p.org_id = m.org_id and p.id = m.user_id where m.org_id = $1 and m.id = $2`,
    [orgId, memberId],
  )
  const row = rows[0]
  if (row === undefined) throw new Error('The member just added is not there')
  return membership(row)
}
