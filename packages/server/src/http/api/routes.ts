// The HTTP API's door: who calls, what may be a body, and each write done once; then the contract takes over.
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { onError, ORPCError } from '@orpc/server'
import { LONGEST_IDEMPOTENCY_KEY } from '@muster/contract/api.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../../verbs/actor.ts'
import { once, type Answered } from '../../verbs/idempotency.ts'
import type { World } from '../../world.ts'
import { callerFrom, refuseCaller } from '../caller.ts'
import { failureFor } from '../failures.ts'
import { BODY_LIMIT, encodingFault, isStorableText, readBody, tooLarge } from './body.ts'
import { compressed } from './compressed.ts'
import { faultsOf } from './faults.ts'
import { badRequest, refuse, refuseAs } from './refusals.ts'
import { createRouter } from './router.ts'

type Handler = OpenAPIHandler<{ caller: Caller }>

export function apiRoutes(app: FastifyInstance, { world, version }: { world: World; version: string }): void {
  const handler: Handler = new OpenAPIHandler(createRouter(world, version), { clientInterceptors: [onError(tellFields)] })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: { code?: string; statusCode?: number; message: string }, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse(reply, tooLarge)
    if (error.statusCode !== undefined && error.statusCode < 500) return refuse(reply, badRequest('request', error.message))
    request.log.error({ err: error }, 'an API request failed')
    const { status, headers, body } = failureFor(error, request.id)
    return reply.code(status).headers(headers).send(body)
  })
  app.addHook('onRequest', async (request, reply) => {
    const fault = encodingFault(request)
    if (fault !== null) return refuse(reply, fault)
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/api/v1/*',
    bodyLimit: BODY_LIMIT,
    handler: (request, reply) => take(world, handler, request, reply),
  })
}

async function take(world: World, handler: Handler, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const called = await callerFrom(world, request)
  if (!called.ok) return refuseCaller(reply, called.reason)
  const { caller } = called
  const body = readBody(request)
  if (!body.ok) return refuse(reply, body.why)
  if (!isStorableText(String((request.params as { '*': string })['*'])))
    return refuse(reply, badRequest('bad-text', 'The address has a character in it that no name has.'))
  const key = request.headers['idempotency-key']
  const work = () => answer(handler, { request, caller, bytes: body.bytes })
  if (request.method !== 'POST' || typeof key !== 'string') {
    const { status, body: said } = await work()
    return send(reply, { status, body: await compressed(request, reply, said) })
  }
  if (key === '' || key.length > LONGEST_IDEMPOTENCY_KEY)
    return refuse(reply, badRequest('idempotency-key', `An Idempotency-Key has 1 to ${LONGEST_IDEMPOTENCY_KEY} characters.`))
  try {
    return send(reply, await once(world, caller, { key, request: `POST ${request.url}\n${body.bytes.toString('utf8')}` }, work))
  } catch (error) {
    return refuseAs(reply, error)
  }
}

type Call = { request: FastifyRequest; caller: Caller; bytes: Buffer }

async function answer(handler: Handler, { request, caller, bytes }: Call): Promise<Answered> {
  const { matched, response } = await handler.handle(
    new Request(new URL(request.url, 'http://api'), {
      // A HEAD is a GET whose body is left out on the way back.
      method: request.method === 'HEAD' ? 'GET' : request.method,
      headers: { 'content-type': 'application/json' },
      ...(bytes.length > 0 && { body: new Uint8Array(bytes) }),
    }),
    { prefix: '/api/v1', context: { caller } },
  )
  if (!matched)
    return {
      status: 404,
      body: JSON.stringify({ defined: false, code: 'NOT_FOUND', status: 404, message: 'The API has no such route; see /api/openapi.json' }),
    }
  const body = await response.text()
  if (response.status < 500) return { status: response.status, body }
  // What went wrong inside was logged where it was thrown; the caller gets a number to ask for.
  throw causeOf.get(caller) ?? new Error('an API route failed')
}

/** oRPC turns every throw into an answer; the error itself is kept for the log, by the one caller object of its request. */
const causeOf = new WeakMap<Caller, Error>()

function tellFields(error: unknown, { context }: { context: { caller: Caller } }): void {
  const faults = faultsOf(error)
  if (faults !== null) throw faults
  if (error instanceof Error && !(error instanceof ORPCError && error.status < 500)) causeOf.set(context.caller, error)
}

function send(reply: FastifyReply, { status, body }: { status: number; body: string | Buffer }): FastifyReply {
  reply.code(status)
  return body === '' ? reply.send() : reply.type('application/json; charset=utf-8').send(body)
}
