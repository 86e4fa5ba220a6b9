// What would change: the document compared with what is stored, thing by thing.
import type { ConfigDocument, PlanStep } from '@muster/contract/config-document.ts'
import { isDeepStrictEqual } from 'node:util'

type Named = { slug: string }

/** Fills what a document may leave out, so that leaving it out is not a difference. */
export function complete(document: ConfigDocument): ConfigDocument {
  return {
    ...document,
    people: document.people.map(completePerson),
    schedules: document.schedules.map((schedule) => ({
      ...schedule,
      layers: schedule.layers.map((layer) => ({ ...layer, name: layer.name ?? layer.slug })),
    })),
  }
}

function completePerson({ contacts, rules, ...person }: ConfigDocument['people'][number]): ConfigDocument['people'][number] {
  if (contacts === undefined) return person
  return {
    ...person,
    contacts: contacts.map(({ secret, ...contact }) => (secret === undefined ? contact : { ...contact, secret })),
    rules: (rules ?? contacts.map((contact) => ({ contact: contact.slug, delayMinutes: 0 }))).toSorted(
      (a, b) => a.delayMinutes - b.delayMinutes,
    ),
  }
}

export function planSteps(current: ConfigDocument, wanted: ConfigDocument): PlanStep[] {
  const integrations = (document: ConfigDocument) =>
    document.services.flatMap((service) => service.integrations.map((one) => ({ ...one, slug: `${service.slug}/${one.slug}` })))
  const organisation = (document: ConfigDocument) => [
    {
      slug: 'organisation',
      name: wanted.organisation === undefined ? null : document.organisation?.name,
      protocol: wanted.organisation?.protocol === undefined ? null : document.organisation?.protocol,
      hours: wanted.organisation?.hours === undefined ? null : (document.organisation?.hours ?? null),
      bridge: wanted.organisation?.bridge === undefined ? null : (document.organisation?.bridge ?? null),
      roles: document.roles,
      audiences: document.audiences,
      catchAll: document.catchAll,
      managedBy: document.managedBy ?? null,
    },
  ]
  // Whose the contacts are is a difference too, whatever they are.
  const people = (document: ConfigDocument) =>
    document.people.map(({ contacts = null, rules = null, ...person }) => ({ ...person, contacts, rules }))
  const bare = (document: ConfigDocument) =>
    document.services.map((service) => ({ ...service, lossPerMinute: service.lossPerMinute, integrations: undefined }))
  return [
    ...compare('organisation', organisation(current), organisation(wanted)),
    ...compare('person', people(current), people(wanted)),
    ...compare('schedule', current.schedules, wanted.schedules),
    ...compare('policy', current.policies, wanted.policies),
    ...compare('service', bare(current), bare(wanted)),
    ...compare('integration', integrations(current), integrations(wanted)),
    ...compare('source', current.sources, wanted.sources),
  ]
}

function compare(kind: PlanStep['kind'], current: readonly Named[], wanted: readonly Named[]): PlanStep[] {
  const before = new Map(current.map((one) => [one.slug, one]))
  const after = new Set(wanted.map((one) => one.slug))
  const steps = wanted.flatMap((one): PlanStep[] => {
    const old = before.get(one.slug)
    if (old === undefined) return [{ action: 'create', kind, slug: one.slug, fields: [] }]
    const fields = differences(old, one)
    return fields.length === 0 ? [] : [{ action: 'change', kind, slug: one.slug, fields }]
  })
  const gone = (one: Named & { disabled?: boolean }) => !after.has(one.slug) && one.disabled !== true
  return [...steps, ...current.filter(gone).map((one): PlanStep => ({ action: 'remove', kind, slug: one.slug, fields: [] }))]
}

function differences(old: object, now: object): string[] {
  const before = old as Record<string, unknown>
  // A key or secret that is given is always written: it cannot be compared with what is only stored sealed.
  return Object.entries(now).flatMap(([field, value]) => (value === undefined || isDeepStrictEqual(before[field], value) ? [] : [field]))
}
