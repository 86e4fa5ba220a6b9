// A write that arrives twice is done once: a client that heard nothing may ask again.
import { LONGEST_IDEMPOTENCY_KEY } from '@muster/contract/api.ts'
import { MINUTE } from '@muster/core/vocabulary.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { organisation, service } from '@muster/testkit/night/organisation.ts'
import { addOrganisation, addToken } from '@muster/testkit/night/tenant.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { callerOf } from '../../verbs/token.ts'
import { once } from '../../verbs/idempotency.ts'

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'))
})

afterAll(() => night.close())

let made = 0
const newKey = () => `key-${(made += 1)}`

type Sending = { key: string; body?: unknown; path?: string; token?: string }

async function post({ key, body, path = '/silences', token = TOKEN }: Sending) {
  const response = await night.node.app.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
    payload: JSON.stringify(body ?? silence),
  })
  return { status: response.statusCode, text: response.payload, body: response.json(), type: response.headers['content-type'] }
}

const silence = { labels: { host: 'db1' }, minutes: 60, reason: 'planned work' }
const silences = async () => Object((await night.api('GET', '/silences')).body).items.length

describe('the same key', () => {
  test('with the same body is done once and answered alike, to the letter', async () => {
    const before = await silences()
    const key = newKey()
    const first = await post({ key })
    expect(first.status).toBe(201)
    for (const again of [await post({ key }), await post({ key })]) expect(again).toEqual(first)
    expect(await silences()).toBe(before + 1)
  })

  test('with another body, or for another route, is refused and does nothing', async () => {
    const key = newKey()
    await post({ key })
    const before = await silences()
    const refusal = { status: 409, body: { code: 'CONFLICT', defined: true, data: { reason: 'idempotency-key-reused' } } }
    expect(await post({ key, body: { ...silence, minutes: 61 } })).toMatchObject(refusal)
    expect(await post({ key, path: '/config/plan', body: organisation() })).toMatchObject(refusal)
    expect(await silences()).toBe(before)
  })

  test('from twenty twins at once is done once; each hears the answer, or that it is still being done', async () => {
    const before = await silences()
    const key = newKey()
    const twins = await Promise.all(Array.from({ length: 20 }, () => post({ key })))
    expect(await silences()).toBe(before + 1)
    expect(twins.filter((one) => one.status === 201).length).toBeGreaterThan(0)
    for (const { status, body } of twins) {
      if (status !== 201) expect({ status, body }).toMatchObject({ status: 409, body: { data: { reason: 'still-running' } } })
    }
    expect((await post({ key })).status).toBe(201)
  })

  test('gives a refusal again too, so that both callers hear the same', async () => {
    const key = newKey()
    const first = await post({ key, body: { ...silence, minutes: 0 } })
    expect(first.status).toBe(422)
    expect(await post({ key, body: { ...silence, minutes: 0 } })).toEqual(first)
  })

  test('of another organisation, or of another token, is another key', async () => {
    const { token: theirs } = await addOrganisation(night.node, 'neighbours')
    const responder = await addToken(night.node, { scopes: ['respond'] })
    const key = newKey()
    const answers = [await post({ key }), await post({ key, token: theirs }), await post({ key, token: responder })]
    expect(answers.map((one) => one.status)).toEqual([201, 201, 201])
    expect(new Set(answers.map((one) => one.body.id)).size).toBe(3)
  })

  test('of a second token of the same name and scopes is another key', async () => {
    const [one, other] = [await addToken(night.node, { scopes: ['respond'] }), await addToken(night.node, { scopes: ['respond'] })]
    const key = newKey()
    const answers = [await post({ key, token: one }), await post({ key, token: other })]
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(2)
  })

  test('never shows a token that may not configure what one that may was told', async () => {
    const reader = await addToken(night.node, { scopes: ['read'] })
    const document = organisation({ services: [service('search', 'standard', { integrations: [{ slug: 'any', kind: 'generic' }] })] })
    const key = newKey()
    const told = await post({ key, path: '/config', body: document })
    const secret = told.body.newKeys[0].key
    expect(secret).toMatch(/^.{32}$/)
    expect(await post({ key, path: '/config', body: document })).toEqual(told)
    const refused = await post({ key, path: '/config', body: document, token: reader })
    expect(refused.status).toBe(403)
    expect(refused.text).not.toContain(secret)
    const stored = await night.node.world.db.query('select i::text as row from idempotency i')
    expect(JSON.stringify(stored)).not.toContain(secret)
  })
})

describe('a key', () => {
  test.each([LONGEST_IDEMPOTENCY_KEY + 1, 5000])('of %d characters is refused', async (length) => {
    const before = await silences()
    expect(await post({ key: 'k'.repeat(length) })).toMatchObject({ status: 400, body: { data: { reason: 'idempotency-key' } } })
    expect(await silences()).toBe(before)
  })

  test('of the longest length, or of odd characters, is a key', async () => {
    for (const key of ['k'.repeat(LONGEST_IDEMPOTENCY_KEY), "' or 1=1 --", 'a/b?c=d#e']) expect((await post({ key })).status).toBe(201)
  })

  test('that is empty is refused', async () => {
    expect(await post({ key: '' })).toMatchObject({ status: 400, body: { data: { reason: 'idempotency-key' } } })
  })
})

describe('when the first try came to nothing', () => {
  const world = () => night.node.world
  const bootstrap = async () => {
    const caller = await callerOf(world(), TOKEN)
    if (caller === null) throw new Error('the token of the night is unknown')
    return caller
  }

  test('because of a fault, the key is free and the next try is a real one', async () => {
    const caller = await bootstrap()
    const asked = { key: newKey(), request: 'POST /x' }
    await expect(once(world(), caller, asked, async () => Promise.reject(new Error('boom')))).rejects.toThrow('boom')
    expect(await once(world(), caller, asked, async () => ({ status: 503, body: 'later' }))).toEqual({ status: 503, body: 'later' })
    expect(await once(world(), caller, asked, async () => ({ status: 200, body: 'done' }))).toEqual({ status: 200, body: 'done' })
    expect(await once(world(), caller, asked, async () => ({ status: 200, body: 'done twice' }))).toEqual({ status: 200, body: 'done' })
  })

  test('because its server died, the key is free after a minute and not before', async () => {
    const caller = await bootstrap()
    const asked = { key: newKey(), request: 'POST /x' }
    const never = new Promise<never>(() => undefined)
    await new Promise<void>((begun) => void once(world(), caller, asked, () => (begun(), never)))
    const again = () => once(world(), caller, asked, async () => ({ status: 200, body: '' }))
    night.clock.set(night.clock.now() + MINUTE)
    await expect(again()).rejects.toMatchObject({ reason: 'still-running' })
    night.clock.set(night.clock.now() + 1)
    expect(await again()).toEqual({ status: 200, body: '' })
  })
})
