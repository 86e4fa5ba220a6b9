// Another organisation in the same installation: its own people, services and members, and nothing of this one.
import { DAY, type OrgId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { makeInvitation } from './invitations.ts'
import { addMember } from './join.ts'

const LINK_LIFE = 7 * DAY

/** An account that makes one is its administrator; a token, which is nobody, gets a link for whoever will be. */
export async function createOrganisation(world: World, caller: Caller, { slug, name }: { slug: string; name: string }) {
  permit(caller, 'organisation.create')
  return world.db.engine(async (tx) => {
    const orgId: OrgId = world.ids('org')
    const { rowCount } = await tx.query(
      'insert into orgs (id, slug, name, created_at) values ($1, $2, $3, $4) on conflict (slug) do nothing',
      [orgId, slug, name, world.clock.now()],
    )
    if (rowCount !== 1)
      throw new Refused('CONFLICT', {
        reason: 'slug-taken',
        hint: `An organisation is called "${slug}" already. Choose another short name.`,
      })
    const theirs = { ...caller, orgId }
    const link = await firstOf(theirs)
    await audit(world, tx, caller, { action: 'organisation.create', subject: orgId, detail: { slug, name } })
    await audit(world, tx, theirs, { action: 'organisation.create', subject: orgId, detail: { slug, name } })
    return { slug, name, link }

    async function firstOf({ signedIn }: Caller): Promise<string | null> {
      if (signedIn === undefined)
        return (await makeInvitation(world, tx, theirs, { email: null, role: 'administrator', userId: null, lifeMs: LINK_LIFE })).link
      await addMember(world, tx, { orgId, accountId: signedIn.accountId, role: 'administrator', userId: null })
      return null
    }
  })
}
