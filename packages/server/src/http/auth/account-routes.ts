// What is asked before an organisation is named: who am I, what does this invitation say, let me join.
import { accountApi } from '@muster/contract/accounts.ts'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { implement, onError, ORPCError } from '@orpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { succeeded, tryOnce } from '../../verbs/account/attempts.ts'
import { acceptAsNew, acceptSignedIn, lookAtInvitation, type Joining } from '../../verbs/account/join.ts'
import { acceptReset } from '../../verbs/account/reset.ts'
import { me } from '../../verbs/account/me.ts'
import { accountOf, type Account, type From } from '../../verbs/account/session.ts'
import { waysIn } from '../../verbs/account/ways-in.ts'
import type { Oidc } from '../../settings.ts'
import type { World } from '../../world.ts'
import { failureFor } from '../failures.ts'
import { readBody } from '../api/body.ts'
import { faultsOf } from '../api/faults.ts'
import { wireError } from '../api/router.ts'
import { refuseCaller } from '../caller.ts'
import { readSessionCookie, sessionCookie } from './cookie.ts'
import { isOurOrigin } from './origin.ts'

const BODY_LIMIT = 64 * 1024
/** A link has 256 bits: this only keeps guessing from being work for us. */
const MOST_TRIES = 30

type Context = { account: Account | null; from: From; cookies: string[]; fault: { error: unknown } }
type Parts = { world: World; oidc: Oidc | null; isDemo: boolean }

export function accountRoutes(app: FastifyInstance, parts: Parts): void {
  const { world } = parts
  const handler = new OpenAPIHandler(createRouter(parts), { clientInterceptors: [onError(tell)] })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const take = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (request.method === 'POST' && !isOurOrigin(world, request)) return refuseCaller(reply, 'origin-differs')
    const body = readBody(request)
    if (!body.ok) {
      const { status, code, reason, message, hint } = body.why
      return reply.code(status).send({ defined: true, code, status, message, data: { reason, hint } })
    }
    const context: Context = {
      account: await signedIn(world, request),
      from: { address: request.ip, userAgent: request.headers['user-agent'] ?? '' },
      cookies: [],
      fault: { error: null },
    }
    const { matched, response } = await handler.handle(
      new Request(new URL(request.url, 'http://api'), {
        method: request.method === 'HEAD' ? 'GET' : request.method,
        headers: { 'content-type': 'application/json' },
        ...(body.bytes.length > 0 && { body: new Uint8Array(body.bytes) }),
      }),
      { prefix: '/api/v1', context },
    )
    if (!matched) return fail(request, reply, new Error('A route of the accounts is not in their contract'))
    if (response.status >= 500) return fail(request, reply, context.fault.error)
    if (context.cookies.length > 0) reply.header('set-cookie', context.cookies)
    return reply
      .code(response.status)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(await response.text())
  }
  app.get('/api/v1/me', take)
  app.get('/api/v1/ways-in', take)
  app.post('/api/v1/invitations/look', { bodyLimit: BODY_LIMIT }, take)
  app.post('/api/v1/invitations/accept', { bodyLimit: BODY_LIMIT }, take)
}

async function signedIn(world: World, { headers }: FastifyRequest): Promise<Account | null> {
  const cookie = readSessionCookie(world, headers.cookie)
  return typeof cookie === 'string' ? null : accountOf(world, cookie.token)
}

function fail(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  request.log.error({ err: error }, 'an account request failed')
  const { status, headers, body } = failureFor(error, request.id)
  return reply.code(status).headers(headers).send(body)
}

function createRouter({ world, oidc, isDemo }: Parts) {
  const os = implement(accountApi)
    .$context<Context>()
    .use(async ({ next }) => {
      try {
        return await next()
      } catch (error) {
        throw wireError(error)
      }
    })
  return os.router({
    account: {
      me: os.account.me.handler(({ context }) => me(world, needed(context.account))),
      waysIn: os.account.waysIn.handler(() => waysIn(world, { oidc, isDemo })),
      look: os.account.look.handler(({ input, context }) => slowly(world, context.from, () => lookAtInvitation(world, input.token))),
      accept: os.account.accept.handler(({ input, context }) => slowly(world, context.from, () => accept(world, context, input))),
    },
  })
}

async function accept(world: World, context: Context, input: Joining) {
  const { reset } = await lookAtInvitation(world, input.token)
  const { membership, session } = await (reset === null ? join(world, context, input) : acceptReset(world, input, context.from))
  if (session !== null) context.cookies.push(sessionCookie(world, session))
  return { ...membership, signedIn: session !== null || reset === null }
}

async function join(world: World, { account, from }: Context, input: Joining) {
  return account === null ? acceptAsNew(world, input, from) : acceptSignedIn(world, account, input.token)
}

function needed(account: Account | null): Account {
  if (account !== null) return account
  const hint = 'You are not signed in, or your session is over. Sign in, then try again.'
  throw new ORPCError('UNAUTHORIZED', { defined: true, status: 401, message: hint, data: { reason: 'session-missing', hint } })
}

/** What succeeds was no guess, and is not counted: a whole office may join at once. */
async function slowly<T>(world: World, { address }: From, work: () => Promise<T>): Promise<T> {
  const key = `invitation from ${address}`
  const refused = await tryOnce(world, [{ key, most: MOST_TRIES }])
  if (refused !== null) {
    const hint = `Too many links were tried from your address. Try again in ${Math.ceil(refused.retryAfterMs / 1000)} s.`
    throw new ORPCError('TOO_MANY_REQUESTS', { defined: true, status: 429, message: hint, data: { reason: 'too-many-tries', hint } })
  }
  const done = await work()
  await succeeded(world, [key])
  return done
}

function tell(error: unknown, { context }: { context: Context }): void {
  const faults = faultsOf(error)
  if (faults !== null) throw faults
  if (!(error instanceof ORPCError && error.status < 500)) context.fault.error = error
}
