// Faults a schema cannot see: names that point nowhere, names used twice. All are found at once, each with its place.
import type { ConfigDocument } from '@muster/contract/config-document.ts'

export type Fault = { at: string; says: string }
type Target = ConfigDocument['catchAll']['targets'][number]

export function referenceFaults(document: ConfigDocument): Fault[] {
  const faults: Fault[] = []
  const people = new Set(document.people.map((one) => one.slug))
  const schedules = new Set(document.schedules.map((one) => one.slug))
  const policies = new Set(document.policies.map((one) => one.slug))
  const known = (set: ReadonlySet<string>, kind: string, slug: string, at: string) => {
    if (!set.has(slug)) faults.push({ at, says: `There is no ${kind} "${slug}" in this document. Add it, or correct the name.` })
  }
  const target = (to: Target, at: string) =>
    'person' in to ? known(people, 'person', to.person, at) : known(schedules, 'schedule', to.schedule, at)

  for (const kind of ['people', 'schedules', 'policies', 'services'] as const) once(document[kind], kind, faults)
  for (const [p, person] of document.people.entries()) {
    once(person.contacts, `people[${p}].contacts`, faults)
    const contacts = new Set(person.contacts.map((one) => one.slug))
    for (const [r, rule] of (person.rules ?? []).entries())
      known(contacts, `contact of ${person.slug}`, rule.contact, `people[${p}].rules[${r}].contact`)
  }
  for (const [s, schedule] of document.schedules.entries()) {
    for (const [l, layer] of schedule.layers.entries()) {
      for (const [i, slug] of layer.participants.entries()) known(people, 'person', slug, `schedules[${s}].layers[${l}].participants[${i}]`)
    }
    for (const [o, override] of schedule.overrides.entries()) {
      const at = `schedules[${s}].overrides[${o}]`
      if (override.person !== null) known(people, 'person', override.person, `${at}.person`)
      if (override.replaces !== null) known(people, 'person', override.replaces, `${at}.replaces`)
    }
  }
  for (const [p, policy] of document.policies.entries()) {
    for (const [r, rung] of policy.rungs.entries())
      for (const [t, to] of rung.targets.entries()) target(to, `policies[${p}].rungs[${r}].targets[${t}]`)
  }
  for (const [s, service] of document.services.entries()) {
    known(policies, 'policy', service.policy, `services[${s}].policy`)
    once(service.integrations, `services[${s}].integrations`, faults)
  }
  for (const [t, to] of document.catchAll.targets.entries()) target(to, `catchAll.targets[${t}]`)
  return [...faults, ...sharedKeys(document)]
}

function once(items: readonly { slug: string }[], at: string, faults: Fault[]): void {
  const seen = new Set<string>()
  for (const [index, { slug }] of items.entries()) {
    if (seen.has(slug)) faults.push({ at: `${at}[${index}].slug`, says: `"${slug}" is used twice. Give one of them another name.` })
    seen.add(slug)
  }
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
export function warningsFor(document: ConfigDocument): string[] {
  const warnings: string[] = []
  const reachable = new Set(document.people.filter((one) => !one.disabled && one.contacts.length > 0).map((one) => one.slug))
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
