// A private incident: seen by those it has drawn in and by administrators, by nobody else through any door, and nobody is forgotten for it.
import type { Circle } from '@muster/contract/privacy.ts'
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, person, service } from '@muster/testkit/night/organisation.ts'
import { addToken } from '@muster/testkit/night/tenant.ts'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'

const TITLE = 'A signing key was published'
let night: Night
let ann: Browser
let ben: Browser
let admin: Browser
let nobody: Browser
let number: number

beforeAll(async () => {
  night = await startNight(inject('cluster'), {
    organisation: organisation({
      people: [person('ann'), person('ben'), person('cat'), person('last')],
      services: [service('checkout', 'standard'), service('vault', 'standard')],
      audiences: { executives: [{ person: 'cat' }, { person: 'ben' }] },
    }),
  })
  ann = await join(night.node, { role: 'lead', person: 'ann', email: 'ann@example.org' })
  ben = await join(night.node, { role: 'responder', person: 'ben', email: 'ben@example.org' })
  admin = await join(night.node, { role: 'administrator', email: 'admin@example.org' })
  nobody = await join(night.node, { role: 'responder', email: 'nobody@example.org', name: 'Nell' })
})

let count = 0
beforeEach(async () => {
  // The same words within a minute would be the same press.
  const declared = await ann.post('/api/v1/incidents', {
    service: 'vault',
    title: `${TITLE}, ${(count += 1)}`,
    severity: 'SEV3',
    private: true,
  })
  expect(declared.status).toBe(201)
  number = Number(Object(declared.body).number)
})

afterAll(() => night.close())

const shows = async (browser: Browser, about = number): Promise<boolean> => {
  const { status, text } = await browser.get(`/api/v1/incidents/${about}`)
  expect([status, text.includes(TITLE)]).toEqual(status === 200 ? [200, true] : [404, false])
  return status === 200
}
const post = (browser: Browser, path: string, body: object) => browser.post(`/api/v1/incidents/${number}${path}`, body)
const youngest = async (): Promise<number> => Object((await night.api('GET', '/incidents?limit=1')).body).items[0].number
const circle = async (): Promise<string[]> =>
  ((await ann.get(`/api/v1/incidents/${number}/circle`)).body as Circle).people.map(({ name }) => name)
const reasonOf = ({ body }: { body: unknown }): unknown => Object(body).data?.reason

test('whoever declared it and administrators see it; others are told that there is no such incident, at every door', async () => {
  expect([await shows(ann), await shows(admin), await shows(ben), await shows(nobody)]).toEqual([true, true, false, false])
  await post(ann, '/record', {
    entry: { type: 'followup.created', text: `${TITLE}: rotate`, owner: 'Ann', due: '2027-01-01', priority: 'P1' },
  })
  const one = `/api/v1/incidents/${number}`
  const all = [
    '',
    '/log',
    '/alerts',
    '/deliveries',
    '/protocol',
    '/known',
    '/limits',
    '/communication',
    '/readings',
    '/specialists',
    '/circle',
    '/brief?for=stakeholders',
    '/why/ann',
  ]
  expect(await Promise.all(all.map(async (door) => [door, (await ben.get(`${one}${door}`)).status]))).toEqual(
    all.map((door) => [door, 404]),
  )
  for (const list of [
    '/incidents',
    '/incidents?status=open',
    '/now',
    '/board',
    '/follow-ups?state=open',
    '/alerts',
    '/services',
    '/services/vault',
    '/services/risks',
    '/packs/ledger',
  ]) {
    const [theirs, hers] = [await ben.get(`/api/v1${list}`), await ann.get(`/api/v1${list}`)]
    expect([list, theirs.status, theirs.text.includes(TITLE)]).toEqual([list, hers.status, false])
  }
  expect((await ann.get('/api/v1/now')).text).toContain(TITLE)
  expect((await ann.get('/api/v1/board')).text).toContain(TITLE)
  for (const [path, body] of [
    ['/say', { kind: 'saw', text: 'x' }],
    ['/resolve', {}],
    ['/acknowledge', {}],
    ['/privacy', { private: false, why: 'x' }],
    ['/let-in', { person: 'ben' }],
    ['/here', { seq: 1 }],
  ] as const)
    expect([path, (await post(ben, path, body)).status]).toEqual([path, 404])
})

