// The HTTP API as one value: server, typed client and OpenAPI document all derive from it.
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { applied, configDocument } from './config-document.ts'
import { alertSchema, INCIDENT_STATUSES, incidentDetail, incidentSchema, instant, logEntrySchema, whySchema } from './incidents.ts'

export const SCOPES = ['read', 'respond', 'configure'] as const
export type Scope = (typeof SCOPES)[number]

/** Which scope each action needs: the one table of authorisation. A route names its action; whoever carries it out asks for the same. */
export const PERMISSIONS = {
  'incident.read': 'read',
  'incident.acknowledge': 'respond',
  'incident.escalate': 'respond',
  'incident.resolve': 'respond',
  'incident.snooze': 'respond',
  'incident.reassign': 'respond',
  'incident.add-responder': 'respond',
  'incident.apply-policy': 'configure',
  'on-call.read': 'read',
  'config.read': 'read',
  'config.apply': 'configure',
  'silence.read': 'read',
  'silence.create': 'respond',
  'silence.end': 'respond',
  'contact.test': 'configure',
  'change.read': 'read',
  'integration.read': 'read',
  'signal.dry-run': 'read',
  'status.read': 'read',
} as const satisfies Record<string, Scope>

export type Action = keyof typeof PERMISSIONS

export const problem = z.object({ reason: z.string(), hint: z.string() })
export const faults = z.object({ faults: z.array(z.object({ at: z.string(), says: z.string() })) })

/** What any route can end with. */
const ERRORS = {
  BAD_REQUEST: { status: 400, message: 'The request cannot be read', data: problem },
  UNAUTHORIZED: { status: 401, message: 'Send a valid API token as Authorization: Bearer …', data: problem },
  FORBIDDEN: { status: 403, message: 'This token may not do that', data: problem },
  NOT_FOUND: { status: 404, message: 'There is no such thing here', data: problem },
  CONFLICT: { status: 409, message: 'That is not possible in the present state', data: problem },
  INVALID: { status: 422, message: 'Some fields are not right', data: faults },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'A fault of Muster itself; its log knows the number', data: problem },
  SERVICE_UNAVAILABLE: { status: 503, message: 'The database cannot be reached right now; send it again', data: problem },
} as const

/** What only something with a body can end with. */
const BODY_ERRORS = {
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The body is too large', data: problem },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'The body is compressed', data: problem },
} as const

const base = oc.$meta<{ action: Action | null }>({ action: null }).errors(ERRORS)
const baseOfWrites = base.errors(BODY_ERRORS)

/** What each error status means, in a few words. */
export const errorMeanings = new Map<string, string>(
  Object.values({ ...ERRORS, ...BODY_ERRORS }).map(({ status, message }) => [`${status}`, message]),
)

type About = { path: `/${string}`; summary: string; successStatus?: number }

/** A route without an action cannot be written, and the server refuses one that came without. */
const reads = (action: Action, about: About) =>
  base.meta({ action }).route({ method: 'GET', ...about, spec: (operation) => ({ ...operation, security: scopeFor(action) }) })

const writes = (action: Action, about: About) =>
  baseOfWrites.meta({ action }).route({
    method: 'POST',
    ...about,
    spec: (operation) => ({
      ...operation,
      security: scopeFor(action),
      parameters: [...(operation.parameters ?? []), idempotencyKey],
    }),
  })

const scopeFor = (action: Action) => [{ token: [PERMISSIONS[action]] }]

export const LONGEST_IDEMPOTENCY_KEY = 200

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'Sent twice with the same body, the write is done once and both get the same answer',
  schema: { type: 'string' as const, minLength: 1, maxLength: LONGEST_IDEMPOTENCY_KEY },
}

const id = z.string().min(1).max(80).describe('An incident id, or its number')
const person = z.string().max(63)
const cursor = z
  .string()
  .regex(/^\d{1,15}(\.[a-z]+_[0-9a-z]{1,40})?$/, 'Give the "next" of the page before, unchanged')
  .optional()
  .describe('`next` of the page before')
const limit = z.coerce.number().int().min(1).max(200).default(50)
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
const someTime = z.iso
  .datetime({ offset: true })
  .refine((text) => !(Date.parse(text) < 0 || Date.parse(text) > Date.UTC(2100, 0)), 'Ask about a time from 1970 to 2100')
const acting = z.strictObject({ id, as: person.optional().describe('The person on whose behalf; their name stands on the log') })

