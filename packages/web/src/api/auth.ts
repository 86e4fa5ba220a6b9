// The doors of accounts beside the contract: sign-in, second factor, passkeys, sessions.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { away, Refusal, type Failure } from './failure.ts'

const PATIENCE_MS = 20_000

async function ask(url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, {
    credentials: 'same-origin',
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body !== undefined && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refusal(away('The server does not answer.'))
  })
  const said: unknown = await answer.json().catch(() => null)
  if (answer.ok) return said
  throw new Refusal(failureFor(answer, said))
}

const auth = (path: string, body?: object) => ask(`/api/auth/${path}`, body)

/** Not one of them tells whether an account exists. */
const WORDS: Readonly<Record<string, readonly [says: string, hint: string]>> = {
  INVALID_EMAIL_OR_PASSWORD: ['The e-mail address and the password do not belong together.', 'Check both; capital letters count.'],
  INVALID_EMAIL: ['That is not an e-mail address.', 'Write it in full, such as ann@example.org.'],
  INVALID_PASSWORD: ['That is not your password.', 'Type it again; capital letters count.'],
  INVALID_CODE: ['That code is not right.', 'Codes change every 30 seconds; type the one shown now. Check the clock of your phone.'],
  INVALID_BACKUP_CODE: ['That recovery code is not right.', 'Each works once. Try another one of your list.'],
  INVALID_TWO_FACTOR_COOKIE: ['That took too long.', 'Type your password again, then the code.'],
  SESSION_NOT_FRESH: ['You signed in too long ago for this.', 'Sign out, sign in again, and come back here.'],
  PASSKEY_NOT_FOUND: ['This passkey is not known here.', 'Sign in with your password, then add it again on My page.'],
  PASSWORD_TOO_SHORT: [
    'The new password is too short.',
    'Take at least 10 characters; a few words that only you would put together are best.',
  ],
}

function failureFor(answer: Response, said: unknown): Failure {
  const { code, message } = Object(said) as { code?: unknown; message?: unknown }
  const [says, hint] = WORDS[String(code)] ?? wordsFor(answer, typeof message === 'string' ? message : '')
  return { kind: answer.status >= 500 ? 'away' : 'refused', says, hint, reason: String(code), faults: [] }
}

function wordsFor(answer: Response, message: string): readonly [string, string] {
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('retry-after') ?? 60)
    return ['Too many tries.', `Try again in ${seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`}.`]
  }
  if (answer.status === 401) return ['That did not sign you in.', 'Start again with your password.']
  if (answer.status >= 500) return ['The server cannot answer right now.', 'Try again in a moment.']
  return ['That was not accepted.', message === '' ? 'Look at what you typed, then try again.' : message]
}

export async function signInWithPassword(email: string, password: string): Promise<'signed-in' | 'second-factor'> {
  const said = Object(await auth('sign-in/email', { email, password }))
  return said.twoFactorRedirect === true ? 'second-factor' : 'signed-in'
}

export const secondFactor = (code: string) => auth('two-factor/verify-totp', { code: code.replaceAll(/\s/g, '') })
export const recoveryCode = (code: string) => auth('two-factor/verify-backup-code', { code: code.trim() })

/** `autofill`: the browser offers passkeys in the e-mail field, and this waits until one is chosen. */
export async function signInWithPasskey({ autofill }: { autofill: boolean }): Promise<void> {
  const optionsJSON = (await auth('passkey/generate-authenticate-options')) as Parameters<typeof startAuthentication>[0]['optionsJSON']
  const response = await startAuthentication({ optionsJSON, useBrowserAutofill: autofill }).catch((cause: unknown) => {
    throw new Refusal({ ...away('No passkey was used.'), kind: 'refused', hint: hintOf(cause) })
  })
  await auth('passkey/verify-authentication', { response })
}

export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = (await auth('passkey/generate-register-options')) as Parameters<typeof startRegistration>[0]['optionsJSON']
  const response = await startRegistration({ optionsJSON }).catch((cause: unknown) => {
    throw new Refusal({ ...away('No passkey was made.'), kind: 'refused', hint: hintOf(cause) })
  })
  await auth('passkey/verify-registration', { response, name })
}

function hintOf(cause: unknown): string {
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'NotAllowedError') return 'It was cancelled, or took too long. Try again, or use your password.'
  if (name === 'InvalidStateError') return 'This device has one for your account already.'
  return 'This browser or address does not allow passkeys. Use your password.'
}

/** Leaves this page for the identity provider, which sends the browser back to `to`. */
export async function goToProvider(provider: string, to: string): Promise<void> {
  const { url } = Object(await auth('sign-in/social', { provider, callbackURL: to, errorCallbackURL: '/sign-in' }))
  location.assign(String(url))
}

export const signInAsDemo = (person: string) => ask('/api/v1/demo/sign-in', { person })

export async function signOut(): Promise<void> {
  await auth('sign-out', {})
}

export type Session = { id: string; token: string; current: boolean; userAgent: string; address: string; createdAt: string; usedAt: string }

export async function sessions(): Promise<Session[]> {
  const [list, mine] = await Promise.all([auth('list-sessions'), auth('get-session')])
  const current = String(Object(Object(mine).session).id)
  return recordsOf(list).map((one) => ({
    id: String(one['id']),
    token: String(one['token']),
    current: one['id'] === current,
    userAgent: String(one['userAgent'] ?? ''),
    address: String(one['ipAddress'] ?? ''),
    createdAt: String(one['createdAt']),
    usedAt: String(one['updatedAt']),
  }))
}

export const revokeSession = (token: string) => auth('revoke-session', { token })
export const revokeOtherSessions = () => auth('revoke-other-sessions', {})

export const changePassword = (currentPassword: string, newPassword: string) =>
  auth('change-password', { currentPassword, newPassword, revokeOtherSessions: true })

/** Nobody is asked for the code before the first one was typed here: a mistyped key locks nobody out. */
export async function beginTwoFactor(password: string): Promise<{ uri: string; codes: string[] }> {
  const said = Object(await auth('two-factor/enable', { password }))
  return { uri: String(said.totpURI), codes: textsOf(said.backupCodes) }
}

export const endTwoFactor = (password: string) => auth('two-factor/disable', { password })

export async function newRecoveryCodes(password: string): Promise<string[]> {
  return textsOf(Object(await auth('two-factor/generate-backup-codes', { password })).backupCodes)
}

export type Passkey = { id: string; name: string; createdAt: string }

export async function passkeys(): Promise<Passkey[]> {
  return recordsOf(await auth('passkey/list-user-passkeys')).map((one) => ({
    id: String(one['id']),
    name: typeof one['name'] === 'string' && one['name'] !== '' ? one['name'] : 'Passkey',
    createdAt: String(one['createdAt']),
  }))
}

export const removePasskey = (id: string) => auth('passkey/delete-passkey', { id })

const recordsOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map((one) => Object(one)) : [])
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
