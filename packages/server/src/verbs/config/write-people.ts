// Writes people and how they are reached. Whoever is not told how keeps contacts and rules of their own.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { Secrets } from '../../secrets.ts'
import type { Row, Tx } from '../../store/db.ts'
import { hex, upsertRows } from '../../store/rows.ts'

export type PersonDocument = ConfigDocument['people'][number]
export type ContactDocument = NonNullable<PersonDocument['contacts']>[number]

export type IdOf = (kind: 'person' | 'contact' | 'schedule' | 'policy' | 'service' | 'integration' | 'source', slug: string) => string

/** Slugs are how a document names things: a renamed slug is another thing. */
const named = { key: 'org_id, id', fixed: ['slug', 'user_id'] }

type Writing = { tx: Tx; orgId: OrgId; secrets: Secrets }

export async function writePeople({ tx, orgId, secrets }: Writing, idOf: IdOf, people: readonly PersonDocument[]): Promise<void> {
  const rows = people.map((one) => ({
    person: one,
    row: {
      org_id: orgId,
      id: idOf('person', one.slug),
      slug: one.slug,
      name: one.name,
      email: one.email,
      time_zone: one.timeZone,
      disabled: one.disabled,
      own_contacts: one.contacts === undefined,
    },
  }))
  // Two writes, so that rules which belong to their person are left alone.
  const own = rows.filter(({ person }) => person.contacts === undefined)
  await upsertRows(
    tx,
    'users',
    own.map(({ row }) => row),
    named,
  )
  const told = rows.filter(({ person }) => person.contacts !== undefined)
  await upsertRows(
    tx,
    'users',
    told.map(({ person, row }) => ({ ...row, rules: rulesOf(person, idOf) })),
    named,
  )
  const contacts = people.flatMap((person) =>
    // A browser is written by itself alone.
    (person.contacts ?? [])
      .filter(({ channel }) => channel !== 'webpush')
      .map((contact) => ({
        id: idOf('contact', `${person.slug} ${contact.slug}`),
        userId: idOf('person', person.slug),
        contact,
      })),
  )
  await writeContacts({ tx, orgId, secrets }, contacts)
}

function rulesOf({ slug, rules = [] }: PersonDocument, idOf: IdOf): StoredRule[] {
  return rules.map((rule) => ({ contactId: idOf('contact', `${slug} ${rule.contact}`), delayMinutes: rule.delayMinutes }))
}

export type StoredRule = { contactId: string; delayMinutes: number }

export type ContactToWrite = { id: string; userId: string; contact: ContactDocument }

export async function writeContacts({ tx, orgId, secrets }: Writing, contacts: readonly ContactToWrite[]): Promise<void> {
  const row = ({ id, userId, contact }: ContactToWrite): Row => ({
    org_id: orgId,
    id,
    user_id: userId,
    slug: contact.slug,
    channel: contact.channel,
    address: contact.address,
    disabled: false,
  })
  // Two writes, so that a contact without a secret in the document keeps the one that is stored.
  await upsertRows(tx, 'contacts', contacts.filter((one) => one.contact.secret === undefined).map(row), named)
  const sealed = contacts.flatMap((one) =>
    one.contact.secret === undefined ? [] : [{ ...row(one), secret: hex(secrets.seal(one.contact.secret, `${orgId} ${one.id}`)) }],
  )
  await upsertRows(tx, 'contacts', sealed, named)
}

/** Contacts have a history, so they are switched off; those that are somebody's own stay. */
export async function removeContacts({ tx, orgId }: Pick<Writing, 'tx' | 'orgId'>, idOf: IdOf, people: readonly PersonDocument[]) {
  const kept = people.flatMap(({ slug, contacts = [] }) => contacts.map((contact) => idOf('contact', `${slug} ${contact.slug}`)))
  await tx.query(
    `update contacts c set disabled = true from users u
     where c.org_id = $1 and not c.disabled and not c.id = any($2) and u.org_id = c.org_id and u.id = c.user_id and not u.own_contacts`,
    [orgId, kept],
  )
}
