// The demonstration's accounts: one of its people for each role, signed in at a click and without a password.
import type { Role } from '@muster/contract/accounts.ts'
import type { OrgId, UserId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { Refused } from '../actor.ts'
import { addMember, makeAccount } from './join.ts'
import { startSession, type From } from './session.ts'
import { DEMO_ACCOUNTS } from './ways-in.ts'

const emailOf = (person: string): string => `${person}@shop.example`

/** Made for the people who are there; done again, it changes nothing. */
export async function makeDemoAccounts(world: World, orgId: OrgId): Promise<void> {
  await world.db.engine(async (tx) => {
    for (const { person, name, role } of DEMO_ACCOUNTS) {
      const { rows } = await tx.query<{ id: UserId }>('select id from users where org_id = $1 and slug = $2 and not disabled', [
        orgId,
        person,
      ])
      const there = await tx.query('select from account_users where email = $1', [emailOf(person)])
      const userId = rows[0]?.id
      if (userId === undefined || there.rows.length > 0) continue
      const { id } = await makeAccount(tx, { name, email: emailOf(person), emailVerified: false, passwordHash: null })
      await addMember(world, tx, { orgId, accountId: id, role, userId })
    }
  })
}

export type DemoSession = { slug: string; role: Role; session: string }

export async function signInToDemo(world: World, person: string, from: From): Promise<DemoSession> {
  return world.db.engine(async (tx) => {
    const { rows } = await tx.query<{ account_id: string; role: Role; slug: string }>(
      `select m.account_id, m.role, o.slug from account_users u join members m on m.account_id = u.id join orgs o on o.id = m.org_id
       where u.email = $1 order by o.created_at limit 1`,
      [emailOf(person)],
    )
    const row = rows[0]
    if (row === undefined || !DEMO_ACCOUNTS.some((one) => one.person === person))
      throw new Refused('NOT_FOUND', {
        reason: 'no-such-person',
        hint: `The demonstration has ${DEMO_ACCOUNTS.map((one) => one.person).join(', ')}.`,
      })
    return { slug: row.slug, role: row.role, session: await startSession(tx, row.account_id, from) }
  })
}
