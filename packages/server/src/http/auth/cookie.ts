// The session's cookie: read, checked and written in the form better-auth gives it, so that either may do it.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { SESSION_DAYS } from '../../verbs/account/session.ts'
import type { World } from '../../world.ts'

export const COOKIE_PREFIX = 'muster'

export type Keys = Pick<World, 'secrets' | 'publicUrl'>

/** better-auth's own secret: what it signs and seals is worth nothing with another installation's key. */
export function authSecret({ secrets }: Pick<World, 'secrets'>): string {
  return secrets.sign('accounts', 'better-auth')
}

export function isSecure({ publicUrl }: Pick<World, 'publicUrl'>): boolean {
  return publicUrl.startsWith('https://')
}

/** `missing` without the cookie, `forged` when it is not signed with our key; otherwise the session's text. */
export function readSessionCookie(keys: Keys, header: string | undefined): { token: string } | 'missing' | 'forged' {
  const value = cookieNamed(cookieName(keys), header ?? '')
  if (value === null) return 'missing'
  const dot = value.lastIndexOf('.')
  const token = value.slice(0, Math.max(dot, 0))
  const given = Buffer.from(value.slice(dot + 1))
  const expected = Buffer.from(signature(keys, token))
  return given.length === expected.length && timingSafeEqual(given, expected) ? { token } : 'forged'
}

export function sessionCookie(keys: Keys, token: string): string {
  const value = encodeURIComponent(`${token}.${signature(keys, token)}`)
  const parts = [`${cookieName(keys)}=${value}`, `Max-Age=${SESSION_DAYS * 86_400}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  return [...parts, ...(isSecure(keys) ? ['Secure'] : [])].join('; ')
}

function cookieName(keys: Keys): string {
  return `${isSecure(keys) ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`
}

function signature(keys: Keys, token: string): string {
  return createHmac('sha256', authSecret(keys)).update(token).digest('base64')
}

function cookieNamed(name: string, header: string): string | null {
  for (const part of header.split(';')) {
    const [key = '', ...rest] = part.split('=')
    if (key.trim() === name) return decoded(rest.join('=').trim())
  }
  return null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
