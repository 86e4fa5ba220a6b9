// Finds things by the name people use, or refuses with how to list them.
import type { Person } from '@muster/core/page/directory.ts'
import type { Policy } from '@muster/core/page/policy.ts'
import type { IncidentId, OrgId } from '@muster/core/vocabulary.ts'
import type { Db, Tx } from '../../store/db.ts'
import type { OrgConfig, Service } from '../../store/org-config.ts'
import { Refused } from '../actor.ts'

export function personNamed(config: OrgConfig, slug: string): Person {
  const found = [...config.directory.people.values()].find((one) => one.slug === slug || one.id === slug)
  if (found === undefined)
    throw new Refused('NOT_FOUND', {
      reason: 'no-such-person',
      hint: `There is no person "${slug}". The list of people has everybody's short name.`,
    })
  return found
}

export function serviceNamed(config: OrgConfig, slug: string): Service {
  const found = [...config.services.values()].find((one) => one.slug === slug || one.id === slug)
  if (found === undefined)
    throw new Refused('NOT_FOUND', {
      reason: 'no-such-service',
      hint: `There is no service "${slug}". The list of services has the short name of each.`,
    })
  return found
}

export function policyNamed(config: OrgConfig, slug: string): Policy {
  const found = config.policies.get(config.policyIds.get(slug) ?? 'policy_none')
  if (found === undefined)
    throw new Refused('NOT_FOUND', {
      reason: 'no-such-policy',
      hint: `There is no policy "${slug}". The list of policies has the short name of each.`,
    })
  return found
}

/** By id, or by the number people say aloud. */
export async function findIncident(tx: Tx, id: string): Promise<IncidentId> {
  const number = /^#?(\d{1,12})$/.exec(id)?.[1]
  const { rows } = await tx.query<{ id: IncidentId }>(
    number === undefined
      ? 'select id from incidents where id = $1'
      : `select id from incidents where org_id = current_setting('muster.org') and number = $1`,
    [number ?? id],
  )
  const row = rows[0]
  if (row !== undefined) return row.id
  throw noSuchIncident(id)
}

export function noSuchIncident(id: string): Refused {
  return new Refused('NOT_FOUND', {
    reason: 'no-such-incident',
    hint: `There is no incident ${id}. The list of incidents shows which there are.`,
  })
}

/** Whether an organisation has this short name. */
export async function isOrganisation(db: Db, orgId: OrgId, slug: string): Promise<boolean> {
  return (await db.query('select from orgs where id = $1 and slug = $2', [orgId, slug])).length > 0
}
