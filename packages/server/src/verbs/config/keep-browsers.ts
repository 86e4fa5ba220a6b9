// Browsers register themselves: a document may name one that is there, and cannot make, change or forget one.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import { Refused } from '../actor.ts'
import type { Current } from './current.ts'

type Person = ConfigDocument['people'][number]

/** The document with every browser of everybody whose contacts it lists, and when each of them rings. */
export function keepBrowsers(
  document: ConfigDocument,
  { browsers, document: stored }: Pick<Current, 'browsers' | 'document'>,
): ConfigDocument {
  const places = new Map(stored.people.map((one) => [one.slug, (one.contacts ?? []).map(({ slug }) => slug)]))
  const people = document.people.map((person, index): Person => {
    if (person.contacts === undefined) return person
    const own = browsers.get(person.slug) ?? []
    refuseMade(
      person.contacts,
      own.map(({ contact }) => contact),
      `people[${index}].contacts`,
    )
    if (own.length === 0) return person
    const named = new Set(person.contacts.map(({ slug }) => slug))
    const unnamed = own.filter(({ contact }) => !named.has(contact.slug))
    const contacts = [...person.contacts.filter(({ channel }) => channel !== 'webpush'), ...own.map(({ contact }) => contact)]
    const rules = unnamed.flatMap(({ contact, delayMinutes }) => (delayMinutes === null ? [] : [{ contact: contact.slug, delayMinutes }]))
    return {
      ...person,
      contacts: inPlace(contacts, places.get(person.slug) ?? []),
      rules: [...(person.rules ?? []), ...rules].toSorted((a, b) => a.delayMinutes - b.delayMinutes),
    }
  })
  return { ...document, people }
}

/** `own` are those that are there. */
export function refuseMade(contacts: NonNullable<Person['contacts']>, own: readonly { slug: string }[], at: string): void {
  const known = new Set(own.map(({ slug }) => slug))
  const faults = contacts.flatMap(({ channel, slug }, index) =>
    (channel === 'webpush') === known.has(slug)
      ? []
      : [
          {
            at: `${at}[${index}]`,
            says:
              channel === 'webpush'
                ? `There is no browser "${slug}". A browser is added on one's own page, from that browser: leave it out here.`
                : `"${slug}" is a browser of theirs. Give this contact another name.`,
          },
        ],
  )
  if (faults.length > 0)
    throw new Refused('INVALID', { reason: 'invalid-document', hint: 'Mend every fault listed, then apply again.', faults })
}

/** In the order in which they are stored, so that what is the same is no change. */
function inPlace<C extends { slug: string }>(contacts: readonly C[], order: readonly string[]): C[] {
  const place = (slug: string) => (order.includes(slug) ? order.indexOf(slug) : order.length)
  return contacts.toSorted((a, b) => place(a.slug) - place(b.slug))
}
