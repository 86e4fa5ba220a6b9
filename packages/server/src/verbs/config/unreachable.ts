// An address that could never be reached is refused when it is written: at night it would be found out by the one who is not woken.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { World } from '../../world.ts'
import type { Fault } from './check-references.ts'

type Contacts = NonNullable<ConfigDocument['people'][number]['contacts']>
type Written = Pick<Contacts[number], 'slug' | 'channel' | 'address'>

/** Of what is new or changed: an older mistake does not stand in the way of another change. `at` is where the contacts stand. */
export function addressFaults(
  { channels }: Pick<World, 'channels'>,
  { contacts, before, at }: { contacts: readonly Written[]; before: readonly Written[]; at: string },
): Fault[] {
  const known = new Set(before.map(nameOf))
  return contacts.flatMap((contact, index) => {
    const says = known.has(nameOf(contact)) ? null : (channels[contact.channel].faultOf?.(contact.address) ?? null)
    return says === null ? [] : [{ at: `${at}[${index}].address`, says }]
  })
}

export function unreachable(world: Pick<World, 'channels'>, document: ConfigDocument, current: ConfigDocument): Fault[] {
  const before = new Map(current.people.map(({ slug, contacts }) => [slug, contacts ?? []]))
  return document.people.flatMap(({ slug, contacts = [] }, index) =>
    addressFaults(world, { contacts, before: before.get(slug) ?? [], at: `people[${index}].contacts` }),
  )
}

const nameOf = ({ slug, channel, address }: Written): string => `${slug} ${channel} ${address}`
