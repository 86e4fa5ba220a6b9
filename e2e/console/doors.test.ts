// The doors nobody uses every day: single sign-on, too many tries, a session that ended, the pager and the siren of a browser.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fakePush, type FakePush } from '@muster/testkit/vendors/fake-push.ts'
import Provider from 'oidc-provider'
import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../child.ts'
import { startPhone, type Phone } from '../phone.ts'
import { ensureTools } from '../tools.ts'
import { until } from '../until.ts'
import { expectFit, PHONE, startConsole, type Console } from './console.ts'
import { calledBy, listening } from './night.ts'

const CLIENT = { client_id: 'muster', client_secret: 'a-secret-of-the-test' }

let opened: Console
let push: FakePush
let phone: Phone
let identity: Server

beforeAll(async () => {
  await ensureTools()
  push = await fakePush()
  phone = await startPhone()
  const port = await freePort()
  identity = await startIdentity(`http://127.0.0.1:${port}`)
  const issuer = `http://127.0.0.1:${(identity.address() as AddressInfo).port}`
  const contact = { slug: 'phone', channel: 'webhook' as const, address: phone.url, secret: phone.secret }
  opened = await startConsole(
    {
      people: [
        { slug: 'ana', name: 'Ana', contacts: [contact] },
        { slug: 'ben', name: 'Ben' },
      ],
      ...calledBy('ana', 'ben'),
      services: [listening('checkout', 'Checkout')],
    },
    {
      port,
      env: {
        MUSTER_OIDC_ISSUER: issuer,
        MUSTER_OIDC_CLIENT_ID: CLIENT.client_id,
        MUSTER_OIDC_CLIENT_SECRET: CLIENT.client_secret,
        MUSTER_OIDC_NAME: 'Example ID',
      },
    },
  )
}, 900_000)

afterAll(async () => {
  await opened?.stop()
  await push?.close()
  await phone?.close()
  identity?.closeAllConnections()
  identity?.close()
})

/** A real identity provider: whoever types a name there is that name at example.org. */
async function startIdentity(site: string): Promise<Server> {
  let provider: Provider
  const server = createServer((request, response) => void provider.callback()(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  provider = new Provider(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    clients: [{ ...CLIENT, redirect_uris: [`${site}/api/auth/callback/oidc`] }],
    cookies: { keys: ['a key of the test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: `${id}@example.org`, email_verified: true, name: id }),
    }),
    features: { devInteractions: { enabled: true } },
  })
  return server
}

async function stranger(): Promise<Page> {
  const page = await (await opened.browser.newContext()).newPage()
  page.setDefaultTimeout(15_000)
  return page
}

async function throughProvider(page: Page, login: string): Promise<void> {
  await page.getByRole('button', { name: 'Example ID' }).click()
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit], input[type=submit]').first().click()
  await page.locator('button[type=submit], input[type=submit]').first().click()
}

test('[BX-04] the identity provider signs in whoever was invited, at the screen they asked for, and nobody else', async () => {
  const { body } = await opened.muster.api('POST', '/api/v1/invitations', { role: 'lead', email: 'cleo@example.org' })
  expect(Object(body).link).toContain('/join/')
  const page = await stranger()
  await page.goto(`${opened.muster.url}/o/default/alerts`)
  await throughProvider(page, 'cleo')
  await page.getByRole('heading', { name: 'Alerts' }).waitFor()

  const unknown = await stranger()
  await unknown.goto(`${opened.muster.url}/sign-in`)
  await throughProvider(unknown, 'nobody')
  await unknown.getByRole('alert').getByText('There is no account for your e-mail address.').waitFor()
})

test('[BX-04] too many wrong passwords: the page says how long to wait, whoever it was', async () => {
  const page = await stranger()
  await page.goto(`${opened.muster.url}/sign-in`)
  const alert = page.getByRole('alert')
  const waiting = await until('a refusal', async () => {
    await page.getByLabel('E-mail address').fill('guessed@example.org')
    await page.getByLabel('Password', { exact: true }).fill('not the password at all')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await alert.waitFor()
    const said = (await alert.textContent()) ?? ''
    return said.includes('Too many tries.') ? said : undefined
  })
  expect(waiting).toMatch(/Try again in \d+ (seconds|minutes)\./)
})

