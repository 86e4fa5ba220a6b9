// The doors monitors knock on. Plain handlers on raw bytes: parse, commit with the others, answer in the vendor's own words.
import type { Answer, IntakeContext } from '@muster/adapters/intake.ts'
import { intakes, type IntakeKind } from '@muster/adapters/intakes.ts'
import { alertmanagerStatus } from '@muster/adapters/alertmanager/ingest.ts'
import { routingKeyIn } from '@muster/adapters/pagerduty/intake.ts'
import { readJson } from '@muster/adapters/read-json.ts'
import type { Instant } from '@muster/core/vocabulary.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { keepChanges } from '../../verbs/signal/keep-changes.ts'
import type { Accepter } from '../../verbs/signal/accept.ts'
import type { IntegrationRef, Integrations } from '../../verbs/signal/integrations.ts'
import type { World } from '../../world.ts'
import { failureFor } from '../failures.ts'

export type IntakeParts = { world: World; accepter: Accepter; integrations: Integrations; startedAt: Instant; version: string }

const MAX_DEPTH = 64
const KEY_LENGTH = 32
const PAGERDUTY_LIMIT = 524_288
/** An Alertmanager group may hold thousands of alerts. */
const ALERTMANAGER_LIMIT = 8 * 1024 * 1024

type Door = { kind: IntakeKind; integrationKind: string }

const doors = {
  pagerDutyEvents: { kind: 'pagerduty-events', integrationKind: 'pagerduty' },
  pagerDutyChanges: { kind: 'pagerduty-changes', integrationKind: 'pagerduty' },
  webhook: { kind: 'alertmanager-webhook', integrationKind: 'alertmanager' },
  ingest: { kind: 'alertmanager-ingest', integrationKind: 'alertmanager' },
  generic: { kind: 'generic', integrationKind: 'generic' },
} as const satisfies Record<string, Door>

export function intakeRoutes(app: FastifyInstance, parts: IntakeParts): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler(async (error: { statusCode?: number; code?: string }, request, reply) => {
    const { unreadable } = intakes[doorOf(request.routeOptions.url ?? '').kind]
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return send(reply, unreadable('too-large'))
    if (error.statusCode !== undefined && error.statusCode < 500) return send(reply, unreadable('not-json'))
    request.log.error({ err: error }, 'an intake failed')
    // 503 is what every sender retries; 429 is not (Alertmanager drops a webhook on 429).
    const { status, headers, body } = failureFor(error, request.id)
    return send(reply.headers(headers), {
      status,
      body: { status: body.data.reason, message: body.message, errors: [body.data.hint] },
    })
  })
  app.addHook('onRequest', async (request, reply) => {
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') return send(reply, compressed)
  })
  const bodyOf = (limit: number) => ({ bodyLimit: limit })
  app.post('/v2/enqueue', bodyOf(PAGERDUTY_LIMIT), (request, reply) => byBodyKey(parts, doors.pagerDutyEvents, request, reply))
  app.post('/v2/change/enqueue', bodyOf(PAGERDUTY_LIMIT), (request, reply) => byBodyKey(parts, doors.pagerDutyChanges, request, reply))
  app.post('/integrations/:key', bodyOf(PAGERDUTY_LIMIT), (request, reply) => byUrlKey(parts, doors.generic, request, reply))
  app.post('/integrations/:key/alertmanager', bodyOf(ALERTMANAGER_LIMIT), (request, reply) =>
    byUrlKey(parts, doors.webhook, request, reply),
  )
  app.post('/integrations/:key/api/v2/alerts', bodyOf(ALERTMANAGER_LIMIT), (request, reply) =>
    byUrlKey(parts, doors.ingest, request, reply),
  )
  app.get('/integrations/:key/api/v2/status', async (request, reply) => {
    if ((await integrationOf(parts, doors.ingest, keyOf(request))) === null) return send(reply, unknownKey)
    return send(reply, { status: 200, body: alertmanagerStatus({ version: parts.version, startedAt: parts.startedAt }) })
  })
  for (const name of ['healthy', 'ready']) app.get(`/integrations/:key/-/${name}`, (_request, reply) => reply.type('text/plain').send('OK'))
}

const compressed: Answer = {
  status: 415,
  body: { status: 'unsupported', message: 'The body is compressed.', errors: ['Send it as it is, without Content-Encoding.'] },
}

const unknownKey: Answer = {
  status: 404,
  body: { status: 'unknown integration', message: 'No integration has this key. Compare it with the one that muster apply printed.' },
}

function doorOf(url: string): Door {
  if (url.endsWith('/change/enqueue')) return doors.pagerDutyChanges
  if (url.endsWith('/enqueue')) return doors.pagerDutyEvents
  if (url.endsWith('/api/v2/alerts')) return doors.ingest
  return url.endsWith('/alertmanager') ? doors.webhook : doors.generic
}

async function byBodyKey(parts: IntakeParts, door: Door, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = bytesOf(request)
  const read = readJson(body, { maxDepth: MAX_DEPTH })
  if (!read.ok) return send(reply, intakes[door.kind].unreadable(read.why))
  const integration = await integrationOf(parts, door, routingKeyIn(read.value))
  return take(parts, { door, integration, body, value: read.value, reply })
}

async function byUrlKey(parts: IntakeParts, door: Door, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const integration = await integrationOf(parts, door, keyOf(request))
  if (integration === null) return send(reply, unknownKey)
  const body = bytesOf(request)
  const read = readBody(request, body)
  if (!read.ok) return send(reply, intakes[door.kind].unreadable(read.why))
  return take(parts, { door, integration, body, value: read.value, reply })
}

async function integrationOf({ integrations }: IntakeParts, door: Door, key: string | null): Promise<IntegrationRef | null> {
  // No key has another length. Looked up, one would be remembered for a while however long it is.
  if (key?.length !== KEY_LENGTH) return null
  const found = await integrations.find(key)
  return found?.kind === door.integrationKind ? found : null
}

/** Senders that can only post forms put the fields, or one field with the JSON, into the form. */
function readBody(request: FastifyRequest, body: Buffer): ReturnType<typeof readJson> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    return readJson(body, { maxDepth: MAX_DEPTH })
  const form = Object.fromEntries(new URLSearchParams(body.toString('utf8')))
  const inside = form['payload'] ?? form['data']
  return inside === undefined ? { ok: true, value: form } : readJson(Buffer.from(inside), { maxDepth: MAX_DEPTH })
}

type Taking = { door: Door; integration: IntegrationRef | null; body: Buffer; value: unknown; reply: FastifyReply }

async function take({ world, accepter }: IntakeParts, { door, integration, body, value, reply }: Taking): Promise<FastifyReply> {
  const context: IntakeContext = {
    now: world.clock.now(),
    defaultSeverity: integration?.defaultSeverity ?? 'error',
    mapping: integration?.mapping ?? null,
    newKey: () => world.ids('key').slice(4),
  }
  const parsed = intakes[door.kind].parse(value, context)
  if (!parsed.ok) return send(reply, parsed.answer)
  // Faults of the event come before the key's: a sender sees everything that is wrong with what it sent.
  if (integration === null)
    return send(reply, {
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors: ["'routing_key' belongs to no integration here"] },
    })
  if (parsed.changes.length > 0) await keepChanges(world, integration, parsed.changes)
  if (parsed.signals.length > 0) await accepter.accept(integration, parsed.signals, body)
  return send(reply, parsed.answer)
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status)
  if (answer.body === null) return reply.send()
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.body))
}

function keyOf(request: FastifyRequest): string {
  return (request.params as { key: string }).key
}

function bytesOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}
