// The people of an organisation: who they are, when they have the watch, and what will ring them.
import type { Role } from '@muster/contract/accounts.ts'
import type { PersonDetail, PersonRow } from '@muster/contract/people.ts'
import type { Person } from '@muster/core/page/directory.ts'
import type { UserId } from '@muster/core/vocabulary.ts'
import type { Tx } from '../../store/db.ts'
import type { World } from '../../world.ts'
import { permit, type Caller } from '../actor.ts'
import { contactsOf } from '../contact/contacts.ts'
import { personNamed } from '../read/find.ts'
import { contactView, rowOf, rulesOf } from './views.ts'
import { rotasOf, watchesOf } from './watch.ts'

type Asked = { q?: string | undefined; limit: number; cursor?: string | undefined }

export async function listPeople(world: World, caller: Caller, { q = '', limit, cursor = '' }: Asked) {
  permit(caller, 'person.read')
  return world.db.app(caller, async (tx): Promise<{ items: PersonRow[]; next: string | null }> => {
    const config = await world.configs.of(tx, caller.orgId)
    const words = q.toLowerCase()
    const found = [...config.directory.people.values()]
      .filter(({ slug, name }) => slug > cursor && (slug.includes(words) || name.toLowerCase().includes(words)))
      .toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
    const shown = found.slice(0, limit)
    const ids = shown.map(({ id }) => id)
    const contacts = Map.groupBy(await contactsOf(tx, caller.orgId, ids), ({ userId }) => userId)
    const watches = watchesOf(ids, await rotasOf(tx, config), world.clock.now())
    return {
      items: shown.map((person) => rowOf(world, { person, contacts: contacts.get(person.id) ?? [], watch: watches.get(person.id) })),
      next: found.length > limit ? (shown.at(-1)?.slug ?? null) : null,
    }
  })
}

export async function showPerson(world: World, caller: Caller, slug: string): Promise<PersonDetail> {
  permit(caller, 'person.read')
  return world.db.app(caller, async (tx) => detailOf({ world, tx, caller }, personNamed(await world.configs.of(tx, caller.orgId), slug)))
}

type Looking = { world: World; tx: Tx; caller: Caller }

export async function detailOf({ world, tx, caller }: Looking, person: Person): Promise<PersonDetail> {
  const config = await world.configs.of(tx, caller.orgId)
  const contacts = await contactsOf(tx, caller.orgId, [person.id])
  const watch = watchesOf([person.id], await rotasOf(tx, config), world.clock.now()).get(person.id)
  const { ownContacts, managedBy, role } = await ownershipOf(tx, caller, person.id)
  return {
    ...rowOf(world, { person, contacts, watch }),
    contacts: contacts.map((contact) => contactView(caller, person, contact)),
    rules: rulesOf(person, contacts),
    shifts: watch?.shifts ?? [],
    member: role === null ? null : { role },
    contactsKeptIn: ownContacts ? null : managedBy,
    kept: managedBy,
  }
}

type Ownership = { ownContacts: boolean; managedBy: string | null; role: Role | null }

export async function ownershipOf(tx: Tx, { orgId }: Caller, userId: UserId): Promise<Ownership> {
  const { rows } = await tx.query<{ own_contacts: boolean; managed_by: string | null; role: Role | null }>(
    `select u.own_contacts, o.managed_by, m.role from users u join orgs o on o.id = u.org_id
     left join members m on m.org_id = u.org_id and m.user_id = u.id where u.org_id = $1 and u.id = $2`,
    [orgId, userId],
  )
  const row = rows[0]
  return { ownContacts: row?.own_contacts ?? false, managedBy: row?.managed_by ?? null, role: row?.role ?? null }
}
