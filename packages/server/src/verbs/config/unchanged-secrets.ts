// Keys and secrets that a document repeats as they are stored are no change: applying the same file twice does nothing the second time.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { digest, type Secrets } from '../../secrets.ts'
import type { Current } from './current.ts'

/** The document with every key and secret left out that is the one already stored. */
export function leaveOutUnchanged(
  document: ConfigDocument,
  current: Current,
  { orgId, secrets }: { orgId: OrgId; secrets: Secrets },
): ConfigDocument {
  const isStoredKey = (service: string, slug: string, key: string) =>
    current.keyHashes.get(`integration ${service} ${slug}`)?.equals(digest(key)) === true
  const isStoredSecret = (name: string, secret: string) => {
    const sealed = current.sealed.get(name)
    return sealed !== undefined && secrets.open(sealed, `${orgId} ${current.ids.get(name)}`) === secret
  }
  return {
    ...document,
    people: document.people.map(({ contacts, ...person }) => ({
      ...person,
      ...(contacts !== undefined && {
        contacts: contacts.map(({ secret, ...contact }) =>
          secret === undefined || isStoredSecret(`contact ${person.slug} ${contact.slug}`, secret) ? contact : { ...contact, secret },
        ),
      }),
    })),
    sources: document.sources.map(({ token, ...source }) =>
      token === undefined || isStoredSecret(`source ${source.slug}`, token) ? source : { ...source, token },
    ),
    services: document.services.map((service) => ({
      ...service,
      integrations: service.integrations.map(({ key, ...integration }) =>
        key === undefined || isStoredKey(service.slug, integration.slug, key) ? integration : { ...integration, key },
      ),
    })),
  }
}
