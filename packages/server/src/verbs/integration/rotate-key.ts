// Gives an integration a new key, for when the old one may have been seen: told this once, stored as a digest.
import { randomBytes } from 'node:crypto'
import { digest } from '../../secrets.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { integrationNamed, type Named } from './find-integration.ts'

export async function rotateKey(world: World, caller: Caller, named: Named) {
  permit(caller, 'integration.rotate-key')
  return world.db.app(caller, async (tx) => {
    const { service, integration } = await integrationNamed(tx, await world.configs.of(tx, caller.orgId), named)
    const key = randomBytes(24).toString('base64url')
    await tx.query('update integrations set key_hash = $3 where org_id = $1 and id = $2', [caller.orgId, integration.id, digest(key)])
    const names = { service: service.slug, integration: integration.slug }
    await audit(world, tx, caller, { action: 'integration.rotate-key', subject: integration.id, detail: names })
    return { ...names, key }
  })
}
