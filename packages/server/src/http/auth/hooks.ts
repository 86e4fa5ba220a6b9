// What happens around better-auth's own work: passwords cannot be guessed, and a changed way in stands in the audit.
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api'
import { auditAccount, type AccountAction } from '../../verbs/account/audit-account.ts'
import { acceptFor } from '../../verbs/account/join.ts'
import { succeeded, tryOnce } from '../../verbs/account/attempts.ts'
import type { World } from '../../world.ts'
import { CLIENT_HEADER } from './client.ts'

const PASSWORD = '/sign-in/email'

/** For one account from one address; for one account from anywhere; for any account from one address. */
const MOST = { here: 5, anywhere: 30, address: 60 }

export function beforehand(world: World) {
  return createAuthMiddleware(async (ctx) => {
    if (ctx.path !== PASSWORD) return
    const { here, anywhere, address } = keysOf(ctx)
    const refused = await tryOnce(world, [
      { key: here, most: MOST.here },
      { key: anywhere, most: MOST.anywhere },
      { key: address, most: MOST.address },
    ])
    if (refused === null) return
    const seconds = Math.ceil(refused.retryAfterMs / 1000)
    throw new APIError(
      'TOO_MANY_REQUESTS',
      { code: 'TOO_MANY_ATTEMPTS', message: `Too many wrong passwords. Try again in ${seconds} s, or sign in another way.` },
      { 'retry-after': String(seconds) },
    )
  })
}

export function afterwards(world: World) {
  return createAuthMiddleware(async (ctx) => {
    const entered = ctx.context.newSession?.user
    // Coming back from the provider ends with a redirect, which better-auth throws.
    if (ctx.path.startsWith('/callback') && entered?.emailVerified === true) await acceptFor(world, entered)
    if (isAPIError(ctx.context.returned)) return
    if (ctx.path === PASSWORD) {
      const { here, anywhere } = keysOf(ctx)
      await succeeded(world, [here, anywhere])
      return
    }
    const account = ctx.context.session?.user
    const action = actionFor(ctx.path, account?.['twoFactorEnabled'] === true)
    if (account !== undefined && action !== null) await auditAccount(world, { id: account.id, name: account.name }, action)
  })
}

function actionFor(path: string, hasTwoFactor: boolean): AccountAction | null {
  // The first code is what switches it on; later ones are sign-ins.
  if (path === '/two-factor/verify-totp') return hasTwoFactor ? null : 'account.two-factor-on'
  return actions[path] ?? null
}

const actions: Readonly<Record<string, AccountAction>> = {
  '/two-factor/disable': 'account.two-factor-off',
  '/two-factor/generate-backup-codes': 'account.recovery-codes-made',
  '/change-password': 'account.password-changed',
  '/passkey/verify-registration': 'account.passkey-added',
  '/passkey/delete-passkey': 'account.passkey-removed',
}

type Asked = { body?: unknown; headers?: Headers | undefined }

function keysOf({ body, headers }: Asked): { here: string; anywhere: string; address: string } {
  const given: unknown = Object(body).email
  const email = typeof given === 'string' ? given.trim().toLowerCase() : ''
  const from = headers?.get(CLIENT_HEADER) ?? 'unknown'
  return { here: `password ${email} ${from}`, anywhere: `password ${email}`, address: `password from ${from}` }
}
