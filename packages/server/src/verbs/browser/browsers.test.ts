// The pager in a browser: switched on from that browser by the person it rings, kept whatever a document says, and honest when it has ended.
import { MOST_BROWSERS, type BrowserView } from '@muster/contract/browsers.ts'
import { fakePush, type FakePush, type Subscription } from '@muster/testkit/vendors/fake-push.ts'
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, person } from '@muster/testkit/night/organisation.ts'
import { addToken } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'

let night: Night
let push: FakePush
let ann: Browser

beforeEach(async () => {
  night = await startNight(inject('cluster'))
  push = await fakePush()
  ann = await join(night.node, { role: 'responder', person: 'ann' })
})

afterEach(async () => {
  await push.close()
  await night.close()
})

type List = { applicationServerKey: string; items: BrowserView[] }

const browsersOf = async (slug: string): Promise<List> => (await night.api('GET', `/people/${slug}/browsers`)).body as List
const another = async (): Promise<Subscription> => push.subscribe((await browsersOf('ann')).applicationServerKey)
const body = (of: Subscription, name = 'Chrome on Android') => ({ ...of, name })
const reasonOf = (answer: { body: unknown }): unknown => Object(answer.body).data?.reason

test('whoever is signed in switches their own on, and it rings with the next page at once', async () => {
  const subscription = await another()
  const answer = await ann.post('/api/v1/people/ann/browsers', body(subscription))
  expect(answer).toMatchObject({ status: 200, body: { contact: 'browser-1', name: 'Chrome on Android', goneAt: null } })
  expect(answer.text).not.toContain(new URL(subscription.endpoint).pathname)
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  const rung = night.providers.arrived.filter(({ via }) => via === 'webpush')
  expect(rung).toMatchObject([{ to: subscription.endpoint, message: { kind: 'page', number: 1, url: expect.stringContaining('/a/') } }])
})

test('nobody switches one on for somebody else: not a member, not a token that may not configure', async () => {
  const subscription = await another()
  const boss = await join(night.node, { role: 'administrator', email: 'boss@example.org' })
  expect(reasonOf(await boss.post('/api/v1/people/ann/browsers', body(subscription)))).toBe('not-yourself')
  expect(reasonOf(await ann.post('/api/v1/people/ben/browsers', body(subscription)))).toBe('not-yourself')
  for (const [scopes, status] of [
    [['read', 'respond'], 403],
    [['read', 'configure'], 200],
  ] as const) {
    const token = await addToken(night.node, { scopes })
    const headers = { authorization: `Bearer ${token}` }
    const response = await night.node.app.inject({
      method: 'POST',
      url: '/api/v1/people/ann/browsers',
      headers,
      payload: JSON.stringify(body(subscription)),
    })
    expect(response.statusCode).toBe(status)
  }
})

test('switched on twice it rings once, and what was refreshed has the newest name and keys', async () => {
  const subscription = await another()
  await ann.post('/api/v1/people/ann/browsers', body(subscription))
  await night.after('1h')
  await ann.post('/api/v1/people/ann/browsers', body(subscription, 'The old phone'))
  const { items } = await browsersOf('ann')
  expect(items).toMatchObject([{ contact: 'browser-1', name: 'The old phone' }])
  expect(items[0]?.refreshedAt).not.toBe(items[0]?.createdAt)
})

test('a browser on which somebody else signs in is theirs from then on', async () => {
  const subscription = await another()
  await ann.post('/api/v1/people/ann/browsers', body(subscription))
  const ben = await join(night.node, { role: 'responder', person: 'ben', email: 'ben@example.org' })
  // The endpoint alone proves nothing.
  await ben.post('/api/v1/people/ben/browsers', { ...body(subscription), keys: (await another()).keys })
  expect((await browsersOf('ann')).items).toHaveLength(1)
  await ben.post('/api/v1/people/ben/browsers', body(subscription))
  expect((await browsersOf('ann')).items).toEqual([])
  expect((await browsersOf('ben')).items).toHaveLength(1)
})

test('ten ring for one person, and the eleventh is told why it does not', async () => {
  for (let number = 0; number < MOST_BROWSERS; number += 1) await ann.post('/api/v1/people/ann/browsers', body(await another()))
  expect((await browsersOf('ann')).items).toHaveLength(MOST_BROWSERS)
  expect(await ann.post('/api/v1/people/ann/browsers', body(await another()))).toMatchObject({
    status: 409,
    body: { data: { reason: 'too-many-browsers', hint: expect.stringContaining('Remove one') } },
  })
})

test('switched off it rings no more, and its name is not used again', async () => {
  const subscription = await another()
  await ann.post('/api/v1/people/ann/browsers', body(subscription))
  expect(await ann.post('/api/v1/people/ann/browsers/remove', { endpoint: subscription.endpoint })).toMatchObject({
    status: 200,
    body: { items: [] },
  })
  expect(await ann.post('/api/v1/people/ann/browsers/remove', { endpoint: subscription.endpoint })).toMatchObject({ status: 200 })
  expect(reasonOf(await ann.post('/api/v1/people/ann/browsers/remove', { contact: 'browser-1' }))).toBe('no-such-browser')
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  expect(night.providers.arrived.filter(({ via }) => via === 'webpush')).toEqual([])
  expect(await ann.post('/api/v1/people/ann/browsers', body(subscription))).toMatchObject({ body: { contact: 'browser-2' } })
})

