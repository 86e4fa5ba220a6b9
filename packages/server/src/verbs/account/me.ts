// Whose session this is, and the organisations it may go to.
import type { Role } from '@muster/contract/accounts.ts'
import type { World } from '../../world.ts'
import type { Account } from './session.ts'

type Row = { slug: string; name: string; role: Role; person_slug: string | null; person_name: string | null }

export type Membership = { slug: string; name: string; role: Role; person: { slug: string; name: string } | null }

export async function me(world: Pick<World, 'db'>, account: Account): Promise<{ account: Account; organisations: Membership[] }> {
  const rows = await world.db.query<Row>(
    `select o.slug, o.name, m.role, p.slug as person_slug, p.name as person_name
     from members m join orgs o on o.id = m.org_id left join users p on p.org_id = m.org_id and p.id = m.user_id
     where m.account_id = $1 order by o.name, o.slug`,
    [account.id],
  )
  return { account, organisations: rows.map(membership) }
}

export function membership({ slug, name, role, person_slug, person_name }: Row): Membership {
  return { slug, name, role, person: person_slug === null || person_name === null ? null : { slug: person_slug, name: person_name } }
}