export const api = {
  incidents: {
    list: reads('incident.read', { path: '/incidents', summary: 'Incidents, youngest first' })
      .input(z.object({ status: z.enum([...INCIDENT_STATUSES, 'open']).optional(), service: z.string().max(63).optional(), limit, cursor }))
      .output(page(incidentSchema)),
    show: reads('incident.read', { path: '/incidents/{id}', summary: 'One incident with its pages' })
      .input(z.object({ id }))
      .output(incidentDetail),
    log: reads('incident.read', { path: '/incidents/{id}/log', summary: "The incident's log" })
      .input(
        z.object({ id, after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(1000).default(200) }),
      )
      .output(page(logEntrySchema)),
    alerts: reads('incident.read', { path: '/incidents/{id}/alerts', summary: 'Its alerts, with how often each was sent' })
      .input(z.object({ id, limit, cursor }))
      .output(page(alertSchema)),
    why: reads('incident.read', { path: '/incidents/{id}/why/{person}', summary: 'Why somebody was, or was not, paged' })
      .input(z.object({ id, person }))
      .output(whySchema),
    acknowledge: writes('incident.acknowledge', { path: '/incidents/{id}/acknowledge', summary: 'I have it: the ladder stops' })
      .input(acting)
      .output(incidentDetail),
    escalate: writes('incident.escalate', { path: '/incidents/{id}/escalate', summary: 'Wake the next rung now' })
      .input(acting)
      .output(incidentDetail),
    resolve: writes('incident.resolve', { path: '/incidents/{id}/resolve', summary: 'Close the incident by hand' })
      .input(acting)
      .output(incidentDetail),
    snooze: writes('incident.snooze', { path: '/incidents/{id}/snooze', summary: 'Quiet for a while; then its ladder starts again' })
      .input(acting.extend({ minutes: z.number().int().min(1).max(1440) }))
      .output(incidentDetail),
    reassign: writes('incident.reassign', {
      path: '/incidents/{id}/reassign',
      summary: 'Start another ladder, or call one person, instead',
    })
      .input(acting.extend({ policy: z.string().max(63).optional(), person: person.optional() }))
      .output(incidentDetail),
    addResponder: writes('incident.add-responder', { path: '/incidents/{id}/responders', summary: 'Call one more person in' })
      .input(acting.extend({ person }))
      .output(incidentDetail),
    applyPolicy: writes('incident.apply-policy', {
      path: '/incidents/{id}/apply-policy',
      summary: "Put the service's present policy in force for pages under way",
    })
      .input(acting)
      .output(incidentDetail),
  },
  onCall: {
    list: reads('on-call.read', { path: '/on-call', summary: 'Who is on call, and why' })
      .input(z.object({ at: someTime.optional() }))
      .output(
        z.object({
          schedules: z.array(
            z.object({
              slug: z.string(),
              name: z.string(),
              people: z.array(z.object({ slug: z.string(), name: z.string() })),
              until: instant.nullable(),
              why: z.string(),
            }),
          ),
        }),
      ),
  },
  config: {
    export: reads('config.read', { path: '/config', summary: 'The organisation as a document' }).output(configDocument),
    apply: writes('config.apply', { path: '/config', summary: 'Make the organisation match a document' })
      .input(configDocument)
      .output(applied),
    plan: writes('config.apply', { path: '/config/plan', summary: 'What apply would do' }).input(configDocument).output(applied),
  },
  silences: {
    list: reads('silence.read', { path: '/silences', summary: 'Silences in force' }).output(page(silence())),
    create: writes('silence.create', { path: '/silences', summary: 'Hold back pages for matching alerts until a time', successStatus: 201 })
      .input(
        z.strictObject({
          service: z.string().max(63).optional(),
          labels: z.record(z.string(), z.string()).default({}),
          minutes: z.number().int().min(1).max(10_080),
          reason: z.string().trim().min(1).max(500),
        }),
      )
      .output(silence()),
    end: writes('silence.end', { path: '/silences/{id}/end', summary: 'End a silence now' })
      .input(z.strictObject({ id: z.string() }))
      .output(silence()),
  },
  contacts: {
    test: writes('contact.test', { path: '/people/{person}/contacts/{contact}/test', summary: 'Send a test message now' })
      .input(z.strictObject({ person, contact: z.string().max(63) }))
      .output(z.object({ result: z.enum(['delivered', 'retry', 'never']), detail: z.string() })),
  },
  changes: {
    list: reads('change.read', { path: '/changes', summary: 'Recent changes, youngest first' })
      .input(z.object({ service: z.string().max(63).optional(), limit, cursor }))
      .output(page(z.object({ id: z.string(), service: z.string(), at: instant, summary: z.string(), source: z.string() }))),
  },
  integrations: {
    list: reads('integration.read', { path: '/integrations', summary: 'What each integration key has sent' }).output(
      page(
        z.object({
          service: z.string(),
          slug: z.string(),
          kind: z.string(),
          accepted: z.number().int().describe('Signals taken in and decided'),
          repeated: z.number().int().describe('Of these, repeats that were only counted'),
          inQuarantine: z.number().int(),
          lastSignalAt: instant.nullable(),
        }),
      ),
    ),
  },
  signals: {
    dryRun: writes('signal.dry-run', { path: '/signals/dry-run', summary: 'What a sample body would become' })
      .input(
        z.strictObject({
          kind: z.enum(['pagerduty', 'alertmanager', 'alertmanager-ingest', 'generic']),
          mapping: z.json().optional(),
          body: z.json(),
        }),
      )
      .output(
        z.object({
          signals: z.array(z.record(z.string(), z.unknown())),
          from: z.array(z.record(z.string(), z.string())),
          problems: z.array(z.string()),
        }),
      ),
  },
  status: {
    show: reads('status.read', { path: '/status', summary: 'What runs, and what needs doing' }).output(
      z.object({
        version: z.string(),
        organisation: z.string(),
        openIncidents: z.number().int(),
        oldestOverdueMs: z.number().int(),
        inQuarantine: z.number().int(),
        checks: z.array(z.object({ name: z.string(), ok: z.boolean(), says: z.string() })),
      }),
    ),
  },
}

function silence() {
  return z.object({
    id: z.string(),
    service: z.string().nullable(),
    labels: z.record(z.string(), z.string()),
    reason: z.string(),
    endsAt: instant,
    endedAt: instant.nullable(),
  })
}
