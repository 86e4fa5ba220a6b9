// The demonstration's organisation: an online shop, its vendors, and the people who answer for them in three time zones.
import type { ConfigInput } from '@muster/contract/config-document.ts'

type Person = ConfigInput['people'] extends (infer One)[] | undefined ? One : never

const person = (slug: string, name: string, timeZone: string): Person => ({
  slug,
  name,
  email: `${slug}@shop.example`,
  timeZone,
  contacts: [{ slug: 'phone', channel: 'console', address: name }],
})

const weekly = (slug: string, name: string, timeZone: string, participants: string[]) => ({
  slug,
  name,
  timeZone,
  layers: [{ slug: 'primary', name: 'Primary', participants, startsOn: '2026-01-05', handoffTime: '09:00' }],
})

const pagerDuty = (name: string) => ({
  slug: 'pagerduty',
  kind: 'pagerduty' as const,
  key: `demo0${name}0pagerduty0key`.padEnd(31, '0') + '1',
})
const alertmanager = (name: string) => ({
  slug: 'alertmanager',
  kind: 'alertmanager' as const,
  key: `demo0${name}0alertmanager0key`.padEnd(31, '0') + '1',
})
const sources = (name: string) => [pagerDuty(name), alertmanager(name)]

export const shop: ConfigInput = {
  organisation: { name: 'Example shop' },
  people: [
    person('ines', 'Ines Duarte', 'Europe/Lisbon'),
    person('tom', 'Tom Becker', 'Europe/Berlin'),
    person('arjun', 'Arjun Rao', 'Asia/Kolkata'),
    person('mei', 'Mei Tan', 'Asia/Singapore'),
    person('maya', 'Maya Johnson', 'America/New_York'),
    person('luis', 'Luis Ortega', 'America/Los_Angeles'),
    person('sara', 'Sara Lindqvist', 'Europe/Stockholm'),
    person('owen', 'Owen Clarke', 'America/New_York'),
  ],
  schedules: [
    weekly('support', 'Application support', 'Europe/Lisbon', ['ines', 'arjun', 'maya']),
    weekly('payments', 'Payment seniors', 'Europe/Berlin', ['tom', 'mei']),
    weekly('database', 'Database administrators', 'America/Los_Angeles', ['luis', 'mei']),
    weekly('command', 'Incident commanders', 'Europe/Stockholm', ['sara', 'owen']),
  ],
  policies: [
    {
      slug: 'standard',
      name: 'Standard: support first, then a senior, then a commander',
      rungs: [
        { delayMinutes: 5, targets: [{ schedule: 'support' }] },
        { delayMinutes: 5, targets: [{ schedule: 'payments' }] },
        { delayMinutes: 10, targets: [{ schedule: 'command' }] },
      ],
    },
    {
      slug: 'aggressive',
      name: 'Aggressive: support and a senior together',
      rungs: [
        { delayMinutes: 5, targets: [{ schedule: 'support' }, { schedule: 'payments' }] },
        { delayMinutes: 5, targets: [{ schedule: 'command' }] },
      ],
    },
    {
      slug: 'critical-path',
      name: 'Critical path: everybody who can help, at once',
      rungs: [
        {
          delayMinutes: 2,
          targets: [{ schedule: 'support' }, { schedule: 'payments' }, { schedule: 'database' }, { schedule: 'command' }],
        },
      ],
    },
    { slug: 'watch', name: 'Watch: support only', rungs: [{ delayMinutes: 15, targets: [{ schedule: 'support' }] }], repeat: 1 },
  ],
  services: [
    {
      slug: 'checkout',
      name: 'Checkout',
      policy: 'aggressive',
      whatToDo: 'Open the shop and try to buy something. Then look at the payment API.',
      dependsOn: ['payment-api', 'login', 'orders', 'recommendations'],
      integrations: sources('checkout'),
    },
    {
      slug: 'payment-api',
      name: 'Payment API',
      policy: 'critical-path',
      criticalPath: true,
      whatToDo: 'Look at the card processor first: is it them, or us?',
      dependsOn: ['card-processor', 'production-database'],
      integrations: sources('payment'),
    },
    {
      slug: 'login',
      name: 'Login',
      policy: 'critical-path',
      criticalPath: true,
      whatToDo: 'Sign in with the test account.',
      dependsOn: ['production-database'],
      integrations: sources('login'),
    },
    {
      slug: 'orders',
      name: 'Orders',
      policy: 'standard',
      whatToDo: 'Are new orders still arriving in the back office?',
      dependsOn: ['production-database', 'parcel-carrier'],
      integrations: sources('orders'),
    },
    {
      slug: 'recommendations',
      name: 'Recommendations',
      policy: 'watch',
      whatToDo: 'The shop sells without them: switch them off and go back to sleep.',
      dependsOn: ['production-database'],
      integrations: sources('recommend'),
    },
    {
      slug: 'production-database',
      name: 'Production database',
      policy: 'critical-path',
      criticalPath: true,
      whatToDo: 'Do not restart it. Count the connections and call the database administrator.',
      integrations: sources('database'),
    },
    {
      slug: 'card-processor',
      name: 'Card processor (vendor)',
      policy: 'standard',
      whatToDo: "Read the vendor's status page before you change anything here.",
      integrations: sources('cards'),
    },
    { slug: 'parcel-carrier', name: 'Parcel carrier (vendor)', policy: 'watch', integrations: sources('parcels') },
  ],
  roles: {
    commander: [{ schedule: 'command' }, { person: 'owen' }],
    senior: [{ schedule: 'payments' }],
    dba: [{ schedule: 'database' }],
    owner: [{ schedule: 'payments' }],
    'executive-liaison': [{ person: 'owen' }],
  },
  audiences: { executives: [{ person: 'owen' }], 'customer-support': [{ person: 'ines' }] },
  catchAll: { targets: [{ schedule: 'command' }, { person: 'owen' }] },
}
