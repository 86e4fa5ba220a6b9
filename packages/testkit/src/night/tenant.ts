// A second organisation beside the night's own, and tokens of any kind: what isolation and authorisation are tried with.
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { SCOPES, type Scope } from '@muster/contract/api.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { digest } from '@muster/server/secrets.ts'
import type { Node } from './node.ts'

export type TokenOptions = { orgId?: OrgId; scopes?: readonly Scope[]; revoked?: boolean; name?: string }

/** Stores a token and gives its text. */
export async function addToken(node: Node, options: TokenOptions = {}): Promise<string> {
  const { world } = node
  const { orgId = node.orgId, scopes = SCOPES, revoked = false, name = `made with ${scopes.join(', ')}` } = options
  const now = world.clock.now()
  const token = world.ids('secret')
  await world.db.query('insert into tokens (org_id, id, name, hash, scopes, created_at, revoked_at) values ($1, $2, $3, $4, $5, $6, $7)', [
    orgId,
    world.ids('token'),
    name,
    digest(token),
    [...scopes],
    now,
    revoked ? now : null,
  ])
  return token
}

export type Tenant = { orgId: OrgId; token: string }

/** Another organisation, made as the first start makes the first one, with a token for everything. */
export async function addOrganisation(node: Node, slug: string, document: ConfigInput = {}): Promise<Tenant> {
  const { world, app } = node
  const orgId = world.ids('org')
  await world.db.query('insert into orgs (id, slug, name, created_at) values ($1, $2, $3, $4)', [orgId, slug, slug, world.clock.now()])
  const token = await addToken(node, { orgId })
  const response = await app.inject({
    method: 'POST',
    url: '/api/v1/config',
    headers: { authorization: `Bearer ${token}` },
    payload: JSON.stringify(document),
  })
  if (response.statusCode !== 200) throw new Error(`apply for ${slug} answered ${response.statusCode}: ${response.payload}`)
  return { orgId, token }
}
