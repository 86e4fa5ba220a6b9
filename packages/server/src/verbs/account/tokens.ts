// API tokens of an organisation: made with the scopes they need, told once, revoked from the next request on.
import { randomBytes } from 'node:crypto'
import type { Scope } from '@muster/contract/api.ts'
import type { TokenView } from '@muster/contract/accounts.ts'
import type { Actor } from '@muster/core/page/page.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import { digest } from '../../secrets.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { iso, isoOrNull } from '../read/views.ts'
import { nameOf } from './invitations.ts'
import { pageOf, placeOf, type Asked } from './youngest-first.ts'

type Row = {
  id: string
  name: string
  scopes: Scope[]
  created_by: Actor | null
  created_at: Instant
  last_used_at: Instant | null
  revoked_at: Instant | null
}

const COLUMNS = 'id, name, scopes, created_by, created_at, last_used_at, revoked_at'

export async function listTokens(world: World, caller: Caller, { limit, cursor }: Asked) {
  permit(caller, 'token.read')
  return world.db.app(caller, async (tx) => {
    const { rows } = await tx.query<Row>(
      `select ${COLUMNS} from tokens where org_id = $1 and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4`,
      [caller.orgId, ...placeOf(cursor), limit + 1],
    )
    return pageOf(rows, { limit, at: (row) => row.created_at }, view)
  })
}

export async function createToken(world: World, caller: Caller, { name, scopes }: { name: string; scopes: readonly Scope[] }) {
  permit(caller, 'token.create')
  const value = `muster_${randomBytes(24).toString('base64url')}`
  const once = [...new Set(scopes)]
  return world.db.app(caller, async (tx) => {
    const { rows } = await tx.query<Row>(
      `insert into tokens (org_id, id, name, hash, scopes, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
      [caller.orgId, world.ids('token'), name, digest(value), once, JSON.stringify(caller.actor), world.clock.now()],
    )
    const row = rows[0]
    if (row === undefined) throw new Error('The token was not stored')
    await audit(world, tx, caller, { action: 'token.create', subject: row.id, detail: { name, scopes: once } })
    return { ...view(row), value }
  })
}

export async function revokeToken(world: World, caller: Caller, { id }: { id: string }): Promise<TokenView> {
  permit(caller, 'token.revoke')
  return world.db.app(caller, async (tx) => {
    const { rows } = await tx.query<Row>(
      `update tokens set revoked_at = $3 where org_id = $1 and id = $2 and revoked_at is null returning ${COLUMNS}`,
      [caller.orgId, id, world.clock.now()],
    )
    const row = rows[0]
    if (row === undefined)
      throw new Refused('NOT_FOUND', { reason: 'no-such-token', hint: 'No token in force has this id: it was revoked, or never was.' })
    await audit(world, tx, caller, { action: 'token.revoke', subject: id, detail: { name: row.name } })
    return view(row)
  })
}

function view({ id, name, scopes, created_by, created_at, last_used_at, revoked_at }: Row): TokenView {
  return {
    id,
    name,
    scopes,
    createdBy: created_by === null ? null : nameOf(created_by),
    createdAt: iso(created_at),
    lastUsedAt: isoOrNull(last_used_at),
    revokedAt: isoOrNull(revoked_at),
  }
}
