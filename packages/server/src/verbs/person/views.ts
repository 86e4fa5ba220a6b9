// A person in the shape the API speaks of them; addresses whole only for those who may see them.
import type { ContactView, PersonDetail, PersonRow } from '@muster/contract/people.ts'
import type { Person } from '@muster/core/page/directory.ts'
import { reachOf } from '@muster/core/page/reach.ts'
import type { ContactId } from '@muster/core/vocabulary.ts'
import type { World } from '../../world.ts'
import { mayDo, type Caller } from '../actor.ts'
import type { ContactOf } from '../contact/contacts.ts'
import { masked } from '../read/masked.ts'
import { iso, isoOrNull } from '../read/views.ts'
import type { Watch } from './watch.ts'

export type Known = { person: Person; contacts: readonly ContactOf[]; watch: Watch | undefined }

export function rowOf({ channels }: Pick<World, 'channels'>, { person, contacts, watch }: Known): PersonRow {
  const { slug, name, email, timeZone, disabled } = person
  const each = reachOf({
    name,
    disabled,
    contacts,
    rules: rulesOf(person, contacts),
    whyOff: (channel) => channels[channel].whyOff ?? null,
  })
  return {
    slug,
    name,
    email,
    timeZone,
    disabled,
    onCall: watch?.onCall ?? [],
    nextShift: watch?.shifts[0] ?? null,
    contacts: contacts.map((contact) => ({ slug: contact.slug, channel: contact.channel })),
    reach: { rings: each.some(({ state }) => state !== 'cannot'), says: each.map(({ says }) => says), each },
  }
}

export function rulesOf(person: Person, contacts: readonly ContactOf[]): PersonDetail['rules'] {
  const slugs = new Map<ContactId, string>(contacts.map(({ id, slug }) => [id, slug]))
  return person.rules.flatMap(({ contactId, delayMinutes }) => {
    const contact = slugs.get(contactId)
    return contact === undefined ? [] : [{ contact, delayMinutes }]
  })
}

export const isOneself = ({ actor, signedIn }: Caller, { id }: Person): boolean =>
  signedIn !== undefined && actor.type === 'user' && actor.id === id

export function contactView(caller: Caller, person: Person, contact: ContactOf): ContactView {
  const { slug, channel, address, secret, verifiedAt, lastTest } = contact
  const isWhole = channel !== 'webpush' && (isOneself(caller, person) || mayDo(caller, 'contact.test'))
  return {
    slug,
    channel,
    address: isWhole ? address : masked(channel, address),
    isMasked: !isWhole,
    hasSecret: secret !== null,
    verifiedAt: isoOrNull(verifiedAt),
    lastTest: lastTest === null ? null : { ...lastTest, at: iso(lastTest.at) },
  }
}