test('while one who may see it reads it, one who may not is still refused, and many who may share a reading', async () => {
  const answers = await Promise.all(
    Array.from(
      { length: 20 },
      async (_, index) => (await (index % 2 === 0 ? ann : ben).get(`/api/v1/incidents/${number}/protocol`)).status,
    ),
  )
  expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 200 : 404)))
})

test('whoever is called, asked or given a role sees it from then on, as does whoever is let in, who is told', async () => {
  expect(await circle()).toEqual(['Ann'])
  expect((await post(ann, '/responders', { person: 'ben' })).status).toBe(200)
  expect(await shows(ben)).toBe(true)
  await night.settle()
  await night.phone('ben').rings()
  expect((await post(ben, '/let-in', { person: 'cat' })).status).toBe(200)
  expect(reasonOf(await post(ben, '/let-in', { person: 'cat' }))).toBe('in-the-circle')
  await night.settle()
  await night.phone('cat').rings({ kind: 'notice', says: /Ben lets you see a private incident/ })
  expect((await circle()).toSorted()).toEqual(['Ann', 'Ben', 'Cat'])
  expect((await night.log(number)).map(({ says }) => says)).toContain('Ben let Cat see it.')
})

test('whoever was let in is shut out again, but not while they have a part in it', async () => {
  await post(ann, '/let-in', { person: 'ben' })
  expect(await shows(ben)).toBe(true)
  await post(ann, '/record', { as: undefined, entry: { type: 'role.taken', role: 'commander', person: 'ben' } })
  expect(reasonOf(await post(ann, '/shut-out', { person: 'ben' }))).toBe('has-a-part')
  await post(ann, '/record', { entry: { type: 'role.released', role: 'commander' } })
  expect((await post(ann, '/shut-out', { person: 'ben' })).status).toBe(200)
  expect(await shows(ben)).toBe(false)
  expect(reasonOf(await post(ann, '/shut-out', { person: 'ben' }))).toBe('not-in-the-circle')
})

test('whoever was shut out before the message that let them in had gone stays out when it has', async () => {
  await post(ann, '/let-in', { person: 'cat' })
  expect((await post(ann, '/shut-out', { person: 'cat' })).status).toBe(200)
  await night.settle()
  await night.phone('cat').rings({ kind: 'notice', says: /lets you see/ })
  expect(await circle()).toEqual(['Ann'])
})

test('an incident made private goes on being seen by all who have had a part in it; opened to all, by everybody', async () => {
  await night.alert(TITLE, { key: `k${number}` })
  const page = await night.phone('ann').rings()
  const open = await youngest()
  expect((await ben.post(`/api/v1/incidents/${open}/say`, { kind: 'saw', text: 'It is in the public repository.' })).status).toBe(200)
  expect(await shows(nobody, open)).toBe(true)
  expect((await ben.post(`/api/v1/incidents/${open}/privacy`, { private: true, why: 'Nobody else needs to know' })).status).toBe(200)
  expect([await shows(ann, open), await shows(ben, open), await shows(nobody, open)]).toEqual([true, true, false])
  expect((await nobody.get('/api/v1/alerts')).text).not.toContain(TITLE)
  expect(await page.open()).toContain(TITLE)
  // What the monitor says next joins it; nobody else hears of that either.
  await night.alert(`${TITLE}, again`, { key: `l${number}` })
  expect((await nobody.get('/api/v1/alerts')).text).not.toContain(TITLE)
  expect((await ann.get(`/api/v1/incidents/${open}/alerts`)).text).toContain('again')
  expect((await ann.post(`/api/v1/incidents/${open}/privacy`, { private: false, why: 'The key is revoked' })).status).toBe(200)
  expect(await shows(nobody, open)).toBe(true)
  await night.api('POST', `/incidents/${open}/resolve`, {})
  await night.settle()
})

