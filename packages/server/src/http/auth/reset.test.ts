// A forgotten password: an administrator's link sets a new one, once, for a member of theirs only, and lets nobody past the second factor.
import { invite, join, openBrowser, PASSWORD, type Browser } from '@muster/testkit/night/browser.ts'
import { startNight, type Night } from '@muster/testkit/night/night.ts'
import { addOrganisation, type Tenant } from '@muster/testkit/night/tenant.ts'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'

const NEW = 'another four words entirely'

let night: Night
let theirs: Tenant
let boss: Browser
let ana: Browser
let email: string
let people = 0

beforeAll(async () => {
  night = await startNight(inject('cluster'))
  theirs = await addOrganisation(night.node, 'theirs', { people: [] })
  boss = await join(night.node, { role: 'administrator', email: 'boss@example.org', name: 'The boss' })
})
afterAll(() => night.close())

beforeEach(async () => {
  people += 1
  email = `ana${people}@example.org`
  ana = await join(night.node, { role: 'responder', email, name: 'Ana' })
  await night.after('1s')
})

const idOf = async (address: string): Promise<string> =>
  Object((await boss.get('/api/v1/members')).body).items.find((one: { account: { email: string } }) => one.account.email === address).id
const makeLink = async (address: string, by = boss) => by.post(`/api/v1/members/${await idOf(address)}/reset-link`)
const linkFor = async (address: string): Promise<string> => {
  const made = await makeLink(address)
  expect(made).toMatchObject({ status: 201, body: { expiresAt: expect.any(String) } })
  return secretOf(made.body)
}
const secretOf = (made: unknown): string => String(Object(made).link).split('/join/')[1] ?? ''
const anybody = () => openBrowser(night.node, { org: 'default' })
const choose = (token: string, browser = anybody()) => browser.post('/api/v1/invitations/accept', { token, password: NEW })
const look = (token: string) => anybody().post('/api/v1/invitations/look', { token })
const signIn = (password: string) => anybody().post('/api/auth/sign-in/email', { email, password })
const refusedAs = (reason: string, status = 409) => ({ status, body: { data: { reason, hint: expect.stringMatching(/\w{3}.*\./) } } })

test('[BX-04] the link says whose password it sets, sets it once, and signs them in; every session from before is over', async () => {
  const token = await linkFor(email)
  expect((await look(token)).body).toMatchObject({ organisation: { slug: 'default' }, reset: { name: 'Ana', email } })
  expect((await ana.get('/api/v1/me')).status).toBe(200)
  const browser = anybody()
  expect(await choose(token, browser)).toMatchObject({ status: 200, body: { slug: 'default', role: 'responder', signedIn: true } })
  expect(await browser.get('/api/v1/me')).toMatchObject({ status: 200, body: { account: { email } } })
  expect((await ana.get('/api/v1/me')).status).toBe(401)
  expect((await signIn(PASSWORD)).status).toBe(401)
  expect((await signIn(NEW)).status).toBe(200)
  for (const answer of [await look(token), await choose(token)]) expect(answer).toMatchObject(refusedAs('invitation-used'))
})

test('opened by five at once it sets one password', async () => {
  const token = await linkFor(email)
  const answers = await Promise.all(Array.from({ length: 5 }, () => choose(token)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409])
})

