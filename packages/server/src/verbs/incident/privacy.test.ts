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
  for (const open of Object((await night.api('GET', '/incidents?status=open&limit=100')).body).items)
    await night.api('POST', `/incidents/${open.number}/resolve`, {})
  await night.settle()
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

test('whoever was let in and shut out again is not let in by the incident being opened to all and made private once more', async () => {
  await post(ann, '/let-in', { person: 'ben' })
  await post(ann, '/shut-out', { person: 'ben' })
  for (const isPrivate of [false, true]) expect((await post(ann, '/privacy', { private: isPrivate, why: 'x' })).status).toBe(200)
  expect([await shows(ann), await shows(ben)]).toEqual([true, false])
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
  const hours = { timeZone: 'UTC', week: [{ days: [1], from: '09:00', to: '17:00' }], holidays: [] }
  expect((await lead.post('/api/v1/config', { ...document, organisation: { ...document.organisation, hours } })).status).toBe(200)
  await night.settle()
  const told = (await night.log(Object(declared.body).number)).map(({ type }) => type)
  expect(told).toEqual(expect.arrayContaining(['page.policy-changed', 'incident.context']))
  // What is carried to it draws nobody in.
  expect(await shows(lead, Object(declared.body).number)).toBe(false)
  expect((await lead.post('/api/v1/config', { ...document, organisation: { ...document.organisation, hours: null } })).status).toBe(200)
})

const writable = async (about = number) =>
  expect((await ann.post(`/api/v1/incidents/${about}/say`, { kind: 'saw', text: 'still here' })).status).toBe(200)

test('nobody takes themselves out, by whatever name: what they write down would draw them in again', async () => {
  await post(ann, '/let-in', { person: 'ben' })
  expect(reasonOf(await post(ben, '/shut-out', { person: 'ben' }))).toBe('yourself')
  const { people } = (await ben.get(`/api/v1/incidents/${number}/circle`)).body as Circle
  const me = people.find(({ slug }) => slug === 'ben')?.viewer ?? expect.fail('Ben is not in it')
  expect(reasonOf(await post(ben, '/shut-out', { person: me }))).toBe('yourself')
  expect(await shows(ben)).toBe(true)
  await writable()
})

test('a word that waited while the incident was made private is refused, draws nobody in, and the log stays whole', async () => {
  await night.alert(TITLE, { key: `w${number}` })
  const open = await youngest()
  const { db } = night.node.world
  const holder = await db.connect()
  await holder.query('begin')
  await holder.query('select from incidents where number = $1 for update', [open])
  const word = nobody.post(`/api/v1/incidents/${open}/say`, { kind: 'saw', text: 'is anybody there?' })
  await expect.poll(() => db.query('select from pg_locks where not granted')).not.toHaveLength(0)
  await holder.query('update incidents set private = true where number = $1', [open])
  await holder.query('commit')
  holder.release()
  expect((await word).status).toBe(404)
  expect(await shows(nobody, open)).toBe(false)
  expect((await night.log(open)).filter(({ type }) => type === 'incident.said')).toEqual([])
  expect((await night.api('POST', `/incidents/${open}/resolve`, {})).status).toBe(200)
})

test('of what its monitor sent nobody reads a word who may not see it; that something came is no secret', async () => {
  await night.alert(`${TITLE} on the wire`, { key: `i${number}` })
  const open = await youngest()
  await ann.post(`/api/v1/incidents/${open}/privacy`, { private: true, why: 'x' })
  const door = '/api/v1/integrations/checkout/pagerduty'
  expect((await admin.get(door)).text).toContain('on the wire')
  const { status, text, body } = await nobody.get(door)
  expect([status, text.includes('on the wire')]).toEqual([200, false])
  expect(Object(body).signals).toContainEqual(expect.objectContaining({ fate: 'decided', read: null, body: null, incident: null }))
})

test('an order of private and open incidents is decided, and names no private one on the log of an open one', async () => {
  await night.alert('checkout is slow', { key: `o${number}` })
  const open = await youngest()
  expect((await ann.post(`/api/v1/incidents/${open}/order`, { others: [String(number)], why: '' })).status).toBe(200)
  const { text } = await nobody.get(`/api/v1/incidents/${open}/log`)
  expect(text).toContain(`then #${number}.`)
  expect(text).not.toContain(TITLE)
  // Nor one that is made private afterwards.
  const theirs = async () => (await ann.get(`/api/v1/incidents/${number}/log`)).text
  expect(await theirs()).not.toContain('checkout is slow')
})

const another = async (browser: Browser, title: string): Promise<number> =>
  Number(Object((await browser.post('/api/v1/incidents', { service: 'vault', title, severity: 'SEV3', private: true })).body).number)