test('one that has ended says since when, the page goes on by the next way, and switching it on again mends it', async () => {
  const subscription = await another()
  await ann.post('/api/v1/people/ann/browsers', body(subscription))
  night.providers.answerFor('webpush', { type: 'never', why: 'This browser takes no more messages', isGone: true }, 1)
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  expect((await browsersOf('ann')).items).toMatchObject([{ goneAt: expect.stringMatching(/^20/) }])
  expect((await night.log()).filter(({ type }) => type === 'delivery.failed')).toHaveLength(1)
  await ann.post('/api/v1/people/ann/browsers', body(subscription))
  expect((await browsersOf('ann')).items).toMatchObject([{ goneAt: null }])
})

test('their page says that it cannot ring and what to do, also when only a test found out', async () => {
  await ann.post('/api/v1/people/ann/browsers', body(await another()))
  night.providers.answerFor('webpush', { type: 'never', why: 'This browser takes no more messages', isGone: true }, 1)
  await night.api('POST', '/people/ann/contacts/browser-1/test', {})
  expect((await ann.get('/api/v1/people/ann')).body).toMatchObject({
    reach: {
      each: expect.arrayContaining([{ contact: 'browser-1', state: 'cannot', says: expect.stringContaining('switch its pager on again') }]),
    },
  })
})

test('a page that was opened before it was switched on does not forget it', async () => {
  await ann.post('/api/v1/myself', { contacts: [{ slug: 'push', channel: 'ntfy', address: 'https://ntfy.example.org/ann' }] })
  await ann.post('/api/v1/people/ann/browsers', body(await another()))
  const contacts = [{ slug: 'mail', channel: 'email', address: 'ann@example.org' }]
  expect((await ann.post('/api/v1/myself', { contacts })).status).toBe(200)
  expect((await browsersOf('ann')).items).toHaveLength(1)
  const made = [...contacts, { slug: 'made-up', channel: 'webpush', address: 'https://push.example.net/x' }]
  expect(await ann.post('/api/v1/myself', { contacts: made })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'contacts[1]' }] } },
  })
})

test('keys that no browser has are refused with their place', async () => {
  const subscription = await another()
  const wrong = { ...body(subscription), keys: { ...subscription.keys, p256dh: subscription.keys.auth } }
  expect(await ann.post('/api/v1/people/ann/browsers', wrong)).toMatchObject({ status: 422, body: { data: { faults: [{ at: 'keys' }] } } })
  expect((await ann.post('/api/v1/people/ann/browsers', { ...body(subscription), endpoint: 'javascript:1' })).status).toBe(422)
})

test('keys and address of a browser are told to nobody, and are sealed where they are kept', async () => {
  const subscription = await another()
  await ann.post('/api/v1/people/ann/browsers', body(subscription))
  const { body: exported } = await night.api('GET', '/config')
  const rows = await night.node.world.db.query('select c::text, b::text from contacts c left join browsers b on b.contact_id = c.id')
  const audit = await night.api('GET', '/audit')
  for (const text of [exported, rows, audit].map((one) => JSON.stringify(one))) {
    expect(text).not.toContain(subscription.keys.auth)
    expect(text).not.toContain(subscription.keys.p256dh)
  }
  expect(JSON.stringify([exported, audit])).not.toContain(new URL(subscription.endpoint).pathname)
})

test('a document that does not know it leaves it alone, with when it rings; one that made it up is refused', async () => {
  const subscription = await another()
  await ann.post('/api/v1/people/ann/browsers', body(subscription))
  const document = organisation()
  expect((await night.api('POST', '/config/plan', document)).body).toMatchObject({ steps: [] })
  await night.apply({ ...document, organisation: { name: 'Another name' } })
  expect((await browsersOf('ann')).items).toMatchObject([{ contact: 'browser-1', goneAt: null }])
  const exported = Object((await night.api('GET', '/config')).body)
  expect((await night.api('POST', '/config/plan', exported)).body).toMatchObject({ steps: [] })
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  expect(night.providers.arrived.filter(({ via }) => via === 'webpush')).toMatchObject([{ to: subscription.endpoint }])
  const contacts = [{ slug: 'made-up', channel: 'webpush' as const, address: 'https://push.example.net/x' }]
  expect(
    await night.api('POST', '/config', organisation({ people: [person('ann', { contacts }), ...(document.people ?? []).slice(1)] })),
  ).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'people[0].contacts[0]', says: expect.stringContaining('from that browser') }] } },
  })
})

test('a document may say when a browser of theirs rings', async () => {
  await ann.post('/api/v1/people/ann/browsers', body(await another()))
  const exported = Object((await night.api('GET', '/config')).body)
  const [first, ...others] = exported.people as { slug: string; rules: { contact: string; delayMinutes: number }[] }[]
  expect(first?.slug).toBe('ann')
  const rules = first?.rules.map((rule) => (rule.contact === 'browser-1' ? { ...rule, delayMinutes: 2 } : rule))
  await night.apply({ ...exported, people: [{ ...first, rules }, ...others] })
  await night.alert('checkout is down')
  await night.phone('ann').rings()
  const rung = () => night.providers.arrived.filter(({ via }) => via === 'webpush')
  expect(rung()).toEqual([])
  await night.after('2m')
  expect(rung()).toHaveLength(1)
})
