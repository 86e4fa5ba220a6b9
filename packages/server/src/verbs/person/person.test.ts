// People as others see them, and as they see and change themselves.
import type { ContactView, PersonDetail, PersonRow } from '@muster/contract/people.ts'
import { DAY } from '@muster/core/vocabulary.ts'
import { join, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { organisation, person, policy, rung } from '@muster/testkit/night/organisation.ts'
import { addToken } from '@muster/testkit/night/tenant.ts'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'

let night: Night

const rota = {
  slug: 'rota',
  name: 'Rota',
  timeZone: 'Europe/Paris',
  layers: [{ slug: 'all', participants: ['ann', 'ben'], startsOn: '2026-01-05' }],
}

beforeEach(async () => {
  night = await startNight(inject('cluster'), { organisation: organisation({ schedules: [rota] }) })
})
afterEach(() => night.close())

const show = async (slug: string): Promise<PersonDetail> => (await night.api('GET', `/people/${slug}`)).body as PersonDetail
const list = async (query: string) => (await night.api('GET', `/people?${query}`)).body as { items: PersonRow[]; next: string | null }

describe('people', () => {
  test('are listed by short name, a page at a time, and found by a part of their name', async () => {
    const first = await list('limit=3')
    expect(first.items.map(({ slug }) => slug)).toEqual(['ann', 'ben', 'cat'])
    const second = await list(`limit=3&cursor=${first.next}`)
    expect(second).toMatchObject({ items: [{ slug: 'last' }], next: null })
    expect((await list('q=EN')).items.map(({ slug }) => slug)).toEqual(['ben'])
  })

  test('are shown with what they are on call for, until when, and what comes next', async () => {
    const { items } = await list('')
    const now = night.clock.now()
    const onCall = items.filter((one) => one.onCall.length > 0)
    expect(onCall).toMatchObject([{ onCall: [{ schedule: { slug: 'rota', name: 'Rota' }, until: expect.any(String) }] }])
    const resting = ['ann', 'ben'].find((slug) => slug !== onCall[0]?.slug) ?? ''
    const { nextShift, shifts } = await show(resting)
    expect(nextShift?.from).toBe(onCall[0]?.onCall[0]?.until)
    expect(Date.parse(nextShift?.from ?? '')).toBeGreaterThan(now)
    expect(shifts.length).toBeGreaterThan(2)
    // Each of them to its own handoff, also the one that looking ahead cuts through.
    const lengths = shifts.map(({ from, to }) => (Date.parse(to ?? '') - Date.parse(from)) / DAY)
    expect(new Set(lengths.map(Math.round))).toEqual(new Set([7]))
    expect((await show('cat')).nextShift).toBeNull()
  })

  test('show their addresses to whoever may change them, and to others only enough to know them again', async () => {
    expect((await show('ann')).contacts[0]).toMatchObject({ slug: 'push', address: 'ann/push', isMasked: false })
    const token = await addToken(night.node, { scopes: ['read', 'respond'] })
    const headers = { authorization: `Bearer ${token}` }
    for (const url of ['/api/v1/people/ann', '/api/v1/people']) {
      const response = await night.node.app.inject({ method: 'GET', url, headers })
      expect(response.statusCode).toBe(200)
      expect(response.payload).not.toMatch(/ann\/push/)
    }
  })

  test('are told what will ring them and what cannot: what was never tested, what failed, and what is off here', async () => {
    expect((await show('ann')).reach).toMatchObject({
      rings: true,
      says: ['push rings at once, but was never tested.', 'voice rings after 2 minutes, but was never tested.'],
    })
    night.providers.answerFor('ann/voice', { type: 'never', why: 'the number does not exist' }, 1)
    await night.api('POST', '/people/ann/contacts/push/test', {})
    await night.api('POST', '/people/ann/contacts/voice/test', {})
    night.node.world.channels = { ...night.node.world.channels, email: { ...night.node.world.channels.email, whyOff: 'no mail server' } }
    await night.api('POST', '/config/edit', {
      put: { people: [person('cat', { contacts: [{ slug: 'mail', channel: 'email', address: 'cat@example.org' }] })] },
    })
    const ann = await show('ann')
    expect(ann.reach.says).toEqual([
      'push rings at once; it is not confirmed by a code yet.',
      'voice rings after 2 minutes, but its last test failed: the number does not exist.',
    ])
    expect(ann.contacts.map(({ lastTest }) => lastTest?.result)).toEqual(['delivered', 'never'])
    expect((await show('cat')).reach).toMatchObject({ rings: false, says: ['mail cannot ring: no mail server.'] })
  })

  test('of another address nothing is known: a test of the old one does not count for it', async () => {
    await night.api('POST', '/people/ben/contacts/push/test', {})
    expect((await show('ben')).contacts[0]?.lastTest).not.toBeNull()
    await night.api('POST', '/config/edit', {
      put: { people: [person('ben', { contacts: [{ slug: 'push', channel: 'ntfy', address: 'ben/other' }] })] },
    })
    expect((await show('ben')).contacts[0]?.lastTest).toBeNull()
  })
})

describe('my page', () => {
  let ann: Browser

  beforeEach(async () => {
    ann = await join(night.node, { role: 'stakeholder', person: 'ann' })
  })

  const me = async () => (await ann.get('/api/v1/myself')).body as PersonDetail
  const push = { slug: 'push', channel: 'ntfy', address: 'ann/push' }
  const pager = { slug: 'pager', channel: 'ntfy', address: 'ann/pager' }
  const contact = (detail: unknown, slug: string) => (detail as PersonDetail).contacts.find((one) => one.slug === slug) as ContactView
  const codeFor = (to: string) => {
    const { message } = night.providers.arrived.findLast((one) => one.to === to && /code/.test(one.message.title)) ?? { message: null }
    return /\d{6}/.exec(message?.title ?? '')?.[0] ?? ''
  }

  test('shows me whole addresses, whatever my role, and those of others only in part', async () => {
    expect(contact(await me(), 'push')).toMatchObject({ address: 'ann/push', isMasked: false })
    expect(contact((await ann.get('/api/v1/people/ben')).body, 'push').isMasked).toBe(true)
    expect(await me()).toMatchObject({ member: { role: 'stakeholder' }, contactsKeptIn: null })
  })

  test('is nobody’s for a member who is none of the people, and for a token', async () => {
    const guest = await join(night.node, { role: 'administrator', email: 'guest@example.org' })
    for (const answer of [await guest.get('/api/v1/myself'), await guest.post('/api/v1/myself', { timeZone: 'UTC' })])
      expect(answer).toMatchObject({ status: 404, body: { data: { reason: 'no-person' } } })
    expect(await night.api('GET', '/myself')).toMatchObject({ status: 404, body: { data: { reason: 'no-person' } } })
  })

  test('changes how I am reached: the next page follows it, and an unconfirmed contact pages all the same', async () => {
    const answer = await ann.post('/api/v1/myself', { timeZone: 'Asia/Tokyo', contacts: [pager], rules: [{ contact: 'pager' }] })
    expect(answer.body).toMatchObject({ timeZone: 'Asia/Tokyo', rules: [{ contact: 'pager', delayMinutes: 0 }] })
    expect(contact(answer.body, 'pager').verifiedAt).toBeNull()
    await night.phone('ann').rings({ via: 'pager', kind: 'test' })
    await night.alert('checkout is down')
    await night.phone('ann').rings({ via: 'pager', kind: 'page' })
    await night.after('3m')
    night.nothingElse()
  })

  test('refuses an address that could never be reached, at its place', async () => {
    const answer = await ann.post('/api/v1/myself', { contacts: [{ ...pager, address: 'nowhere/ann' }] })
    expect(answer).toMatchObject({
      status: 422,
      body: { data: { faults: [{ at: 'contacts[0].address', says: 'Nobody is reached there.' }] } },
    })
  })

  test('keeps my rules when I only add a contact, and the new one rings at once', async () => {
    const { body } = await ann.post('/api/v1/myself', {
      contacts: [push, { slug: 'voice', channel: 'webhook', address: 'ann/voice' }, pager],
    })
    expect(body).toMatchObject({
      rules: [
        { contact: 'push', delayMinutes: 0 },
        { contact: 'pager', delayMinutes: 0 },
        { contact: 'voice', delayMinutes: 2 },
      ],
    })
  })

  test('refuses a rule for a contact I do not have, and writes nothing', async () => {
    const before = await me()
    const answer = await ann.post('/api/v1/myself', { contacts: [pager], rules: [{ contact: 'gone' }] })
    expect(answer).toMatchObject({ status: 422, body: { data: { faults: [{ at: 'rules[0].contact' }] } } })
    expect(await me()).toEqual(before)
  })

  test('what I changed is mine: export leaves it out, and applying that export leaves it alone', async () => {
    await ann.post('/api/v1/myself', { contacts: [pager] })
    const exported = (await night.api('GET', '/config')).body
    expect(JSON.stringify(exported)).not.toMatch(/ann\/pager/)
    expect(Object((await night.api('POST', '/config', exported)).body).steps).toEqual([])
    expect((await me()).contacts.map(({ slug }) => slug)).toEqual(['pager'])
  })

  test('what a file keeps of me is changed in the file; what it leaves out is mine', async () => {
    const document = organisation({ managedBy: 'org.yaml' })
    await night.apply(document)
    const refused = { status: 409, body: { data: { reason: 'managed-by-file', hint: expect.stringContaining('org.yaml') } } }
    expect(await ann.post('/api/v1/myself', { contacts: [pager] })).toMatchObject(refused)
    expect(await ann.post('/api/v1/myself', { timeZone: 'UTC' })).toMatchObject(refused)
    expect(await me()).toMatchObject({ contactsKeptIn: 'org.yaml', kept: 'org.yaml' })
    const people = (document.people ?? []).map((one) => (one.slug === 'ann' ? { slug: 'ann', name: 'Ann' } : one))
    await night.apply({ ...document, people })
    expect((await ann.post('/api/v1/myself', { contacts: [pager] })).status).toBe(200)
    await night.apply({ ...document, people, policies: [policy('standard', [rung(5, 'ann')])] })
    expect(await me()).toMatchObject({ contactsKeptIn: null, contacts: [{ slug: 'pager' }] })
  })

  test('tests my own contact whatever my role, and never somebody else’s', async () => {
    expect((await ann.post('/api/v1/myself/contacts/push/test')).body).toMatchObject({ result: 'delivered' })
    expect((await ann.post('/api/v1/people/ben/contacts/push/test')).status).toBe(403)
    expect(contact(await me(), 'push').lastTest).toMatchObject({ result: 'delivered' })
  })

  test('a new contact is sent a code, and the code given back confirms it', async () => {
    await ann.post('/api/v1/myself', { contacts: [push, pager] })
    const answer = await ann.post('/api/v1/myself/contacts/pager/confirm', { code: codeFor('ann/pager') })
    expect(contact(answer.body, 'pager').verifiedAt).not.toBeNull()
    expect(contact(answer.body, 'push').verifiedAt).toBeNull()
    // Once only.
    const again = await ann.post('/api/v1/myself/contacts/pager/confirm', { code: codeFor('ann/pager') })
    expect(again).toMatchObject({ status: 409, body: { data: { reason: 'no-code' } } })
  })

  test('a code is good for five tries and ten minutes', async () => {
    const confirm = (code: string) => ann.post('/api/v1/myself/contacts/push/confirm', { code })
    const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await ann.post('/api/v1/myself/contacts/push/code')
    const code = codeFor('ann/push')
    expect(code).toMatch(/^\d{6}$/)
    for (let tried = 0; tried < 5; tried += 1)
      expect(await confirm(wrong(code))).toMatchObject({ status: 409, body: { data: { reason: 'wrong-code' } } })
    expect(await confirm(code)).toMatchObject({ status: 409, body: { data: { reason: 'too-many-tries' } } })
    await ann.post('/api/v1/myself/contacts/push/code')
    await night.after('10m')
    expect(await confirm(codeFor('ann/push'))).toMatchObject({ status: 409, body: { data: { reason: 'code-expired' } } })
    await ann.post('/api/v1/myself/contacts/push/code')
    expect((await confirm(codeFor('ann/push'))).status).toBe(200)
  })

  test('no code stands in the database, and codes cannot be asked for without end', async () => {
    await ann.post('/api/v1/myself/contacts/push/code')
    const rows = await night.node.world.db.query('select p::text as row from contact_proofs p')
    expect(JSON.stringify(rows)).not.toContain(codeFor('ann/push'))
    const answers = await Promise.all(Array.from({ length: 8 }, () => ann.post('/api/v1/myself/contacts/push/code')))
    expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThanOrEqual(3)
  })
})