test('one that is linked with another private one is not opened to all; the link taken away, its log tells no title of the other', async () => {
  const other = await another(ann, `${TITLE}, beside it ${number}`)
  await post(ann, '/link', { to: String(other) })
  expect(reasonOf(await ann.post(`/api/v1/incidents/${other}/privacy`, { private: false, why: 'x' }))).toBe('linked-with-private')
  await post(ann, '/unlink', { to: String(other) })
  expect((await ann.post(`/api/v1/incidents/${other}/privacy`, { private: false, why: 'x' })).status).toBe(200)
  const title = `${TITLE}, ${count}`
  const theirs = (await nobody.get(`/api/v1/incidents/${other}/log`)).text
  expect(theirs).toContain(`#${number}`)
  expect(theirs).not.toContain(title)
  expect((await nobody.get(`/api/v1/incidents/${other}/brief?for=handover`)).text).not.toContain(title)
})

test('what stands on the log of a neighbour tells no title of an incident that was made private since', async () => {
  await night.alert('vault is slow', { service: 'vault', key: `p${number}` })
  const neighbour = await youngest()
  const declared = await ann.post('/api/v1/incidents', { service: 'vault', title: `${TITLE} again`, severity: 'SEV2', anyway: true })
  const made = Number(Object(declared.body).number)
  const read = async () => (await nobody.get(`/api/v1/incidents/${neighbour}/log`)).text
  expect(await read()).toContain(`${TITLE} again`)
  expect((await ann.post(`/api/v1/incidents/${made}/privacy`, { private: true, why: 'x' })).status).toBe(200)
  expect(await read()).toContain(`#${made}`)
  expect(await read()).not.toContain(TITLE)
})

test('whoever had a part in a private one that was merged goes on seeing it where it goes on', async () => {
  const into = await another(ann, `${TITLE}, where it goes on ${number}`)
  await post(ann, '/let-in', { person: 'ben' })
  expect(await shows(ben, into)).toBe(false)
  expect((await post(ann, '/merge', { into: String(into), why: 'the same' })).status).toBe(200)
  expect(await shows(ben, into)).toBe(true)
  // What is merged is so for good, and keeps neither from being opened.
  expect((await ann.post(`/api/v1/incidents/${into}/privacy`, { private: false, why: 'x' })).status).toBe(200)
})

test('a link hidden from whoever links still counts', async () => {
  const umbrella = await another(admin, `${TITLE}, umbrella ${number}`)
  expect((await admin.post(`/api/v1/incidents/${number}/link`, { to: String(umbrella), kind: 'part-of' })).status).toBe(200)
  const mine = await another(ann, `${TITLE}, mine ${number}`)
  expect(await shows(ann, umbrella)).toBe(false)
  expect(reasonOf(await post(ann, '/link', { to: String(mine), kind: 'part-of' }))).toBe('already-a-part')
})

test('whoever is linked to a person goes on seeing what they declared before, and is taken out of it by name', async () => {
  const nell = await join(night.node, { role: 'responder', email: `nell${number}@example.org`, name: 'Nell' })
  const hers = await another(nell, `${TITLE}, hers ${number}`)
  const members = Object((await admin.get('/api/v1/members?limit=100')).body).items
  const { id } = members.find(({ account }: { account: { email: string } }) => account.email === `nell${number}@example.org`)
  expect((await admin.post(`/api/v1/members/${id}/person`, { person: 'last' })).status).toBe(200)
  expect(await shows(nell, hers)).toBe(true)
  expect((await admin.post(`/api/v1/incidents/${hers}/shut-out`, { person: 'last' })).status).toBe(200)
  expect(await shows(nell, hers)).toBe(false)
})

test('an account that is nobody of the rota is taken out like anybody, by the id that the circle gives', async () => {
  await night.alert(TITLE, { key: `q${number}` })
  const open = await youngest()
  await nobody.post(`/api/v1/incidents/${open}/say`, { kind: 'saw', text: 'a word' })
  await ann.post(`/api/v1/incidents/${open}/privacy`, { private: true, why: 'x' })
  expect(await shows(nobody, open)).toBe(true)
  const { people } = (await ann.get(`/api/v1/incidents/${open}/circle`)).body as Circle
  const { viewer, slug } = people.find(({ name }) => name === 'Nell') ?? expect.fail('Nell is not in it')
  expect(slug).toBeNull()
  expect((await ann.post(`/api/v1/incidents/${open}/shut-out`, { person: viewer })).status).toBe(200)
  expect(await shows(nobody, open)).toBe(false)
  expect((await night.log(open)).at(-1)?.says).toContain('let Nell see it no longer')
})
