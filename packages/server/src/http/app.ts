// The HTTP server: one Fastify with a scope for each kind of caller, and a line in the log for each request but a monitor's.
import { readFileSync } from 'node:fs'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Instant } from '@muster/core/vocabulary.ts'
import { createAccepter } from '../verbs/signal/accept.ts'
import { createIntegrations } from '../verbs/signal/integrations.ts'
import type { Oidc } from '../settings.ts'
import type { World } from '../world.ts'
import { assertListed } from './access.ts'
import { answerRoutes } from './answer/routes.ts'
import { auditCsvRoute } from './api/audit-csv.ts'
import { fileRoutes } from './api/file-routes.ts'
import { apiRoutes } from './api/routes.ts'
import { accountRoutes } from './auth/account-routes.ts'
import { createDoors } from './auth/doors.ts'
import { authRoutes } from './auth/routes.ts'
import { consoleRoutes } from './console/routes.ts'
import { demoRoutes, type Phones } from './demo/routes.ts'
import { demoSignIn } from './demo/sign-in.ts'
import { failureFor } from './failures.ts'
import { html } from './html.ts'
import { intakeRoutes } from './intake/routes.ts'
import { liveRoutes } from './live/routes.ts'
import { opsRoutes } from './ops/routes.ts'
import { sendPage } from './page.ts'
import { watchdogRoutes } from './watchdog/routes.ts'

export type AppParts = {
  world: World
  version: string
  startedAt: Instant
  tls: { certFile: string; keyFile: string } | null
  /** Whose word about who calls is believed; nobody's when absent. */
  trustedProxies?: readonly string[]
  /** Null without single sign-on. */
  oidc: Oidc | null
  /** Null outside demo mode. */
  phones: Phones | null
  /** False while the server drains: load balancers look elsewhere. */
  isTaking: () => boolean
}

/** Node's 5 s would close a connection just as Alertmanager sends on it. */
const KEEP_ALIVE_MS = 76_000
/** A photograph over a bad connection takes this long; who it is is asked before its body is read. */
const REQUEST_TIMEOUT_MS = 180_000
const HEADERS_TIMEOUT_MS = 30_000

export function createApp(parts: AppParts): FastifyInstance {
  const { world, version, startedAt, tls, oidc, phones, trustedProxies = [] } = parts
  const options = {
    loggerInstance: world.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => world.ids('request'),
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // Monitors are configured by hand: a slash too many must not cost a page.
    routerOptions: { maxParamLength: 1200, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
  }
  const app: FastifyInstance = tls === null ? Fastify(options) : withTls(options, tls)
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) assertListed(one, url)
  })
  logRequests(app)
  closeSoon(app)
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
  app.register(async (scope) => auditCsvRoute(scope, world))
  app.register(async (scope) => fileRoutes(scope, world))
  app.register(async (scope) => authRoutes(scope, { world, doors: createDoors(world, oidc) }))
  app.register(async (scope) => accountRoutes(scope, { world, oidc, isDemo: phones !== null }))
  app.register(async (scope) => opsRoutes(scope, parts))
  app.register(async (scope) => watchdogRoutes(scope, world))
  app.register(async (scope) => liveRoutes(scope, { world }))
  app.register(consoleRoutes)
  if (phones !== null) app.register(async (scope) => demoRoutes(scope, { world, phones }))
  if (phones !== null) app.register(async (scope) => demoSignIn(scope, world))
  lastResorts(app)
  return app
}

/** A connection whose request was under way when the stop came stays open for its keep-alive time, unless somebody closes it once it is idle. */
function closeSoon(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const sweep = setInterval(() => app.server.closeIdleConnections(), 100)
    app.server.once('close', () => clearInterval(sweep))
  })
}

function withTls(
  { http, ...options }: { http: object } & Record<string, unknown>,
  { certFile, keyFile }: NonNullable<AppParts['tls']>,
): FastifyInstance {
  const https = { ...http, cert: readFileSync(certFile), key: readFileSync(keyFile) }
  return Fastify({ ...options, https }) as unknown as FastifyInstance
}

/** The route's pattern is logged, never the address: it may hold a key or a signed link. Monitors are counted instead: a storm must not be a storm of lines. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const isQuiet = reply.statusCode < 500 && /^\/(v2|integrations|healthz|readyz|metrics|watchdog)/.test(route)
    const line = { reqId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    if (isQuiet) request.log.debug(line, 'request')
    else request.log.info(line, 'request')
  })
}

function lastResorts(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    if (!wantsPage(request))
      return reply.code(404).send({ defined: false, code: 'NOT_FOUND', status: 404, message: 'There is nothing at this address.' })
    return sendPage(reply, 404, {
      title: 'Nothing here',
      body: html`<h1>There is nothing at this address</h1><p><a href="/">What runs here</a></p>`,
    })
  })
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500)
      return wantsPage(request) ? sendPage(reply, status, misread) : reply.code(status).send(wordsFor(status, error.message))
    request.log.error({ err: error }, 'a request failed')
    const failure = failureFor(error, request.id)
    reply.headers(failure.headers)
    if (!wantsPage(request)) return reply.code(failure.status).send(failure.body)
    return sendPage(reply, failure.status, {
      title: 'Not now',
      body: html`<h1>That did not work</h1><p>${failure.body.message} Nothing you did is lost: try again.</p>`,
    })
  })
}

const misread = {
  title: 'Not understood',
  body: html`<h1>That could not be read</h1><p>Go back and press one of the buttons, or open the link from the message again.</p>`,
}

function wordsFor(status: number, message: string): object {
  return { defined: false, code: status === 413 ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST', status, message }
}

/** A person with a browser; whoever asks the API is a program, whatever it accepts. */
function wantsPage({ headers, url }: FastifyRequest): boolean {
  return (headers.accept ?? '').includes('text/html') && !url.startsWith('/api/')
}
