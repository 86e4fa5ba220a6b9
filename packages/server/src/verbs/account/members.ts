// Members of an organisation: who may sign in to it, as what, and as which of its people. It always keeps an administrator.
import type { MemberView, Role } from '@muster/contract/accounts.ts'
import type { Instant, UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { personNamed } from '../read/find.ts'
import { iso } from '../read/views.ts'
import { pageOf, placeOf, type Asked } from './youngest-first.ts'

export type MemberRow = { id: string; account_id: string; role: Role; user_id: UserId | null; created_at: Instant }

export async function listMembers(world: World, caller: Caller, { limit, cursor }: Asked) {
  permit(caller, 'member.read')
  const { rows, config } = await world.db.app(caller, async (tx) => ({
    config: await world.configs.of(tx, caller.orgId),
    rows: (
      await tx.query<MemberRow>(
        `select id, account_id, role, user_id, created_at from members where org_id = $1 and (created_at, id) < ($2, $3)
         order by created_at desc, id desc limit $4`,
        [caller.orgId, ...placeOf(cursor), limit + 1],
      )
    ).rows,
  }))
  const accounts = await accountsOf(world, rows)
  return pageOf(rows, { limit, at: (row) => row.created_at }, (row) => view(row, config, accounts))
}

export async function changeRole(world: World, caller: Caller, { id, role }: { id: string; role: Role }): Promise<MemberView> {
  return change(world, caller, { id, action: 'member.change-role' }, async ({ tx, row }) => {
    if (role !== 'administrator') await keepAnAdministrator(tx, caller, row)
    await tx.query('update members set role = $3 where org_id = $1 and id = $2', [caller.orgId, id, role])
    return { changed: { ...row, role }, detail: { from: row.role, to: role } }
  })
}

export async function linkPerson(world: World, caller: Caller, { id, person }: { id: string; person: string | null }): Promise<MemberView> {
  return change(world, caller, { id, action: 'member.link-person' }, async ({ tx, row, config }) => {
    const userId = person === null ? null : personNamed(config, person).id
    await refuseTaken(tx, caller, { id, userId, person })
    await tx.query('update members set user_id = $3 where org_id = $1 and id = $2', [caller.orgId, id, userId])
    return { changed: { ...row, user_id: userId }, detail: { person } }
  })
}

export async function removeMember(world: World, caller: Caller, { id }: { id: string }): Promise<{ id: string }> {
  await change(world, caller, { id, action: 'member.remove' }, async ({ tx, row }) => {
    await keepAnAdministrator(tx, caller, row)
    await tx.query('delete from members where org_id = $1 and id = $2', [caller.orgId, id])
    return { changed: row, detail: { role: row.role } }
  })
  return { id }
}

type MemberAction = 'member.change-role' | 'member.link-person' | 'member.remove'
type Changing = { tx: Tx; row: MemberRow; config: OrgConfig }
type Changed = { changed: MemberRow; detail: object }

async function change(
  world: World,
  caller: Caller,
  { id, action }: { id: string; action: MemberAction },
  work: (changing: Changing) => Promise<Changed>,
): Promise<MemberView> {
  permit(caller, action)
  const { row, config } = await world.db.app(caller, async (tx) => {
    const found = await lockMember(tx, caller, id)
    const snapshot = await world.configs.of(tx, caller.orgId)
    const { changed, detail } = await work({ tx, row: found, config: snapshot })
    await audit(world, tx, caller, { action, subject: id, detail })
    return { row: changed, config: snapshot }
  })
  return view(row, config, await accountsOf(world, [row]))
}

export async function lockMember(tx: Tx, caller: Caller, id: string): Promise<MemberRow> {
  // Every administrator before the one member, in one order: two who lower each other at once take turns, and the second is refused.
  await tx.query(`select id from members where org_id = $1 and role = 'administrator' order by id for update`, [caller.orgId])
  const { rows } = await tx.query<MemberRow>(
    'select id, account_id, role, user_id, created_at from members where org_id = $1 and id = $2 for update',
    [caller.orgId, id],
  )
  const row = rows[0]
  if (row === undefined)
    throw new Refused('NOT_FOUND', { reason: 'no-such-member', hint: 'They have left already. Look at the list again.' })
  return row
}

async function keepAnAdministrator(tx: Tx, caller: Caller, { role, id }: MemberRow): Promise<void> {
  if (role !== 'administrator') return
  const { rows } = await tx.query(`select from members where org_id = $1 and role = 'administrator' and id <> $2 limit 1`, [
    caller.orgId,
    id,
  ])
  if (rows.length > 0) return
  throw new Refused('CONFLICT', {
    reason: 'last-administrator',
    hint: 'This is the only administrator. Make somebody else one first, or nobody could manage the organisation.',
  })
}

async function refuseTaken(tx: Tx, caller: Caller, { id, userId, person }: { id: string; userId: UserId | null; person: string | null }) {
  if (userId === null) return
  const { rows } = await tx.query('select from members where org_id = $1 and user_id = $2 and id <> $3', [caller.orgId, userId, id])
  if (rows.length === 0) return
  throw new Refused('CONFLICT', {
    reason: 'person-taken',
    hint: `Another member is ${person} already. Take the link from them first.`,
  })
}

type Accounts = ReadonlyMap<string, MemberView['account']>

/** The application may not read accounts: the engine is asked for exactly those that are members. */
export async function accountsOf(world: Pick<World, 'db'>, rows: readonly Pick<MemberRow, 'account_id'>[]): Promise<Accounts> {
  const found = await world.db.query<{ id: string; name: string; email: string; two_factor_enabled: boolean }>(
    'select id, name, email, two_factor_enabled from account_users where id = any($1)',
    [rows.map((row) => row.account_id)],
  )
  return new Map(found.map(({ id, name, email, two_factor_enabled }) => [id, { id, name, email, twoFactor: two_factor_enabled }]))
}

function view({ id, account_id, role, user_id, created_at }: MemberRow, config: OrgConfig, accounts: Accounts): MemberView {
  const person = user_id === null ? undefined : config.directory.people.get(user_id)
  return {
    id,
    account: accounts.get(account_id) ?? { id: account_id, name: 'Somebody who has left', email: '', twoFactor: false },
    role,
    person: person === undefined ? null : { slug: person.slug, name: person.name },
    createdAt: iso(created_at),
  }
}
