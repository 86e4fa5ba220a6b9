// My own page: what I may look at and prove of myself, whatever my role.
import type { PersonDetail } from '@muster/contract/people.ts'
import type { Person } from '@muster/core/page/directory.ts'
import type { OrgConfig } from '../../store/org-config.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { sendCode, tryCode } from '../contact/code.ts'
import { contactNamed } from '../contact/contacts.ts'
import { sendTest, type Tested } from '../contact/test-contact.ts'
import { iso } from '../read/views.ts'
import { detailOf } from './people.ts'

/** The person of the organisation that the caller is. */
export function oneself({ actor, signedIn }: Caller, { directory }: OrgConfig): Person {
  const person = signedIn !== undefined && actor.type === 'user' ? directory.people.get(actor.id) : undefined
  if (person !== undefined) return person
  throw new Refused('NOT_FOUND', {
    reason: 'no-person',
    hint:
      signedIn === undefined
        ? 'A token is no person. Sign in to the console as a member who is one.'
        : 'You are signed in, but none of the people of this organisation is you. An administrator can say who you are, under Settings, Members.',
  })
}

export async function showMe(world: World, caller: Caller): Promise<PersonDetail> {
  permit(caller, 'me.read')
  return world.db.app(caller, async (tx) => detailOf({ world, tx, caller }, oneself(caller, await world.configs.of(tx, caller.orgId))))
}

export async function testMine(world: World, caller: Caller, slug: string): Promise<Tested> {
  permit(caller, 'me.edit')
  return sendTest(world, caller.orgId, await world.db.app(caller, (tx) => mine({ world, tx, caller }, slug)))
}

export async function sendMyCode(world: World, caller: Caller, slug: string): Promise<Tested & { expiresAt: string }> {
  permit(caller, 'me.edit')
  const { contact } = await world.db.app(caller, (tx) => mine({ world, tx, caller }, slug))
  const { expiresAt, ...tested } = await sendCode(world, caller.orgId, contact)
  return { ...tested, expiresAt: iso(expiresAt) }
}

export async function confirmMyCode(world: World, caller: Caller, input: { contact: string; code: string }): Promise<PersonDetail> {
  permit(caller, 'me.edit')
  const outcome = await world.db.app(caller, async (tx) => {
    const { person, contact } = await mine({ world, tx, caller }, input.contact)
    const refused = await tryCode({ world, tx, orgId: caller.orgId }, contact, input.code)
    if (refused !== null) return refused
    await audit(world, tx, caller, { action: 'me.confirm-code', subject: person.id, detail: { contact: contact.slug } })
    return detailOf({ world, tx, caller }, person)
  })
  // Refused only now: a try that is rolled back would not have been counted.
  if (outcome instanceof Refused) throw outcome
  return outcome
}

async function mine({ world, tx, caller }: { world: World; tx: Tx; caller: Caller }, slug: string) {
  const person = oneself(caller, await world.configs.of(tx, caller.orgId))
  return { person, contact: await contactNamed(tx, caller.orgId, { person, slug }) }
}