test('both steps stand in the audit, and the link nowhere: neither there, nor among the invitations', async () => {
  const token = await linkFor(email)
  const id = await idOf(email)
  await night.after('1s')
  await choose(token)
  const { body, text } = await boss.get('/api/v1/audit?limit=2')
  expect(body).toMatchObject({
    items: [
      { action: 'member.reset-password', subject: id, actor: { name: 'Ana' } },
      { action: 'member.reset-link', subject: id, actor: { name: 'The boss' } },
    ],
  })
  expect(text).not.toContain(token)
  const { items } = Object((await boss.get('/api/v1/invitations?limit=100')).body)
  expect(items.filter((one: { state: string }) => one.state !== 'accepted')).toEqual([])
  const rows = await night.node.world.db.query('select i::text as row from invitations i')
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('the second factor stays on: the new password alone opens nothing', async () => {
  await night.node.world.db.query('update account_users set two_factor_enabled = true where email = $1', [email])
  const token = await linkFor(email)
  expect(await signIn(PASSWORD)).toMatchObject({ status: 200, body: { twoFactorRedirect: true } })
  const waiting = () =>
    night.node.world.db.query('select from account_verifications where value = (select id from account_users where email = $1)', [email])
  expect(await waiting()).toHaveLength(1)
  const browser = anybody()
  expect(await choose(token, browser)).toMatchObject({ status: 200, body: { slug: 'default', signedIn: false } })
  // Whoever knew the old password, and had only the code still to guess, begins anew.
  expect(await waiting()).toEqual([])
  expect((await browser.get('/api/v1/me')).status).toBe(401)
  expect((await ana.get('/api/v1/me')).status).toBe(401)
  expect(await signIn(NEW)).toMatchObject({ status: 200, body: { twoFactorRedirect: true } })
})

test('an account that had only the identity provider gets its first password', async () => {
  await night.node.world.db.query('delete from account_credentials where user_id = (select id from account_users where email = $1)', [
    email,
  ])
  expect((await choose(await linkFor(email))).status).toBe(200)
  expect((await signIn(NEW)).status).toBe(200)
})

test('whoever is signed in as somebody else sets the password of the one it is for, and joins nothing', async () => {
  const token = await linkFor(email)
  const other = await join(night.node, { role: 'stakeholder', email: `other${people}@example.org` })
  expect(await other.post('/api/v1/invitations/accept', { token })).toMatchObject({
    status: 422,
    body: { data: { faults: [{ at: 'password' }] } },
  })
  expect((await choose(token, other)).status).toBe(200)
  expect(await other.get('/api/v1/me')).toMatchObject({ body: { account: { email } } })
})

test('it is good for a day, and until the next one is made', async () => {
  const [first, second] = [await linkFor(email), await linkFor(email)]
  expect(await choose(first)).toMatchObject(refusedAs('invitation-revoked'))
  await night.after('25h')
  for (const answer of [await look(second), await choose(second)]) expect(answer).toMatchObject(refusedAs('invitation-expired'))
  expect((await signIn(PASSWORD)).status).toBe(200)
})

test('it is worth nothing once they are no member any more, also when they come back', async () => {
  const token = await linkFor(email)
  expect((await boss.post(`/api/v1/members/${await idOf(email)}/remove`)).status).toBe(200)
  expect(await choose(token)).toMatchObject(refusedAs('invitation-unknown', 404))
  await ana.post('/api/v1/invitations/accept', { token: await invite(night.node, { role: 'responder', email }) })
  expect(await choose(token)).toMatchObject(refusedAs('invitation-unknown', 404))
})

const joinTheirs = async (browser: Browser) => {
  const token = await invite(night.node, { role: 'stakeholder', email: null, token: theirs.token })
  expect((await browser.post('/api/v1/invitations/accept', { token })).status).toBe(200)
}

test('[BX-01] the account of somebody who belongs elsewhere too is not ours to open, also when they join there after the link was made', async () => {
  const token = await linkFor(email)
  await joinTheirs(ana)
  expect(await choose(token)).toMatchObject(refusedAs('belongs-elsewhere'))
  expect(await makeLink(email)).toMatchObject(refusedAs('belongs-elsewhere'))
  expect((await ana.get('/api/v1/me')).status).toBe(200)
  expect((await signIn(PASSWORD)).status).toBe(200)
})

test('one’s own account may belong elsewhere', async () => {
  await boss.post(`/api/v1/members/${await idOf(email)}/role`, { role: 'administrator' })
  await joinTheirs(ana)
  const made = await makeLink(email, ana)
  expect(made.status).toBe(201)
  expect((await choose(secretOf(made.body))).status).toBe(200)
})

test('[BX-01] to an administrator of another organisation the member is not there, and to a lead it is not theirs to do', async () => {
  const stranger = await join(night.node, {
    role: 'administrator',
    email: `stranger${people}@example.org`,
    token: theirs.token,
    org: 'theirs',
  })
  expect(await makeLink(email, stranger)).toMatchObject(refusedAs('no-such-member', 404))
  const lead = await join(night.node, { role: 'lead', email: `lead${people}@example.org` })
  expect((await makeLink(email, lead)).status).toBe(403)
  expect((await signIn(PASSWORD)).status).toBe(200)
})
