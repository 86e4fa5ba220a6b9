// The HTTP server: one Fastify with a scope for each kind of caller, and a line in the log for each request but a monitor's.
import { readFileSync } from 'node:fs'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Instant } from '@muster/core/vocabulary.ts'
import { createAccepter } from '../verbs/signal/accept.ts'
import { createIntegrations } from '../verbs/signal/integrations.ts'
import type { World } from '../world.ts'
import { assertListed } from './access.ts'
import { answerRoutes } from './answer/routes.ts'
import { apiRoutes } from './api/routes.ts'
import { demoRoutes, type Phones } from './demo/routes.ts'
import { failureFor } from './failures.ts'
import { html } from './html.ts'
import { intakeRoutes } from './intake/routes.ts'
import { opsRoutes } from './ops/routes.ts'
import { sendPage } from './page.ts'

export type AppParts = {
  world: World
  version: string
  startedAt: Instant
  tls: { certFile: string; keyFile: string } | null
  /** Null outside demo mode. */
  phones: Phones | null
  /** False while the server drains: load balancers look elsewhere. */
  isTaking: () => boolean
}

/** Node's 5 s would close a connection just as Alertmanager sends on it. */
const KEEP_ALIVE_MS = 76_000

export function createApp(parts: AppParts): FastifyInstance {
  const { world, version, startedAt, tls, phones } = parts
  const options = {
    loggerInstance: world.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => world.ids('request'),
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 1200 },
  }
  const app: FastifyInstance = tls === null ? Fastify(options) : withTls(options, tls)
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) assertListed(one, url)
  })
  logRequests(app)
  const intake = {
    world,
    accepter: createAccepter(world),
    integrations: createIntegrations(world.db, () => performance.now()),
    startedAt,
    version,
  }
  app.register(async (scope) => intakeRoutes(scope, intake))
  app.register(async (scope) => answerRoutes(scope, world))
  app.register(async (scope) => apiRoutes(scope, { world, version }))
  app.register(async (scope) => opsRoutes(scope, parts))
  if (phones !== null) app.register(async (scope) => demoRoutes(scope, { world, phones }))
  lastResorts(app)
  return app
}

function withTls(options: object, { certFile, keyFile }: NonNullable<AppParts['tls']>): FastifyInstance {
  return Fastify({ ...options, https: { cert: readFileSync(certFile), key: readFileSync(keyFile) } }) as unknown as FastifyInstance
}

/** The route's pattern is logged, never the address: it may hold a key or a signed link. Monitors are counted instead: a storm must not be a storm of lines. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const isQuiet = reply.statusCode < 500 && /^\/(v2|integrations|healthz|readyz|metrics)/.test(route)
    const line = { reqId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    if (isQuiet) request.log.debug(line, 'request')
    else request.log.info(line, 'request')
  })
}

function lastResorts(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    if (!wantsPage(request.headers.accept))
      return reply.code(404).send({ defined: false, code: 'NOT_FOUND', status: 404, message: 'There is nothing at this address.' })
    return sendPage(reply, 404, {
      title: 'Nothing here',
      body: html`<h1>There is nothing at this address</h1><p><a href="/">What runs here</a></p>`,
    })
  })
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply.code(error.statusCode).send({ defined: false, code: 'BAD_REQUEST', status: error.statusCode, message: error.message })
    request.log.error({ err: error }, 'a request failed')
    const { status, body } = failureFor(error, request.id)
    if (!wantsPage(request.headers.accept)) return reply.code(status).send(body)
    return sendPage(reply, status, {
      title: 'Not now',
      body: html`<h1>That did not work</h1><p>${body.message} Nothing you did is lost: try again.</p>`,
    })
  })
}

const wantsPage = (accept: string | undefined): boolean => (accept ?? '').includes('text/html')
