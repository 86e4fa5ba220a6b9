// The organisation that is hit: many services with short ladders, so that rungs fall due all the time, and a few that only storm.
import type { ConfigInput } from '@muster/contract/config-document.ts'

/** Who is called when nobody answers: three rungs, then the catch-all. */
export const LADDER = ['ana', 'ben', 'cat', 'dan'] as const
export type Person = (typeof LADDER)[number]

/** The shortest the configuration allows. */
export const RUNG_MS = 30_000

const WATCHED = 240
const STORMY = 6

export const watchedServices = names('watched', WATCHED)
export const stormyServices = names('stormy', STORMY)

/** 32 characters, as PagerDuty's clients insist. */
export const keyOf = (service: string) => `chaos-${service}-`.padEnd(32, 'k')

export function town(providerUrl: string): ConfigInput {
  const [first, second, third, last] = LADDER
  const rung = (person: Person) => ({ delayMinutes: RUNG_MS / 60_000, targets: [{ person }] })
  return {
    people: LADDER.map((slug) => ({
      slug,
      name: slug,
      contacts: [{ slug: 'phone', channel: 'webhook', address: `${providerUrl}/${slug}` }],
    })),
    policies: [
      { slug: 'short', name: 'Short ladder', rungs: [rung(first), rung(second), rung(third)], repeat: 0, ackTimeoutMinutes: null },
    ],
    services: [
      ...watchedServices.map((slug) => ({ ...serviceOn(slug), grouping: { by: 'key' as const } })),
      ...stormyServices.map(serviceOn),
    ],
    catchAll: { targets: [{ person: last }] },
  }
}

function serviceOn(slug: string) {
  return { slug, name: slug, policy: 'short', integrations: [{ slug: 'source', kind: 'pagerduty' as const, key: keyOf(slug) }] }
}

function names(kind: string, count: number): [string, ...string[]] {
  const rest = Array.from({ length: count - 1 }, (_, index) => `${kind}-${index + 2}`)
  return [`${kind}-1`, ...rest]
}
