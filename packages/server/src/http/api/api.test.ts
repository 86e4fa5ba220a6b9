// The API keeps what its contract says: every route answers as declared, lists are walked to their end, and faults are told all at once.
import { gunzipSync } from 'node:zlib'
import { api } from '@muster/contract/api.ts'
import { accountFacts } from '@muster/testkit/night/account-facts.ts'
import { apiRoutes, callOf, usualFacts } from '@muster/testkit/night/api-calls.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { TOKEN } from '@muster/testkit/night/node.ts'
import { keyOf, organisation, service } from '@muster/testkit/night/organisation.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

const shop = organisation({
  services: [service('checkout', 'standard', { grouping: { by: 'key' } }), service('login', 'standard')],
  sources: [{ slug: 'prometheus', kind: 'prometheus', name: 'Prometheus', url: 'https://prometheus.example' }],
})

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'), { organisation: shop })
})

afterAll(() => night.close())

/** A second incident, for what is done to two; what is to be taken apart is put together first. */
async function anotherFor(name: string, number: string): Promise<string> {
  if (!['incidents.link', 'incidents.unlink', 'incidents.merge', 'board.answer', 'board.order', 'board.move'].includes(name)) return 'none'
  const declared = await night.api('POST', '/incidents', { service: 'login', title: 'Slow too', severity: 'SEV3', anyway: true })
  const other = String(Object(declared.body).number)
  if (name === 'incidents.unlink') await night.api('POST', `/incidents/${number}/link`, { to: other })
  if (name === 'board.move')
    await night.api('POST', `/incidents/${other}/record`, { as: 'ann', entry: { type: 'role.taken', role: 'senior' } })
  return other
}

/** Somebody can be let in where not everybody may look, and shut out once they are in. */
async function restrictFor(name: string, number: string): Promise<void> {
  if (name !== 'incidents.letIn' && name !== 'incidents.shutOut') return
  await night.api('POST', `/incidents/${number}/privacy`, { private: true, why: 'a key was published' })
  if (name === 'incidents.shutOut') await night.api('POST', `/incidents/${number}/let-in`, { person: 'cat' })
}

const someoneElse = ['incidents.addResponder', 'incidents.letIn', 'incidents.shutOut']

const change = ({ node }: Night, summary: string, timestamp: string, to = 'checkout') =>
  node.app.inject({
    method: 'POST',
    url: '/v2/change/enqueue',
    payload: { routing_key: keyOf(to), payload: { summary, source: 'ci', timestamp } },
  })

