// Whose token or session a request carries, or why nobody's.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../verbs/actor.ts'
import { memberOf } from '../verbs/account/session.ts'
import { callerOf } from '../verbs/token.ts'
import type { World } from '../world.ts'
import { readSessionCookie } from './auth/cookie.ts'
import { isOurOrigin } from './auth/origin.ts'

type Why = keyof typeof refusals

export type Called = { ok: true; caller: Caller } | { ok: false; reason: Why }

/**
 * A token names its organisation; a session needs it named in a header, which no other site can send along:
 * with that a cookie alone, that the browser adds by itself, changes nothing.
 */
export async function callerFrom(world: World, request: FastifyRequest, named: unknown = request.headers['x-muster-org']): Promise<Called> {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) return signedInFrom(world, request, named)
  const caller = await callerOf(world, token)
  return caller === null ? { ok: false, reason: 'token-unknown' } : { ok: true, caller }
}

async function signedInFrom(world: World, request: FastifyRequest, slug: unknown): Promise<Called> {
  const session = readSessionCookie(world, request.headers.cookie)
  if (session === 'missing') return { ok: false, reason: slug === undefined ? 'token-missing' : 'session-missing' }
  if (session === 'forged') return { ok: false, reason: 'session-missing' }
  if (typeof slug !== 'string' || slug === '') return { ok: false, reason: 'org-header-missing' }
  if (!isSafe(request.method) && !isOurOrigin(world, request)) return { ok: false, reason: 'origin-differs' }
  return memberOf(world, session.token, slug)
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD'

const tokenHint = 'The server printed where its token is kept when it started.'

export const refusals = {
  'token-missing': { status: 401, hint: tokenHint },
  'token-unknown': { status: 401, hint: tokenHint },
  'session-missing': { status: 401, hint: 'You are not signed in, or your session is over. Sign in, then try again.' },
  'org-header-missing': { status: 403, hint: 'Say which organisation you mean, by the header x-muster-org with its short name.' },
  'not-a-member': {
    status: 403,
    hint: 'You do not belong to that organisation, or it is not there. Choose one of yours, or ask its administrator to invite you.',
  },
  'origin-differs': { status: 403, hint: 'This came from a page of another site. Open Muster itself, at the address it is set up with.' },
} as const

export function refuseCaller(reply: FastifyReply, reason: Why): FastifyReply {
  const { status, hint } = refusals[reason]
  if (status === 403) return reply.code(403).send({ defined: true, code: 'FORBIDDEN', status, message: hint, data: { reason, hint } })
  const isToken = reason === 'token-missing' || reason === 'token-unknown'
  const message = isToken ? 'Send a valid API token as Authorization: Bearer …' : hint
  if (isToken) reply.header('www-authenticate', 'Bearer')
  return reply.code(401).send({ defined: true, code: 'UNAUTHORIZED', status, message, data: { reason, hint } })
}
