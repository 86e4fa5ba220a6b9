// The organisation of a night, as paging-scenarios describe it: rung 1 is Ann for five minutes, rung 2 is Ben; Ann has a push at once and a voice call after two minutes.
import type { ConfigInput } from '@muster/contract/config-document.ts'

type People = NonNullable<ConfigInput['people']>
type Policies = NonNullable<ConfigInput['policies']>
type Services = NonNullable<ConfigInput['services']>

export type Person = People[number]
export type Policy = Policies[number]
export type Service = Services[number]

/** "push" rings at once. Channel names are the wire's; what they stand for here is the contact's slug. */
export function person(slug: string, also: Partial<Person> = {}): Person {
  const name = slug.charAt(0).toUpperCase() + slug.slice(1)
  return { slug, name, timeZone: 'Europe/Paris', contacts: [{ slug: 'push', channel: 'ntfy', address: `${slug}/push` }], ...also }
}

export function withVoice(slug: string): Person {
  return person(slug, {
    contacts: [
      { slug: 'push', channel: 'ntfy', address: `${slug}/push` },
      { slug: 'voice', channel: 'webhook', address: `${slug}/voice` },
    ],
    rules: [
      { contact: 'push', delayMinutes: 0 },
      { contact: 'voice', delayMinutes: 2 },
    ],
  })
}

export const rung = (delayMinutes: number, ...people: string[]) => ({ delayMinutes, targets: people.map((slug) => ({ person: slug })) })

export function policy(slug: string, rungs: Policy['rungs'], also: Partial<Policy> = {}): Policy {
  return { slug, name: slug, rungs, repeat: 0, ackTimeoutMinutes: null, ...also }
}

/** 32 characters, as PagerDuty's clients insist. */
export const keyOf = (service: string, kind = 'pagerduty') => `${kind}-${service}-`.padEnd(32, 'k').slice(0, 32)

export function service(slug: string, policySlug: string, also: Partial<Service> = {}): Service {
  return {
    slug,
    name: slug.charAt(0).toUpperCase() + slug.slice(1),
    policy: policySlug,
    integrations: [
      { slug: 'pagerduty', kind: 'pagerduty', key: keyOf(slug) },
      { slug: 'alertmanager', kind: 'alertmanager', key: keyOf(slug, 'alertmanager') },
    ],
    ...also,
  }
}

export function organisation(also: Partial<ConfigInput> = {}): ConfigInput {
  return {
    people: [withVoice('ann'), person('ben'), person('cat'), person('last')],
    policies: [policy('standard', [rung(5, 'ann'), rung(5, 'ben')])],
    services: [service('checkout', 'standard')],
    catchAll: { targets: [{ person: 'last' }] },
    ...also,
  }
}