describe('a call that is right', () => {
  // What one does with oneself needs a session, and is tried in verbs/person.
  const routes = apiRoutes.filter(({ action }) => !action.startsWith('me.'))
  test.each(routes)('$name ($method $path) is answered as the contract declares', async (route) => {
    await night.alert('checkout is down', { key: route.name })
    const newest = (await night.api('GET', '/incidents?limit=1&service=checkout')).body
    await restrictFor(route.name, String(Object(newest).items[0].number))
    const silence = await night.api('POST', '/silences', { labels: { host: 'db1' }, minutes: 60, reason: 'planned work' })
    const facts = {
      ...usualFacts,
      ...(await accountFacts(night)),
      incident: String(Object(newest).items[0].number),
      other: await anotherFor(route.name, String(Object(newest).items[0].number)),
      person: someoneElse.includes(route.name) ? 'cat' : 'ann',
      silence: String(Object(silence.body).id),
      alert: String(Object((await night.api('GET', '/alerts')).body).items[0].id),
      document: shop,
    }
    const { method, url, payload } = callOf(route, facts)
    const response = await night.node.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${TOKEN}` },
      ...(payload && { payload }),
    })
    const [room, door] = route.name.split('.') as ['incidents', 'list']
    const declared = api[room][door]['~orpc']
    expect(response.json()).toEqual(declared.outputSchema?.parse(response.json()))
    expect(response.statusCode).toBe(declared.route.successStatus ?? 200)
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
  })

  test('may be a HEAD, and a GET may bring a body that nobody asked for', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    const url = '/api/v1/incidents'
    expect(await night.node.app.inject({ method: 'HEAD', url, headers })).toMatchObject({ statusCode: 200, payload: '' })
    expect(await night.node.app.inject({ method: 'GET', url, headers, payload: '{}' })).toMatchObject({ statusCode: 200 })
  })
})

describe('a long reading', () => {
  const document = (accept: string, method: 'GET' | 'POST' = 'GET') =>
    night.node.app.inject({
      method,
      url: method === 'GET' ? '/api/v1/config' : '/api/v1/config/plan',
      headers: { authorization: `Bearer ${TOKEN}`, 'accept-encoding': accept },
      ...(method === 'POST' && { payload: shop }),
    })

  test.each(['gzip', 'br;q=1, GZIP;q=0.5'])('travels compressed to whoever takes %s', async (accept) => {
    const plain = await document('identity')
    const small = await document(accept)
    expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(gunzipSync(small.rawPayload).toString()).toBe(plain.payload)
    expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
  })

  test('travels as it is to whoever does not, and an answer to a write always does', async () => {
    for (const accept of ['', 'identity', 'br', 'gzip;q=0']) expect((await document(accept)).headers['content-encoding']).toBeUndefined()
    expect((await document('gzip', 'POST')).headers['content-encoding']).toBeUndefined()
  })
})

test('names of everything there is to choose from are listed without the rest', async () => {
  const { body } = await night.api('GET', '/config/names')
  expect(body).toMatchObject({
    people: expect.arrayContaining([{ slug: 'ann', name: 'Ann', disabled: false }]),
    services: [
      { slug: 'checkout', name: expect.any(String) },
      { slug: 'login', name: expect.any(String) },
    ],
  })
})

describe('a list is walked to its end, nothing twice and nothing left out, although everything happened at once:', () => {
  const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const sizes = [1, 2, 3, 7, 200]
  let full: Night

  beforeAll(async () => {
    full = await startNight(inject('cluster'), { organisation: shop })
    for (const key of seven) await full.signal('trigger', `down ${key}`, { key })
    await full.settle()
    for (const key of seven) await full.signal('trigger', `down ${key}`, { key, service: 'login' })
    await full.settle()
  })

  afterAll(() => full.close())

  type Listed = { items: Record<string, unknown>[]; next: string | null }

  /** Follows `next` to the end; every page but the last is full. */
  async function walk(path: string, size: number, place: 'cursor' | 'after' = 'cursor'): Promise<Record<string, unknown>[]> {
    const all: Record<string, unknown>[] = []
    const first = `${path}${path.includes('?') ? '&' : '?'}limit=${size}`
    for (let url: string | null = first; url !== null;) {
      const { status, body } = await full.api('GET', url)
      expect(status).toBe(200)
      const { items, next } = body as Listed
      all.push(...items)
      if (next !== null) expect(items).toHaveLength(size)
      url = next === null || all.length > 1000 ? null : `${first}&${place}=${encodeURIComponent(next)}`
    }
    return all
  }

  test('incidents, all of them and the open ones', async () => {
    await full.api('POST', '/incidents/3/resolve', {})
    for (const size of sizes) {
      expect((await walk('/incidents?service=checkout', size)).map((one) => one['number'])).toEqual([7, 6, 5, 4, 3, 2, 1])
      expect((await walk('/incidents?status=open', size)).map((one) => one['number'])).toEqual([8, 7, 6, 5, 4, 2, 1])
    }
  })

  test('incidents, while new ones open', async () => {
    const first = (await full.api('GET', '/incidents?limit=3')).body as Listed
    await full.alert('one more', { key: 'late' })
    const rest = (await full.api('GET', `/incidents?limit=200&cursor=${first.next}`)).body as Listed
    expect([...first.items, ...rest.items].map((one) => one['number'])).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
  })

  test('the alerts of an incident', async () => {
    for (const size of sizes) {
      const walked = await walk('/incidents/8/alerts', size)
      expect(walked.map((one) => one['key']).toSorted()).toEqual(seven)
    }
  })

  test('the log of an incident', async () => {
    await full.after('30m')
    const whole = (await full.log()).map((entry) => entry.seq)
    expect(whole.length).toBeGreaterThan(7)
    for (const size of [1, 2, 3, 1000]) expect((await walk('/incidents/1/log', size, 'after')).map((one) => one['seq'])).toEqual(whole)
  })

  test('[SY-14] changes of several services', async () => {
    for (const name of seven) await change(full, `same time ${name}`, '2026-03-02T02:00:00Z', name < 'e' ? 'checkout' : 'login')
    await change(full, 'younger', '2026-03-02T02:30:00Z')
    await change(full, 'older', '2026-03-02T01:30:00Z', 'login')
    for (const size of sizes) {
      const walked = (await walk('/changes', size)).map((one) => one['summary'])
      expect(walked.toSorted()).toEqual(['older', ...seven.map((name) => `same time ${name}`), 'younger'])
      expect([walked[0], walked.at(-1)]).toEqual(['younger', 'older'])
      expect(await walk('/changes?service=login', size)).toHaveLength(4)
    }
  })
})

describe('fields that are not right are told all at once, each with its place:', () => {
  const faultsOf = (answer: { status: number; body: unknown }): { at: string; says: string }[] => {
    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID', defined: true } })
    return Object(answer.body).data.faults
  }
  const placesOf = (answer: { status: number; body: unknown }) => faultsOf(answer).map((fault) => fault.at)

  test('in a document', async () => {
    const wrong = {
      people: [
        {
          slug: 'Ann Smith',
          name: '',
          timeZone: 'Europe/Atlantis',
          contacts: [
            { slug: 'push', channel: 'pigeon', address: 'x' },
            { slug: 'mail', channel: 'email', address: '' },
          ],
        },
      ],
      policies: [{ slug: 'p', name: 'P', rungs: [], repeat: 99 }],
      services: [{ slug: 's', name: 'S', policy: 'p', integrations: [{ slug: 'i', kind: 'pagerduty', key: 'short' }], colour: 'red' }],
    }
    for (const path of ['/config', '/config/plan']) {
      const places = placesOf(await night.api('POST', path, wrong))
      expect(places.toSorted()).toEqual([
        'people[0].contacts[0].channel',
        'people[0].contacts[1].address',
        'people[0].name',
        'people[0].slug',
        'people[0].timeZone',
        'policies[0].repeat',
        'policies[0].rungs',
        'services[0]',
        'services[0].integrations[0].key',
      ])
    }
  })

  test('in names that point nowhere', async () => {
    const wrong = {
      policies: [{ slug: 'p', name: 'P', rungs: [{ targets: [{ person: 'nobody' }, { schedule: 'never' }] }] }],
      services: [{ slug: 's', name: 'S', policy: 'q' }],
    }
    expect(placesOf(await night.api('POST', '/config', wrong))).toEqual([
      'policies[0].rungs[0].targets[0]',
      'policies[0].rungs[0].targets[1]',
      'services[0].policy',
    ])
  })

  test('in a question', async () => {
    const answer = await night.api('GET', '/incidents?status=lost&limit=0&cursor=yesterday')
    expect(placesOf(answer).toSorted()).toEqual(['cursor', 'limit', 'status'])
    for (const at of ['tonight', '9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z'])
      expect(placesOf(await night.api('GET', `/on-call?at=${at}`))).toEqual(['at'])
    expect(placesOf(await night.api('GET', '/incidents/1/log?after=-1&limit=1001')).toSorted()).toEqual(['after', 'limit'])
  })

  test('in an order', async () => {
    await night.alert('down')
    expect(placesOf(await night.api('POST', '/silences', { minutes: 0.5, reason: ' ', labels: { a: 1 } })).toSorted()).toEqual([
      'labels.a',
      'minutes',
      'reason',
    ])
    expect(placesOf(await night.api('POST', '/incidents/1/snooze', { minutes: 'long', as: 7 })).toSorted()).toEqual(['as', 'minutes'])
    expect(placesOf(await night.api('POST', '/incidents/1/reassign', {}))).toEqual(['policy'])
    expect(faultsOf(await night.api('POST', '/incidents/1/acknowledge', { ass: 'ann' }))).toEqual([
      { at: '', says: expect.stringContaining('"ass"') },
    ])
  })

  test.each(['x'.repeat(50), '-1', '1e9', '1.5', '1;drop', '9'.repeat(30), '1.change_' + 'z'.repeat(99), '%00'])(
    'a cursor that nobody gave (%s)',
    async (cursor) => {
      await night.alert('down')
      for (const path of ['/incidents', '/incidents/1/alerts', '/changes']) {
        const { status } = await night.api('GET', `${path}?cursor=${cursor}`)
        expect(status).toBe(422)
      }
    },
  )
})

describe('what is not there', () => {
  test.each(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const)(
    '%s of an unknown route is 404 in JSON, whatever is accepted',
    async (method) => {
      const response = await night.node.app.inject({
        method,
        url: '/api/v1/weather',
        headers: { authorization: `Bearer ${TOKEN}`, accept: 'text/html' },
      })
      expect(response.statusCode).toBe(404)
      expect(response.headers['content-type']).toMatch(/^application\/json/)
      expect(response.json()).toMatchObject({ code: 'NOT_FOUND', status: 404, message: expect.any(String) })
    },
  )

  test.each(['0', '99', '#99', 'incident_none', 'x'.repeat(80), '%20', "1'--", '1%00', '999999999999'])(
    'incident %s is 404 or 422, never a fault',
    async (id) => {
      for (const path of ['', '/log', '/alerts', '/why/ann']) {
        const { status } = await night.api('GET', `/incidents/${encodeURI(id).replace('#', '%23').replace('%25', '%')}${path}`)
        expect([400, 404]).toContain(status)
      }
    },
  )

  test('a refusal names its reason and what to do', async () => {
    await night.alert('down')
    await night.api('POST', '/incidents/1/resolve', {})
    expect(await night.api('POST', '/incidents/1/acknowledge', {})).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT', defined: true, data: { reason: 'already-resolved', hint: 'The incident is resolved.' } },
    })
    expect(await night.api('GET', '/incidents/1/why/nobody')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', defined: true, data: { reason: 'no-such-person' } },
    })
  })
})
