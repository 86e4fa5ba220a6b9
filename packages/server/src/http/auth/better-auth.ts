// better-auth, set up for this installation: its tables, cookies and limits, and what it must ask before it lets somebody in.
import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import { SHORTEST_PASSWORD } from '@muster/contract/accounts.ts'
import { isInvited } from '../../verbs/account/join.ts'
import { SESSION_DAYS } from '../../verbs/account/session.ts'
import type { Oidc } from '../../settings.ts'
import type { World } from '../../world.ts'
import { CLIENT_HEADER } from './client.ts'
import { authSecret, COOKIE_PREFIX, isSecure } from './cookie.ts'
import { afterwards, beforehand } from './hooks.ts'

export const OIDC = 'oidc'

const DAY_SECONDS = 86_400

export function createAuth(world: World, oidc: Oidc | null) {
  return betterAuth({
    appName: 'Muster',
    baseURL: `${world.publicUrl}/api/auth`,
    secret: authSecret(world),
    database: poolOf(world),
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => world.log[level === 'error' ? 'error' : 'warn']({ from: 'better-auth' }, message) },
    // A fault goes on to Fastify, which knows an outage from a bug.
    onAPIError: { throw: true, errorURL: `${world.publicUrl}/sign-in` },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: isSecure(world),
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
      database: { validateSchema: false },
      // Said aloud: an environment variable named TEST would switch both off.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    trustedOrigins: ownHost,
    // Passwords are counted by hooks.ts instead, by address and account: an office behind one proxy signs in all at once at night.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 10,
      max: 300,
      modelName: 'account_rate_limits',
      fields: { lastRequest: 'last_request' },
      customRules: { '/sign-in/email': false, '/sign-in/social': { window: 60, max: 60 }, '/get-session': false },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: SHORTEST_PASSWORD, maxPasswordLength: 128 },
    user: {
      ...userTable,
      validateUserInfo: ({ user, source }) => admit(world, { email: user.email, verified: user.emailVerified, action: source.action }),
    },
    session: { ...sessionTable, expiresIn: SESSION_DAYS * DAY_SECONDS, updateAge: DAY_SECONDS },
    account: { ...credentialTable, updateAccountOnSignIn: false, accountLinking: { enabled: true } },
    verification: verificationTable,
    databaseHooks: {
      // The provider's tokens are of no use to us, and what is not kept cannot leak.
      account: { create: { before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }) } },
    },
    hooks: { before: beforehand(world), after: afterwards(world) },
    plugins: [twoFactorOf(), passkeyOf(world), ...(oidc === null ? [] : [oidcOf(oidc)])],
  })
}

export type Auth = ReturnType<typeof createAuth>

/** better-auth speaks SQL itself, as the engine: it is given connections, and never the end of the pool. */
function poolOf({ db }: Pick<World, 'db'>): NonNullable<BetterAuthOptions['database']> {
  return { connect: db.connect, end: async () => undefined } as unknown as NonNullable<BetterAuthOptions['database']>
}

/** A server reached by another name than its public one is still itself; a page of another site cannot choose the Host. */
async function ownHost(request?: Request): Promise<string[]> {
  const host = request?.headers.get('host') ?? null
  return host === null ? [] : [`http://${host}`, `https://${host}`]
}

type Wanted = { email: string | null | undefined; verified: boolean | null | undefined; action: string }

/** The identity provider says who somebody is; that they belong here, only an invitation says. */
async function admit(world: World, { email, verified, action }: Wanted): Promise<{ error: string; errorDescription: string } | undefined> {
  if (action !== 'create-user') return undefined
  if (typeof email !== 'string' || verified !== true)
    return { error: 'email-not-verified', errorDescription: 'The identity provider does not vouch for this e-mail address.' }
  if (await isInvited(world, email)) return undefined
  return { error: 'no-account', errorDescription: 'There is no account for this e-mail address. Ask an administrator for an invitation.' }
}

const dates = { createdAt: 'created_at', updatedAt: 'updated_at' }
const userTable = {
  modelName: 'account_users',
  fields: { emailVerified: 'email_verified', ...dates },
} as const
const sessionTable = {
  modelName: 'account_sessions',
  fields: { userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...dates },
} as const
const credentialTable = {
  modelName: 'account_credentials',
  fields: {
    userId: 'user_id',
    accountId: 'account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
    ...dates,
  },
} as const
const verificationTable = { modelName: 'account_verifications', fields: { expiresAt: 'expires_at', ...dates } } as const

function twoFactorOf() {
  return twoFactor({
    issuer: 'Muster',
    schema: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        modelName: 'account_two_factors',
        fields: {
          userId: 'user_id',
          backupCodes: 'backup_codes',
          failedVerificationCount: 'failed_verification_count',
          lockedUntil: 'locked_until',
        },
      },
    },
  })
}

function passkeyOf({ publicUrl }: World) {
  return passkey({
    rpID: new URL(publicUrl).hostname,
    rpName: 'Muster',
    origin: new URL(publicUrl).origin,
    advanced: { webAuthnChallengeCookie: 'passkey' },
    schema: {
      passkey: {
        modelName: 'account_passkeys',
        fields: {
          userId: 'user_id',
          publicKey: 'public_key',
          credentialID: 'credential_id',
          deviceType: 'device_type',
          backedUp: 'backed_up',
          createdAt: 'created_at',
        },
      },
    },
  })
}

function oidcOf({ issuer, clientId, clientSecret, name }: Oidc) {
  return genericOAuth({
    config: [
      {
        providerId: OIDC,
        name,
        discoveryUrl: `${issuer}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
      },
    ],
  })
}