test('its ladder climbs as any other, and whoever it wakes can open it from their phone; a link of one who was shut out opens nothing', async () => {
  await night.after('2m')
  const declared = await ann.post('/api/v1/incidents', {
    service: 'checkout',
    title: `${TITLE} by a partner`,
    severity: 'SEV1',
    private: true,
  })
  number = Number(Object(declared.body).number)
  await night.settle()
  const first = await night.phone('ann').rings()
  expect(await first.open()).toContain(TITLE)
  await first.press('decline')
  const second = await night.phone('ben').rings()
  expect(await second.open()).toContain(TITLE)
  expect(await shows(ben)).toBe(true)
  expect(await second.press('acknowledge')).toContain('You have it.')
  await night.node.world.db.query(
    `delete from incident_circle where incident_id = $1 and viewer in (select id from users where slug = 'ben')`,
    [Object(declared.body).id],
  )
  expect(await second.open()).not.toContain(TITLE)
  await night.api('POST', `/incidents/${number}/resolve`, {})
  await night.settle()
})

test('an update about it is sent to those of its readers who may see it, and the screen names no others', async () => {
  await post(ann, '/let-in', { person: 'ben' })
  await night.settle()
  const readers = Object((await ann.get(`/api/v1/incidents/${number}/protocol`)).body).audiences.find(
    ({ id }: { id: string }) => id === 'executives',
  ).readers
  expect(readers).toEqual(['Ben'])
  const before = night.phone('cat').heard().length
  await post(ann, '/record', { entry: { type: 'update.sent', audience: 'executives', text: 'The key is being replaced.' } })
  await night.settle()
  night.phone('cat').isQuiet()
  expect(night.phone('cat').heard().length).toBe(before)
  expect((await night.log(number)).find(({ type }) => type === 'update.sent')?.who).toEqual(['Ben'])
})

test('a private and an open incident are neither linked nor merged; one that is linked is not made private', async () => {
  await night.alert('checkout is down', { key: `m${number}` })
  const open = await youngest()
  expect(reasonOf(await post(ann, '/link', { to: String(open) }))).toBe('private-with-open')
  expect(reasonOf(await post(ann, '/merge', { into: String(open), why: 'x' }))).toBe('private-with-open')
  await night.alert('vault is down', { service: 'vault', key: `n${number}` })
  const other = await youngest()
  await night.api('POST', `/incidents/${open}/link`, { to: String(other) })
  expect(reasonOf(await ann.post(`/api/v1/incidents/${open}/privacy`, { private: true, why: 'x' }))).toBe('linked-to-others')
})

test('a token that does not administer sees what it declared itself, and nothing else that is private', async () => {
  const token = await addToken(night.node, { scopes: ['read', 'respond'] })
  const call = (method: 'GET' | 'POST', url: string, payload?: object) =>
    night.node.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload !== undefined && { payload }),
    })
  expect((await call('GET', `/incidents/${number}`)).statusCode).toBe(404)
  const own = await call('POST', '/incidents', { service: 'vault', title: TITLE, severity: 'SEV3', private: true })
  expect(own.statusCode).toBe(201)
  expect((await call('GET', `/incidents/${own.json().number}`)).statusCode).toBe(200)
  expect(await shows(ben, own.json().number)).toBe(false)
})

test('a service that is given another ladder takes its private incidents along, though whoever does it cannot see them', async () => {
  const declared = await ann.post('/api/v1/incidents', { service: 'checkout', title: TITLE, severity: 'SEV1', private: true })
  await night.settle()
  const lead = await join(night.node, { role: 'lead', email: `lead${number}@example.org` })
  const document = Object((await lead.get('/api/v1/config')).body)
  expect(await shows(lead, Object(declared.body).number)).toBe(false)
  document.policies.push({ ...document.policies[0], slug: 'other', name: 'Other' })
  document.services.find(({ slug }: { slug: string }) => slug === 'checkout').policy = 'other'
  expect((await lead.post('/api/v1/config', document)).status).toBe(200)
  await night.settle()
  expect((await night.log(Object(declared.body).number)).map(({ type }) => type)).toContain('page.policy-changed')
})
