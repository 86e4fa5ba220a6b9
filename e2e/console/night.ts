// What most tests of the console begin with: people whom one ladder wakes, services that listen, trouble in one of them, words on its log.
import { randomBytes } from 'node:crypto'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import { expect } from 'vitest'
import type { Muster } from '../muster.ts'

/** One ladder, `standard`, asks them all at once, and nobody else; the first of them is the last resort too. */
export const calledBy = (first: string, ...others: string[]) =>
  ({
    policies: [
      { slug: 'standard', name: 'Standard', rungs: [{ delayMinutes: 5, targets: [first, ...others].map((person) => ({ person })) }] },
    ],
    catchAll: { targets: [{ person: first }] },
  }) satisfies Partial<ConfigInput>

const keyOf = (service: string): string => `console-${service}-`.padEnd(32, 'k')

/** A service of that ladder, at whose integration a monitor may knock. */
export const listening = (slug: string, name: string, also: object = {}) => ({
  slug,
  name,
  policy: 'standard',
  integrations: [{ slug: 'source', kind: 'generic' as const, key: keyOf(slug) }],
  ...also,
})

type Trouble = { service: string; summary: string; also: object | undefined }

export async function breaks(muster: Muster, { service, summary, also }: Trouble): Promise<void> {
  const answer = await fetch(`${muster.url}/integrations/${keyOf(service)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ summary, severity: 'critical', dedup_key: randomBytes(4).toString('hex'), ...also }),
  })
  expect(answer.status, await answer.text()).toBe(202)
}

type Written = { as: string; entry: object; number: number }

export async function record(muster: Muster, { as, entry, number }: Written): Promise<void> {
  const { status, body } = await muster.api('POST', `/api/v1/incidents/${number}/record`, { as, entry })
  expect(status, JSON.stringify(body)).toBe(200)
}
