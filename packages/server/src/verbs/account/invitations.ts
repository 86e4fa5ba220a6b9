// Invitations: a one-time link that makes whoever opens it a member. Only its digest is stored.
import { randomBytes } from 'node:crypto'
import type { InvitationView, Role } from '@muster/contract/accounts.ts'
import type { Actor } from '@muster/core/page/page.ts'
import { DAY, type Instant, type OrgId, type UserId } from '@muster/core/vocabulary.ts'
import { digest } from '../../secrets.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { personNamed } from '../read/find.ts'
import { iso } from '../read/views.ts'
import { pageOf, placeOf, type Asked } from './youngest-first.ts'

const INVITATION_LIFE = 7 * DAY

export type InvitationRow = {
  org_id: OrgId
  id: string
  email: string | null
  role: Role
  user_id: UserId | null
  /** Whose password the link sets; null for one that is for joining. */
  account_id: string | null
  created_by: Actor
  created_at: Instant
  expires_at: Instant
  accepted_at: Instant | null
  revoked_at: Instant | null
}

const COLUMNS = 'org_id, id, email, role, user_id, account_id, created_by, created_at, expires_at, accepted_at, revoked_at'

export type Invited = { email: string | null; role: Role; userId: UserId | null; accountId?: string }
export type Made = { row: InvitationRow; link: string }

export async function listInvitations(world: World, caller: Caller, { limit, cursor }: Asked) {
  permit(caller, 'invitation.read')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const { rows } = await tx.query<InvitationRow>(
      `select ${COLUMNS} from invitations where org_id = $1 and account_id is null and (created_at, id) < ($2, $3)
       order by created_at desc, id desc limit $4`,
      [caller.orgId, ...placeOf(cursor), limit + 1],
    )
    const now = world.clock.now()
    return pageOf(rows, { limit, at: (row) => row.created_at }, (row) => view(row, config, now))
  })
}

export type InvitationInput = { email: string | null; role: Role; person: string | null }

export async function createInvitation(world: World, caller: Caller, { email, role, person }: InvitationInput) {
  permit(caller, 'invitation.create')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const userId = person === null ? null : personNamed(config, person).id
    const { row, link } = await makeInvitation(world, tx, caller, { email, role, userId, lifeMs: INVITATION_LIFE })
    await audit(world, tx, caller, { action: 'invitation.create', subject: row.id, detail: { email, role, person } })
    return { ...view(row, config, world.clock.now()), link }
  })
}

export async function revokeInvitation(world: World, caller: Caller, { id }: { id: string }): Promise<InvitationView> {
  permit(caller, 'invitation.revoke')
  return world.db.app(caller, async (tx) => {
    const config = await world.configs.of(tx, caller.orgId)
    const now = world.clock.now()
    const { rows } = await tx.query<InvitationRow>(
      `update invitations set revoked_at = $3 where org_id = $1 and id = $2 and account_id is null and accepted_at is null and revoked_at is null
       returning ${COLUMNS}`,
      [caller.orgId, id, now],
    )
    const row = rows[0]
    if (row === undefined)
      throw new Refused('NOT_FOUND', {
        reason: 'no-such-invitation',
        hint: 'No open invitation has this id: it was used, revoked, or never was.',
      })
    await audit(world, tx, caller, { action: 'invitation.revoke', subject: id, detail: { email: row.email, role: row.role } })
    return view(row, config, now)
  })
}

type Making = Pick<World, 'ids' | 'clock' | 'publicUrl'>

/** Within the caller's transaction; whoever makes it writes the audit. */
export async function makeInvitation(
  world: Making,
  tx: Tx,
  { orgId, actor }: Pick<Caller, 'orgId' | 'actor'>,
  { email, role, userId, accountId, lifeMs }: Invited & { lifeMs: number },
): Promise<Made> {
  const token = randomBytes(32).toString('base64url')
  const now = world.clock.now()
  const row: InvitationRow = {
    org_id: orgId,
    id: world.ids('invitation'),
    email,
    role,
    user_id: userId,
    account_id: accountId ?? null,
    created_by: actor,
    created_at: now,
    expires_at: now + lifeMs,
    accepted_at: null,
    revoked_at: null,
  }
  await tx.query(
    `insert into invitations (org_id, id, hash, email, role, user_id, account_id, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [orgId, row.id, digest(token), email, role, userId, row.account_id, JSON.stringify(actor), now, row.expires_at],
  )
  return { row, link: `${world.publicUrl}/join/${token}` }
}

/** Of whatever organisation, so the engine's transaction; locked, so that of two who open a link at once the second is told that it is used. */
export async function openInvitation(world: Pick<World, 'clock'>, tx: Tx, token: string): Promise<InvitationRow> {
  const { rows } = await tx.query<InvitationRow>(`select ${COLUMNS} from invitations where hash = $1 for update`, [digest(token)])
  const row = rows[0]
  if (row === undefined) throw worthless('NOT_FOUND', 'unknown')
  const state = stateOf(row, world.clock.now())
  if (state !== 'open') throw worthless('CONFLICT', state === 'accepted' ? 'used' : state)
  return row
}

const hints = {
  unknown: 'No invitation has this link. Copy it again, whole; or ask whoever sent it for a new one.',
  used: 'This link was used already. If that was you, sign in; if not, tell whoever sent it.',
  expired: 'This link has expired. Ask whoever sent it for a new one.',
  revoked: 'This link was taken back. Ask whoever sent it.',
}

export function worthless(code: 'NOT_FOUND' | 'CONFLICT', state: keyof typeof hints): Refused {
  return new Refused(code, { reason: `invitation-${state}`, hint: hints[state] })
}

function stateOf({ accepted_at, revoked_at, expires_at }: InvitationRow, now: Instant): InvitationView['state'] {
  if (accepted_at !== null) return 'accepted'
  if (revoked_at !== null) return 'revoked'
  return expires_at <= now ? 'expired' : 'open'
}

function view(row: InvitationRow, config: OrgConfig, now: Instant): InvitationView {
  const person = row.user_id === null ? undefined : config.directory.people.get(row.user_id)
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    person: person === undefined ? null : { slug: person.slug, name: person.name },
    state: stateOf(row, now),
    createdBy: nameOf(row.created_by),
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
  }
}

export function nameOf(actor: Actor): string {
  return actor.type === 'system' ? 'Muster' : actor.name
}
