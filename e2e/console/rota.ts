// An organisation with people in two zones, one of whom nothing can reach, a schedule with a gap ahead, and a ladder that asks it.
import type { ConfigInput } from '@muster/contract/config-document.ts'

export const nextHour = (hours: number): string => new Date(Math.ceil(Date.now() / 3_600_000 + hours) * 3_600_000).toISOString()

const ringing = [{ slug: 'phone', channel: 'webhook' as const, address: 'http://127.0.0.1:9/hook' }]

export function withRota(): ConfigInput {
  return {
    people: [
      { slug: 'ana', name: 'Ana Ruiz', timeZone: 'Europe/Madrid', contacts: ringing },
      { slug: 'ben', name: 'Ben Okoye', timeZone: 'America/New_York', contacts: ringing },
      { slug: 'cat', name: 'Cat Silent', timeZone: 'UTC' },
    ],
    schedules: [
      {
        slug: 'support',
        name: 'Support',
        timeZone: 'Europe/Paris',
        layers: [{ slug: 'primary', name: 'Primary', participants: ['ana', 'ben'], every: 'week', startsOn: '2026-01-05' }],
        overrides: [{ slug: 'holiday', person: null, startsAt: nextHour(72), endsAt: nextHour(78) }],
      },
    ],
    policies: [
      {
        slug: 'standard',
        name: 'Standard',
        rungs: [
          { delayMinutes: 5, targets: [{ schedule: 'support' }] },
          { delayMinutes: 10, targets: [{ person: 'ben' }] },
        ],
        repeat: 1,
      },
    ],
    services: [{ slug: 'checkout', name: 'Checkout', policy: 'standard' }],
    catchAll: { targets: [{ person: 'ana' }] },
  }
}
