// Who the configuration belongs to: a file that is applied, or the console.
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { oneAtATime } from './change-config.ts'

export async function managedBy(tx: Tx, orgId: OrgId): Promise<string | null> {
  const { rows } = await tx.query<{ managed_by: string | null }>('select managed_by from orgs where id = $1', [orgId])
  return rows[0]?.managed_by ?? null
}

/** `what` stands at the beginning of the sentence. */
export function refuseManaged(file: string | null | undefined, what: string): void {
  if (file === null || file === undefined) return
  throw new Refused('CONFLICT', {
    reason: 'managed-by-file',
    hint: `${what} is kept in ${file}. Change it there and apply it, or free the organisation from the file first.`,
  })
}

/** What the file cannot hold comes from beside it: whoever sends it, by whatever door, says from where. */
export function refuseElsewhere(file: string | null, from: string | undefined, what: string): void {
  if (file === null || file === from) return
  throw new Refused('CONFLICT', {
    reason: 'managed-by-file',
    hint: `${what} is kept beside ${file}. Change it there and send it from there, which says so (managedBy: "${file}"), or free the organisation from the file first.`,
  })
}

/** From now on the console changes things; the next apply of a file that says where it is kept takes them back. */
export async function release(world: World, caller: Caller): Promise<{ released: string | null }> {
  permit(caller, 'config.release')
  return world.db.app(caller, async (tx) => {
    await oneAtATime(tx, caller.orgId)
    const released = await managedBy(tx, caller.orgId)
    if (released === null) return { released }
    await tx.query('update orgs set managed_by = null, config_version = config_version + 1 where id = $1', [caller.orgId])
    await audit(world, tx, caller, { action: 'config.release', subject: caller.orgId, detail: { managedBy: released } })
    return { released }
  })
}
