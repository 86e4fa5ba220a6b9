// Faults a schema cannot see: names that point nowhere, names used twice. All are found at once, each with its place.
import type { ConfigDocument } from '@muster/contract/config-document.ts'
import type { Current } from './current.ts'

export type Fault = { at: string; says: string }
type Target = ConfigDocument['catchAll']['targets'][number]

/** The names there are, of one kind. */
type Names = { has: (slug: string) => boolean }

export function referenceFaults(document: ConfigDocument): Fault[] {
  const faults: Fault[] = []
  const people = new Set(document.people.map((one) => one.slug))
  const schedules = new Set(document.schedules.map((one) => one.slug))
  const policies = new Set(document.policies.map((one) => one.slug))
  const services = new Set(document.services.map((one) => one.slug))

  for (const kind of ['people', 'schedules', 'policies', 'services', 'sources'] as const) once(document[kind], kind, faults)
  for (const [p, person] of document.people.entries()) faults.push(...contactFaults(person, `people[${p}].`))
  for (const [s, schedule] of document.schedules.entries()) faults.push(...scheduleReferences(schedule, people, `schedules[${s}]`))
  for (const [p, policy] of document.policies.entries()) faults.push(...policyReferences(policy, { people, schedules }, `policies[${p}]`))
  for (const [s, service] of document.services.entries()) {
    faults.push(...missing(policies, 'policy', { slug: service.policy, at: `services[${s}].policy` }))
    once(service.integrations, `services[${s}].integrations`, faults)
    for (const [d, slug] of service.dependsOn.entries())
      faults.push(...missing(services, 'service', { slug, at: `services[${s}].dependsOn[${d}]` }))
    faults.push(
      ...needlessDependencies(service, `services[${s}].dependsOn`),
      ...indicatorFaults(document, service, `services[${s}].indicators`),
    )
  }
  for (const kind of ['roles', 'audiences'] as const)
    for (const [named, targets] of Object.entries(document[kind]))
      for (const [t, to] of targets.entries()) faults.push(...targetFaults(to, { people, schedules }, `${kind}.${named}[${t}]`))
  for (const [t, to] of document.catchAll.targets.entries())
    faults.push(...targetFaults(to, { people, schedules }, `catchAll.targets[${t}]`))
  return [...faults, ...sharedKeys(document)]
}

function indicatorFaults({ sources }: ConfigDocument, { indicators }: ConfigDocument['services'][number], at: string): Fault[] {
  const faults: Fault[] = []
  once(indicators, at, faults)
  const known = new Set(sources.map(({ slug }) => slug))
  for (const [i, { from }] of indicators.entries())
    if (from !== null) faults.push(...missing(known, 'source', { slug: from.source, at: `${at}[${i}].from.source` }))
  return faults
}

function missing(names: Names, kind: string, { slug, at }: { slug: string; at: string }): Fault[] {
  return names.has(slug) ? [] : [{ at, says: `There is no ${kind} "${slug}" in this document. Add it, or correct the name.` }]
}

function targetFaults(to: Target, { people, schedules }: { people: Names; schedules: Names }, at: string): Fault[] {
  return 'person' in to ? missing(people, 'person', { slug: to.person, at }) : missing(schedules, 'schedule', { slug: to.schedule, at })
}

export function scheduleReferences({ layers, overrides }: ConfigDocument['schedules'][number], people: Names, at: string): Fault[] {
  const person = (slug: string | null, place: string) => (slug === null ? [] : missing(people, 'person', { slug, at: `${at}.${place}` }))
  return [
    ...layers.flatMap(({ participants }, l) => participants.flatMap((slug, i) => person(slug, `layers[${l}].participants[${i}]`))),
    ...overrides.flatMap((override, o) => [
      ...person(override.person, `overrides[${o}].person`),
      ...person(override.replaces, `overrides[${o}].replaces`),
    ]),
  ]
}

export function policyReferences(
  { rungs }: Pick<ConfigDocument['policies'][number], 'rungs'>,
  names: { people: Names; schedules: Names },
  at: string,
): Fault[] {
  return rungs.flatMap(({ targets }, r) => targets.flatMap((to, t) => targetFaults(to, names, `${at}.rungs[${r}].targets[${t}]`)))
}

/** `at` is where the person stands, up to and with the dot. */
export function contactFaults(
  { slug, contacts, rules = [] }: Pick<ConfigDocument['people'][number], 'slug' | 'contacts' | 'rules'>,
  at: string,
): Fault[] {
  if (contacts === undefined)
    return rules.length === 0
      ? []
      : [
          {
            at: `${at}rules`,
            says: `${slug} keeps contacts of their own, and so the rules. Leave the rules out, or list the contacts too.`,
          },
        ]
  const faults: Fault[] = []
  once(contacts, `${at}contacts`, faults)
  const known = new Set(contacts.map((one) => one.slug))
  for (const [r, { contact }] of rules.entries()) {
    if (known.has(contact)) continue
    faults.push({
      at: `${at}rules[${r}].contact`,
      says: `There is no contact of ${slug} "${contact}" in this document. Add it, or correct the name.`,
    })
  }
  return faults
}

function once(items: readonly { slug: string }[], at: string, faults: Fault[]): void {
  const seen = new Set<string>()
  for (const [index, { slug }] of items.entries()) {
    if (seen.has(slug)) faults.push({ at: `${at}[${index}].slug`, says: `"${slug}" is used twice. Give one of them another name.` })
    seen.add(slug)
  }
}

function needlessDependencies({ slug, dependsOn }: ConfigDocument['services'][number], at: string): Fault[] {
  return dependsOn.flatMap((other, index) => {
    if (other === slug) return [{ at: `${at}[${index}]`, says: 'A service does not depend on itself. Leave it out.' }]
    return dependsOn.indexOf(other) < index ? [{ at: `${at}[${index}]`, says: `"${other}" is named twice. Leave one out.` }] : []
  })
}

function sharedKeys(document: ConfigDocument): Fault[] {
  const seen = new Set<string>()
  return document.services.flatMap((service, s) =>
    service.integrations.flatMap((integration, i) => {
      if (integration.key === undefined || !seen.has(integration.key)) {
        if (integration.key !== undefined) seen.add(integration.key)
        return []
      }
      return [{ at: `services[${s}].integrations[${i}].key`, says: 'Two integrations have this key. Each needs its own.' }]
    }),
  )
}

/** Things that work but will surprise somebody at night. */
export function warningsFor(document: ConfigDocument, { ownContacts }: Pick<Current, 'ownContacts'>): string[] {
  const warnings: string[] = []
  const isReachable = ({ slug, disabled, contacts }: ConfigDocument['people'][number]) =>
    !disabled && (contacts === undefined ? ownContacts.get(slug)?.reachable === true : contacts.length > 0)
  const reachable = new Set(document.people.filter(isReachable).map((one) => one.slug))
  if (document.services.length > 0 && document.catchAll.targets.length === 0)
    warnings.push('The catch-all is empty: when a ladder is exhausted nobody is woken. Name somebody under catchAll.')
  for (const policy of document.policies) {
    for (const [index, rung] of policy.rungs.entries()) {
      const named = rung.targets.flatMap((to) =>
        'person' in to
          ? [to.person]
          : (document.schedules.find((one) => one.slug === to.schedule)?.layers ?? []).flatMap((layer) => layer.participants),
      )
      if (!named.some((slug) => reachable.has(slug)))
        warnings.push(
          `Policy ${policy.slug}, rung ${index + 1}: nobody on it can be reached, so it will be passed over. Give its people a contact.`,
        )
    }
  }
  return warnings
}
