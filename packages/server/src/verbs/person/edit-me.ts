// I change my time zone, how I am reached and when each contact rings; what a file keeps is changed in the file.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { PersonDetail } from '@muster/contract/people.ts'
import type { Person } from '@muster/core/page/directory.ts'
import type { ContactId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, Refused, type Caller } from '../actor.ts'
import { audit } from '../audit.ts'
import { oneAtATime } from '../config/change-config.ts'
import { contactFaults } from '../config/check-references.ts'
import { refuseMade } from '../config/keep-browsers.ts'
import { refuseManaged } from '../config/managed.ts'
import { addressFaults } from '../config/unreachable.ts'
import { writeContacts, type StoredRule } from '../config/write-people.ts'
import { sendCode } from '../contact/code.ts'
import { about, contactsOf, type ContactOf } from '../contact/contacts.ts'
import { oneself } from './me.ts'
import { detailOf, ownershipOf } from './people.ts'
import { rulesOf } from './views.ts'

type PersonDocument = ConfigDocument['people'][number]
type Contacts = NonNullable<PersonDocument['contacts']>
type Rules = NonNullable<PersonDocument['rules']>

export type Mine = { timeZone?: string | undefined; contacts?: Contacts | undefined; rules?: Rules | undefined }

type Editing = { world: World; tx: Tx; caller: Caller; person: Person }

export async function editMe(world: World, caller: Caller, input: Mine): Promise<PersonDetail> {
  permit(caller, 'me.edit')
  const { unproved, userId } = await world.db.app(caller, async (tx) => {
    await oneAtATime(tx, caller.orgId)
    const person = oneself(caller, await world.configs.of(tx, caller.orgId))
    await refuseKept({ tx, caller, person }, input)
    const before = await contactsOf(tx, caller.orgId, [person.id])
    const isReached = input.contacts !== undefined || input.rules !== undefined
    if (isReached) await writeReach({ world, tx, caller, person }, before, input)
    await tx.query(
      'update users set time_zone = coalesce($3, time_zone), own_contacts = own_contacts or $4 where org_id = $1 and id = $2',
      [caller.orgId, person.id, input.timeZone ?? null, isReached],
    )
    await tx.query('update orgs set config_version = config_version + 1 where id = $1', [caller.orgId])
    const fields = Object.keys(input).filter((field) => input[field as keyof Mine] !== undefined)
    await audit(world, tx, caller, { action: 'me.edit', subject: person.id, detail: { fields } })
    const known = new Set(before.map((one) => `${one.slug} ${about(one)}`))
    const after = await contactsOf(tx, caller.orgId, [person.id])
    return { unproved: after.filter((one) => !known.has(`${one.slug} ${about(one)}`)), userId: person.id }
  })
  // After the commit: a provider that is slow or away is no reason to lose what was written.
  await Promise.all(unproved.map((contact) => sendCode(world, caller.orgId, contact).catch(unlessRefused)))
  return world.db.app(caller, async (tx) => {
    const { directory } = await world.configs.of(tx, caller.orgId)
    const person = directory.people.get(userId)
    if (person === undefined) throw new Error('A person is switched off, never deleted')
    return detailOf({ world, tx, caller }, person)
  })
}

/** Too many codes at once: the contact stands there unconfirmed, and a code can be asked for later. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof Refused)) throw error
}

async function refuseKept({ tx, caller, person }: Omit<Editing, 'world'>, { timeZone, contacts, rules }: Mine): Promise<void> {
  const { ownContacts, managedBy } = await ownershipOf(tx, caller, person.id)
  if (!ownContacts && (contacts !== undefined || rules !== undefined)) refuseManaged(managedBy, 'How you are reached')
  if (timeZone !== undefined && timeZone !== person.timeZone) refuseManaged(managedBy, 'Your time zone')
}

async function writeReach({ world, tx, caller, person }: Editing, before: readonly ContactOf[], input: Mine): Promise<void> {
  const { orgId } = caller
  const own = before.filter(({ channel }) => channel === 'webpush').map(({ slug, channel, address }) => ({ slug, channel, address }))
  refuseMade(input.contacts ?? [], own, 'contacts')
  // A browser registers itself, and is not forgotten by a page that was opened before.
  const contacts: Contacts = [
    ...(input.contacts ?? before.map(({ slug, channel, address }) => ({ slug, channel, address }))).filter(
      ({ channel }) => channel !== 'webpush',
    ),
    ...own,
  ]
  const rules = input.rules ?? keptRules(rulesOf(person, before), before, contacts)
  const faults = [
    ...contactFaults({ slug: person.slug, contacts, rules }, ''),
    ...addressFaults(world, { contacts: input.contacts ?? [], before, at: 'contacts' }),
  ]
  if (faults.length > 0) throw new Refused('INVALID', { reason: 'invalid-contacts', hint: 'Mend every fault listed.', faults })
  const ids = await idsOf({ world, tx, caller, person })
  await writeContacts(
    { tx, orgId, secrets: world.secrets },
    contacts.map((contact) => ({ id: ids(contact.slug), userId: person.id, contact })),
  )
  await tx.query('update contacts set disabled = true where org_id = $1 and user_id = $2 and not disabled and not slug = any($3)', [
    orgId,
    person.id,
    contacts.map(({ slug }) => slug),
  ])
  const stored = rules.map(({ contact, delayMinutes }): StoredRule => ({ contactId: ids(contact), delayMinutes }))
  await tx.query('update users set rules = $3 where org_id = $1 and id = $2', [orgId, person.id, JSON.stringify(stored)])
}

/** Rules of contacts that stay, and a new contact rings at once: what is added and left to itself must not be silent. */
function keptRules(rules: Rules, before: readonly ContactOf[], contacts: Contacts): Rules {
  const slugs = new Set(contacts.map(({ slug }) => slug))
  const known = new Set(before.map(({ slug }) => slug))
  const fresh = contacts.filter(({ slug }) => !known.has(slug)).map(({ slug }) => ({ contact: slug, delayMinutes: 0 }))
  return [...rules.filter(({ contact }) => slugs.has(contact)), ...fresh]
}

/** A contact that comes back is the same one as before. */
async function idsOf({ world, tx, caller, person }: Editing): Promise<(slug: string) => ContactId> {
  const { rows } = await tx.query<{ id: ContactId; slug: string }>('select id, slug from contacts where org_id = $1 and user_id = $2', [
    caller.orgId,
    person.id,
  ])
  const ids = new Map<string, ContactId>(rows.map(({ slug, id }) => [slug, id]))
  return (slug) => {
    const id = ids.get(slug) ?? world.ids('contact')
    ids.set(slug, id)
    return id
  }
}
