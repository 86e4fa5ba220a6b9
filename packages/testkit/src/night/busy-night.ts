// A night with something of everything: a row in every table, and the texts that are hardest to keep as they are.
import { upkeep } from '@muster/server/jobs/upkeep/upkeep.ts'
import { aSubscription } from './api-calls.ts'
import { join } from './browser.ts'
import type { Cluster } from './database.ts'
import { startNight, type Night } from './night.ts'
import { TOKEN } from './node.ts'
import { organisation, service } from './organisation.ts'

/** What COPY must spell with care, and what people and monitors write. */
export const WEIRD = [
  '\\N',
  '\\.',
  '\\.\n',
  'tab\there',
  'back\\slash\\\\n',
  'two\r\nlines',
  '"quoted" {json}',
  'é 漢字 🔥 \u202e',
  ' ',
  '',
]

const rota = {
  slug: 'rota',
  name: 'Rota',
  timeZone: 'Europe/Paris',
  layers: [{ slug: 'all', participants: ['ann', 'ben'], startsOn: '2026-01-05' }],
}

const watched = {
  sources: [
    {
      slug: 'prometheus',
      kind: 'prometheus' as const,
      name: WEIRD.join(' ').trim().slice(0, 60),
      url: 'https://prometheus.example',
      token: 't',
    },
  ],
  services: [
    service('checkout', 'standard', {
      indicators: [
        { slug: 'success', name: 'Success', unit: '%', target: { atLeast: 99.5 }, from: { source: 'prometheus', query: 'success' } },
      ],
    }),
  ],
}
const A_PACK = 'extends: handbook\npack: ours\nversion: 1\nabout: Ours.\n'

/** An incident that is climbing and one that is over, deliveries in many states, a silence, and a signal nobody has looked at. */
export async function busyNight(cluster: Cluster): Promise<Night> {
  const night = await startNight(cluster, { organisation: organisation({ schedules: [rota], ...watched }) })
  night.providers.gauges.set('success', 93.1)
  const { world } = night.node
  await upkeep(world, { days: 90 })
  for (const [index, words] of WEIRD.entries())
    await night.alert(`over ${words}`, { key: `w${index} ${words.trim()}`, source: `probe ${words.trim()}` })
  await night.api('POST', '/incidents/1/resolve', {})
  await night.after('40m')
  night.providers.answerFor('ntfy', { type: 'retry', afterMs: 60_000, why: 'try \\N later' })
  await night.alert('checkout is down again', { key: 'w1' })
  await night.alert('and more', { key: 'w2' })
  await night.clears({ key: 'w2' })
  await night.after('2m30s')
  await night.api('POST', '/incidents/2/link', { to: '1' })
  await night.alert('another is down', { key: 'k9' })
  await night.api('POST', '/incidents', {
    as: 'ann',
    service: 'checkout',
    title: WEIRD.join(' ').trim().slice(0, 200),
    severity: 'SEV3',
    private: true,
  })
  await night.api('POST', '/people/ann/browsers', { ...aSubscription, name: WEIRD.join(' ').trim().slice(0, 60) })
  await night.api('POST', '/silences', { service: 'checkout', minutes: 60, reason: 'planned\twork' })
  await night.api('POST', '/packs', { document: A_PACK, after: 0, note: WEIRD.join(' ').trim().slice(0, 400) })
  await night.clears({ key: 'never opened' })
  await night.api('POST', '/people/ann/contacts/push/test', {})
  await night.signal('trigger', 'accepted and not yet decided', { key: 'k10' })
  const name = WEIRD.join(' ').trim().slice(0, 100)
  const lead = await join(night.node, { role: 'lead', email: 'lead@example.org', person: 'ann', name })
  await lead.post('/api/v1/incidents/1/here', { seq: 3 })
  await night.node.app.inject({
    method: 'POST',
    url: `/api/v1/incidents/1/files?name=${encodeURIComponent(`${name}.bin`)}`,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/octet-stream' },
    payload: everyByte,
  })
  await addByHand(night)
  return night
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

/** What only happens when something breaks, and values that no monitor is likely to send. */
async function addByHand({ node: { world, orgId } }: Night): Promise<void> {
  const bytes = everyByte
  const json = JSON.stringify({ number: '@', words: WEIRD }).replace('"@"', '1e400')
  await world.db.engine(async (tx) => {
    await tx.query(`insert into quarantine (org_id, id, integration_id, received_at, raw, why) values ($1, 'q1', 'i1', 1, $2, $3)`, [
      orgId,
      bytes,
      WEIRD.join('|'),
    ])
    await tx.query(`insert into idempotency (org_id, key, request_hash, response, created_at) values ($1, 'k', $2, $3, 1)`, [
      orgId,
      bytes,
      json,
    ])
    await tx.query(
      `insert into changes (org_id, id, service_id, at, received_at, summary, source, links) values ($1, 'c1', 's1', 1, 1, $2, $2, '[]')`,
      [orgId, WEIRD.join('\n')],
    )
    await tx.query(`insert into shipped_packs (name, version, written) values ('handbook', 1, $1)`, [json])
    await addWaysIn(tx)
  })
}

/** What accounts leave behind that nobody does in an ordinary night. */
async function addWaysIn(tx: { query: (text: string, values?: unknown[]) => Promise<unknown> }): Promise<void> {
  const words = WEIRD.join('|')
  await tx.query(`insert into account_attempts values ('digest', 3, 1)`)
  await tx.query(`insert into account_rate_limits values ('r1', $1, 3, 1)`, [words])
  await tx.query(`insert into account_verifications values ('v1', $1, $1, 'epoch', 'epoch', 'epoch')`, [words])
  await tx.query(`insert into account_two_factors (id, user_id, secret, backup_codes) select 't1', id, $1, $1 from account_users limit 1`, [
    words,
  ])
  await tx.query(
    `insert into account_passkeys (id, user_id, name, public_key, credential_id, counter, device_type, backed_up)
     select 'p1', id, $1, 'key', 'credential', 7, 'singleDevice', false from account_users limit 1`,
    [words],
  )
}
