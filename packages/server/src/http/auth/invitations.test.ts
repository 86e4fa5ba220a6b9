// Invitations: one link, one person, one time; and the first of them is how an installation gets its first administrator.
import { inviteFirstAdministrator } from '@muster/server/verbs/account/first-administrator.ts'
import { invite, join, openBrowser, PASSWORD } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

let night: Night

beforeAll(async () => {
  night = await startNight(inject('cluster'))
})
afterAll(() => night.close())

const look = (token: string) => openBrowser(night.node).post('/api/v1/invitations/look', { token })
const accept = (token: string, more: object = {}) =>
  openBrowser(night.node).post('/api/v1/invitations/accept', { token, name: 'Ada', password: PASSWORD, ...more })
const newest = async () => Object((await night.api('GET', '/invitations?limit=1')).body).items[0]

describe('an invitation', () => {
  test('says where it leads, as what and for whom, to whoever has its link, and how to go on', async () => {
    const token = await invite(night.node, { role: 'lead', email: 'Lea@Example.org' })
    expect(await look(token)).toMatchObject({
      status: 200,
      body: { organisation: { slug: 'default', name: 'My organisation' }, role: 'lead', email: 'lea@example.org' },
    })
    const joined = await accept(token)
    expect(joined).toMatchObject({ status: 200, body: { slug: 'default', role: 'lead' } })
    expect(await newest()).toMatchObject({ state: 'accepted', email: 'lea@example.org' })
  })

  test('makes somebody the person it was made for', async () => {
    const browser = await join(night.node, { role: 'responder', email: 'ann@example.org', person: 'ann' })
    expect((await browser.get('/api/v1/me')).body).toMatchObject({ organisations: [{ person: { slug: 'ann', name: 'Ann' } }] })
  })

  test('is kept as a digest, and its link told once', async () => {
    const token = await invite(night.node, { role: 'lead', email: null })
    const rows = await night.node.world.db.query('select i::text as row from invitations i')
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify((await night.api('GET', '/invitations')).body)).not.toContain('/join/')
  })

  const worthless: [string, string, number, () => Promise<string>][] = [
    ['that nobody made', 'invitation-unknown', 404, async () => 'guessed'],
    [
      'that was used',
      'invitation-used',
      409,
      async () => {
        const token = await invite(night.node, { role: 'lead', email: 'used@example.org' })
        await accept(token)
        return token
      },
    ],
    [
      'that has expired',
      'invitation-expired',
      409,
      async () => {
        const token = await invite(night.node, { role: 'lead', email: null })
        await night.after('169h')
        return token
      },
    ],
    [
      'that was taken back',
      'invitation-revoked',
      409,
      async () => {
        const token = await invite(night.node, { role: 'lead', email: null })
        await night.api('POST', `/invitations/${(await newest()).id}/revoke`, {})
        return token
      },
    ],
  ]

  test.each(worthless)('%s is refused as %s, with what to do', async (_what, reason, status, make) => {
    const token = await make()
    const members = await night.api('GET', '/members')
    for (const answer of [await look(token), await accept(token, { email: 'late@example.org' })])
      expect(answer).toMatchObject({ status, body: { data: { reason, hint: expect.stringMatching(/\w{3}.*\./) } } })
    expect(await night.api('GET', '/members')).toEqual(members)
  })

  test('opened by ten at once is one member’s', async () => {
    const token = await invite(night.node, { role: 'responder', email: null })
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => accept(token, { email: `racer${index}@example.org` })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const rows = await night.node.world.db.query(`select from account_users where email like 'racer%'`)
    expect(rows).toHaveLength(1)
  })

  test('for one address is not for another, neither new nor signed in', async () => {
    const token = await invite(night.node, { role: 'administrator', email: 'boss@example.org' })
    expect(await accept(token, { email: 'thief@example.org' })).toMatchObject({
      status: 422,
      body: { data: { faults: [{ at: 'email' }] } },
    })
    const other = await join(night.node, { role: 'stakeholder', email: 'other@example.org' })
    expect(await other.post('/api/v1/invitations/accept', { token })).toMatchObject({
      status: 409,
      body: { data: { reason: 'invitation-for-another', hint: expect.stringContaining('Sign out') } },
    })
  })

  test('does not open the account that has its address already: that one signs in first', async () => {
    await join(night.node, { role: 'stakeholder', email: 'here@example.org' })
    const token = await invite(night.node, { role: 'administrator', email: 'here@example.org' })
    expect(await accept(token)).toMatchObject({ status: 409, body: { data: { reason: 'account-exists' } } })
    expect((await look(token)).status).toBe(200)
  })

  test('tells everything that is missing at once, and refuses a password that is too short', async () => {
    const token = await invite(night.node, { role: 'lead', email: null })
    const bare = await openBrowser(night.node).post('/api/v1/invitations/accept', { token })
    expect(Object(bare.body).data.faults.map((one: { at: string }) => one.at)).toEqual(['name', 'email', 'password'])
    const short = await accept(token, { email: 'short@example.org', password: 'short' })
    expect(short).toMatchObject({
      status: 422,
      body: { data: { faults: [{ at: 'password', says: expect.stringMatching(/At least 10/) }] } },
    })
    expect((await look(token)).status).toBe(200)
  })

  test('cannot be found by trying: after thirty wrong links an address waits', async () => {
    const statuses: number[] = []
    for (let tries = 0; tries < 31; tries += 1) statuses.push((await look(`guess-${tries}`)).status)
    expect(statuses.slice(0, 30).every((status) => status === 404)).toBe(true)
    expect(statuses[30]).toBe(429)
    await night.after('2m')
  })

  test('from a page of another site is not taken', async () => {
    const token = await invite(night.node, { role: 'lead', email: null })
    const evil = openBrowser(night.node, { origin: 'https://evil.example' })
    expect(await evil.post('/api/v1/invitations/accept', { token })).toMatchObject({
      status: 403,
      body: { data: { reason: 'origin-differs' } },
    })
  })
})

describe('the first administrator', () => {
  test('[BX-04] has a link until there is a member; a new start makes a new one, and the one before is worth nothing', async () => {
    const fresh = await startNight(inject('cluster'))
    const { world, orgId } = fresh.node
    const links = [await inviteFirstAdministrator(world, orgId), await inviteFirstAdministrator(world, orgId)]
    const [first = '', second = ''] = links.map((one) => one?.link.split('/join/')[1] ?? '')
    const browser = openBrowser(fresh.node, { org: 'default' })
    expect((await browser.post('/api/v1/invitations/look', { token: first })).body).toMatchObject({
      data: { reason: 'invitation-revoked' },
    })
    const more = { name: 'Eve', email: 'eve@example.org', password: PASSWORD }
    expect(await browser.post('/api/v1/invitations/accept', { token: second, ...more })).toMatchObject({
      status: 200,
      body: { role: 'administrator' },
    })
    expect((await browser.get('/api/v1/members')).status).toBe(200)
    expect(await inviteFirstAdministrator(world, orgId)).toBeNull()
    await fresh.close()
  })

  test('must hurry: the link is good for a day', async () => {
    const fresh = await startNight(inject('cluster'))
    const made = await inviteFirstAdministrator(fresh.node.world, fresh.node.orgId)
    await fresh.after('25h')
    const answer = await openBrowser(fresh.node).post('/api/v1/invitations/look', { token: made?.link.split('/join/')[1] })
    expect(answer.body).toMatchObject({ data: { reason: 'invitation-expired' } })
    await fresh.close()
  })
})
