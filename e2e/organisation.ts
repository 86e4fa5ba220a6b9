// The smallest organisation that can be woken: Ana, her phone, one policy, and a checkout service listening to one integration.
import { expect } from 'vitest'
import { z } from 'zod'
import type { Muster } from './muster.ts'
import type { Phone } from './phone.ts'
import { until } from './until.ts'

export type IntegrationKind = 'alertmanager' | 'pagerduty'

const incidentList = z.object({
  items: z.array(
    z.object({ id: z.string(), number: z.number(), title: z.string(), status: z.enum(['triggered', 'acknowledged', 'resolved']) }),
  ),
})

export type Incident = z.infer<typeof incidentList>['items'][number]

// 32 characters, as PagerDuty's clients insist.
export const integrationKey = 'e2e0checkout0integration0key0001'

export async function found(muster: Muster, { phone, kind }: { phone: Phone; kind: IntegrationKind }): Promise<void> {
  const answer = await muster.api('POST', '/api/v1/config', {
    people: [
      {
        slug: 'ana',
        name: 'Ana',
        email: 'ana@example.com',
        timeZone: 'Europe/Paris',
        contacts: [{ slug: 'phone', channel: 'webhook', address: phone.url, secret: phone.secret }],
        rules: [{ contact: 'phone', delayMinutes: 0 }],
      },
    ],
    schedules: [],
    policies: [
      { slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [{ person: 'ana' }] }], repeat: 2, ackTimeoutMinutes: 30 },
    ],
    services: [{ slug: 'checkout', name: 'Checkout', policy: 'standard', integrations: [{ slug: 'source', kind, key: integrationKey }] }],
    catchAll: { targets: [{ person: 'ana' }] },
  })
  expect(answer, 'the organisation is accepted').toMatchObject({
    status: expect.toSatisfy((status: number) => status >= 200 && status < 300),
  })
}

export async function incidents(muster: Muster): Promise<Incident[]> {
  const { status, body } = await muster.api('GET', '/api/v1/incidents')
  if (status !== 200) throw new Error(`listing incidents answered ${status}: ${JSON.stringify(body)}`)
  return incidentList.parse(body).items
}

// Everything a test sends concerns one trouble, so a second incident is as wrong as a missing one.
export async function onlyIncident(muster: Muster): Promise<Incident> {
  const all = await incidents(muster)
  const [first] = all
  if (first === undefined || all.length > 1) throw new Error(`expected one incident, there are ${JSON.stringify(all)}`)
  return first
}

export function becomes(muster: Muster, status: Incident['status'], withinMs = 60_000): Promise<Incident> {
  const ask = async () => {
    const incident = await onlyIncident(muster)
    return incident.status === status ? incident : undefined
  }
  return until(`the incident to be ${status}`, ask, { withinMs, everyMs: 250 })
}