test('a session that ends while somebody reads takes nothing from the screen, and says where to sign in', async () => {
  const page = await opened.signIn({ role: 'responder' })
  await page.goto(`${opened.muster.url}/o/default/alerts`)
  await page.getByRole('heading', { name: 'Alerts' }).waitFor()
  await page.context().clearCookies()
  await page.getByRole('link', { name: 'Services' }).click()
  await page.getByRole('alert').getByText('You are signed out.').waitFor()
  await page.getByRole('alert').getByRole('link', { name: 'Sign in, and come back here' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(page.url()).searchParams.get('to')).toBe('/o/default/services')

  // From the start there is nothing to keep.
  await page.goto(`${opened.muster.url}/o/default/people`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(page.url()).searchParams.get('to')).toBe('/o/default/people')
})

test('a screen whose code could not be fetched waits for the connection, in the console, and then stands there', async () => {
  const page = await opened.signIn({ role: 'responder' })
  const away = (route: Route) => route.abort('internetdisconnected')
  await page.route(/\/assets\/policies-|\/healthz$/, away)
  await page.goto(`${opened.muster.url}/o/default/now`)
  await page.getByRole('heading', { name: 'Now' }).waitFor()
  await page.getByRole('link', { name: 'Policies' }).click()
  await page.waitForURL(/\/policies$/)
  await page.waitForTimeout(3000)
  expect(await page.getByRole('navigation', { name: 'Screens' }).isVisible(), 'the console is still there').toBe(true)
  await page.unroute(/\/assets\/policies-|\/healthz$/, away)
  await page.getByRole('heading', { name: 'Policies', level: 1 }).waitFor()
})

test('the siren is switched on, sounds while its person is called, and is made quiet here alone', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ana', look: PHONE })
  await page.goto(`${opened.muster.url}/o/default/me`)
  await page.getByRole('switch', { name: 'Sound a siren here while I am being called' }).click()
  await page.getByText('✓ This browser lets this page sound.').waitFor()
  await opened.breaks('checkout', 'Checkouts are failing')
  const calling = page.getByRole('alert', { name: 'You are being called' })
  await calling.waitFor()
  await expectFit(page, 'siren')
  await calling.getByRole('button', { name: 'Quiet here' }).click()
  await calling.waitFor({ state: 'detached' })
  const { body } = await opened.muster.api('GET', '/api/v1/incidents?status=triggered')
  expect(Object(body).items, 'quiet here answers nothing').toHaveLength(1)
})

test('a browser becomes a pager by one press, says what stands in the way before, and rings no more when told', async () => {
  const page = await opened.signIn({ role: 'responder', person: 'ben' })
  const session = await page.context().newCDPSession(page)
  const { browserContextId = '' } = (await session.send('Target.getTargetInfo')).targetInfo
  const notifications = { permission: { name: 'notifications' }, origin: opened.muster.url, browserContextId }
  await session.send('Browser.setPermission', { ...notifications, setting: 'denied' })
  await page.goto(`${opened.muster.url}/o/default/me`)
  await page.getByText('Notifications of this page are blocked in this browser.').waitFor()

  await page.context().grantPermissions(['notifications'], { origin: opened.muster.url })
  const { body } = await opened.muster.api('GET', '/api/v1/people/ben/browsers')
  // What the browser's maker gives: its push service is another company's, and here ours.
  await page.addInitScript(vendorsService, push.subscribe(String(Object(body).applicationServerKey)))
  await page.reload()
  await page.getByRole('button', { name: 'Ring this browser' }).click()
  await page.getByText('✓ This browser rings.').waitFor()
  await expectFit(page, 'my-page-browser')
  // What is under way calls whoever could be reached when it began.
  expect(await opened.muster.api('POST', '/api/v1/incidents/1/resolve', {})).toMatchObject({ status: 200 })
  await opened.breaks('checkout', 'Orders are failing')
  await until('a push message', async () => push.pushes().find(({ payload }) => payload['kind'] === 'page'), { withinMs: 20_000 })
  expect(push.violations).toEqual([])

  await page.getByRole('button', { name: 'Ring it no more' }).click()
  await page.getByText('This browser does not ring.').waitFor()
  const left = await opened.muster.api('GET', '/api/v1/people/ben/browsers')
  expect(Object(left.body).items).toEqual([])
})

type Given = { endpoint: string; keys: { p256dh: string; auth: string } }

/** Runs in the page. */
function vendorsService({ endpoint, keys }: Given): void {
  let own: object | null = null
  const made = {
    endpoint,
    options: { applicationServerKey: null },
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => {
      own = null
      return true
    },
  }
  const { prototype } = (globalThis as unknown as { PushManager: { prototype: object } }).PushManager
  Object.assign(prototype, {
    getSubscription: async () => own,
    subscribe: async () => {
      own = made
      return made
    },
  })
}
