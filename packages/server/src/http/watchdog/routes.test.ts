// The watchdog's door: only who holds the server's own key may have the on-call list, and not with yesterday's signature.
import { MINUTE, SECOND } from '@muster/core/vocabulary.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { organisation, person } from '@muster/testkit/night/organisation.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createSecrets } from '../../secrets.ts'
import { knock } from '../../watchdog/knock.ts'
import { readSnapshot } from '../../watchdog/snapshot.ts'

let night: Night

const contacts = [
  { slug: 'push', channel: 'ntfy' as const, address: 'ann/push', secret: 'a-secret-of-ann' },
  { slug: 'old', channel: 'ntfy' as const, address: 'ann/old' },
]

beforeAll(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({ people: [person('ann', { contacts }), person('ben'), person('cat'), person('last')] }),
  })
  await night.apply(organisation({ people: [person('ann', { contacts: contacts.slice(0, 1) }), person('ben'), person('last')] }))
})

afterAll(() => night.close())

const ask = (authorization?: string) =>
  night.node.app.inject({ method: 'GET', url: '/watchdog/snapshot', headers: authorization === undefined ? {} : { authorization } })

const signed = (agoMs = 0, key = night.node.world.secrets) => knock(key, night.clock.now() - agoMs)

const refused: [string, () => string | undefined, string][] = [
  ['without a signature', () => undefined, 'not-signed'],
  ['with an API token, whatever its scopes', () => `Bearer ${TOKEN}`, 'not-signed'],
  ['signed with another key', () => signed(0, createSecrets(Buffer.alloc(32, 8))), 'not-signed'],
  ['with the time changed', () => signed().replace(/t=\d+/, `t=${night.clock.now() + 1}`), 'not-signed'],
  ['signed for another purpose', () => `Muster-Watchdog t=1,v1=${night.node.world.secrets.sign('answer', '1')}`, 'not-signed'],
  ['signed more than a minute ago', () => signed(MINUTE + 1), 'another-time'],
  ['signed more than a minute ahead', () => signed(-MINUTE - 1), 'another-time'],
]

test.each(refused)('a request %s gets nothing', async (_what, header, reason) => {
  const response = await ask(header())
  expect(response.statusCode).toBe(401)
  expect(response.json()).toMatchObject({ code: 'UNAUTHORIZED', reason })
  expect(response.payload).not.toMatch(/ann|push/)
})

test('whoever holds the key gets the list, signed, with contacts that still hold and their secrets sealed', async () => {
  const response = await ask(signed(59 * SECOND))
  expect(response.statusCode).toBe(200)
  expect(response.headers['cache-control']).toBe('no-store')
  expect(response.payload).not.toContain('a-secret-of-ann')
  const { secrets } = night.node.world
  const read = readSnapshot(secrets, response.payload, night.clock.now())
  if (!read.ok) throw new Error(read.why)
  const [org] = read.snapshot.orgs
  expect(org?.contacts.map((contact) => contact.address).toSorted()).toEqual(['ann/push', 'ben/push', 'last/push'])
  const ann = org?.people.find((one) => one.slug === 'ann')
  expect(ann?.rules).toHaveLength(1)
  expect(org?.people.find((one) => one.slug === 'cat')?.disabled).toBe(true)
  const push = org?.contacts.find((contact) => contact.address === 'ann/push')
  expect(secrets.open(Buffer.from(push?.secret ?? '', 'base64'), `${org?.id} ${push?.id}`)).toBe('a-secret-of-ann')
})

test('a list is not read once a byte of it was changed, once it is old, or with another key', async () => {
  const { payload } = await ask(signed())
  const { secrets } = night.node.world
  const now = night.clock.now()
  const why = (raw: string, key = secrets, at = now) => {
    const read = readSnapshot(key, raw, at)
    return read.ok ? null : read.why
  }
  expect(why(payload)).toBe(null)
  expect(why(payload.replace('ann/push', 'eve/push'))).toMatch(/altered/)
  expect(why(payload, createSecrets(Buffer.alloc(32, 8)))).toMatch(/altered, or signed with another key/)
  expect(why(payload, secrets, now + 8 * 24 * 60 * MINUTE)).toMatch(/too old/)
  expect(why(payload.slice(0, -1))).toMatch(/not a signed list/)
})
