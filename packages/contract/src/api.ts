// The HTTP API as one value: server, typed client and OpenAPI document all derive from it.
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { applied, configDocument } from './config-document.ts'
import { alertSchema, INCIDENT_STATUSES, incidentDetail, incidentSchema, instant, logEntrySchema, whySchema } from './incidents.ts'

export const SCOPES = ['read', 'respond', 'configure'] as const
export type Scope = (typeof SCOPES)[number]

const problem = { data: z.object({ reason: z.string(), hint: z.string() }) }

const base = oc.errors({
  UNAUTHORIZED: { status: 401, message: 'Send a valid API token as Authorization: Bearer …', ...problem },
  FORBIDDEN: { status: 403, message: 'This token may not do that', ...problem },
  NOT_FOUND: { status: 404, message: 'There is no such thing here', ...problem },
  CONFLICT: { status: 409, message: 'That is not possible in the present state', ...problem },
  INVALID: {
    status: 422,
    message: 'Some fields are not right',
    data: z.object({ faults: z.array(z.object({ at: z.string(), says: z.string() })) }),
  },
})

const id = z.string().min(1).max(80).describe('An incident id, or its number')
const person = z.string().max(63)
const cursor = z.string().max(200).optional().describe('`next` of the page before')
const limit = z.coerce.number().int().min(1).max(200).default(50)
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
const acting = z.object({ id, as: person.optional().describe('The person on whose behalf; their name stands on the log') })

export const api = {
  incidents: {
    list: base
      .route({ method: 'GET', path: '/incidents', summary: 'Incidents, youngest first' })
      .input(z.object({ status: z.enum([...INCIDENT_STATUSES, 'open']).optional(), service: z.string().max(63).optional(), limit, cursor }))
      .output(page(incidentSchema)),
    show: base
      .route({ method: 'GET', path: '/incidents/{id}', summary: 'One incident with its pages' })
      .input(z.object({ id }))
      .output(incidentDetail),
    log: base
      .route({ method: 'GET', path: '/incidents/{id}/log', summary: "The incident's log" })
      .input(
        z.object({ id, after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(1000).default(200) }),
      )
      .output(page(logEntrySchema)),
    alerts: base
      .route({ method: 'GET', path: '/incidents/{id}/alerts', summary: 'Its alerts, with how often each was sent' })
      .input(z.object({ id, limit, cursor }))
      .output(page(alertSchema)),
    why: base
      .route({ method: 'GET', path: '/incidents/{id}/why/{person}', summary: 'Why somebody was, or was not, paged' })
      .input(z.object({ id, person }))
      .output(whySchema),
    acknowledge: base
      .route({ method: 'POST', path: '/incidents/{id}/acknowledge', summary: 'I have it: the ladder stops' })
      .input(acting)
      .output(incidentDetail),
    escalate: base
      .route({ method: 'POST', path: '/incidents/{id}/escalate', summary: 'Wake the next rung now' })
      .input(acting)
      .output(incidentDetail),
    resolve: base
      .route({ method: 'POST', path: '/incidents/{id}/resolve', summary: 'Close the incident by hand' })
      .input(acting)
      .output(incidentDetail),
    snooze: base
      .route({ method: 'POST', path: '/incidents/{id}/snooze', summary: 'Quiet for a while; then its ladder starts again' })
      .input(acting.extend({ minutes: z.number().int().min(1).max(1440) }))
      .output(incidentDetail),
    reassign: base
      .route({ method: 'POST', path: '/incidents/{id}/reassign', summary: 'Start another ladder, or call one person, instead' })
      .input(acting.extend({ policy: z.string().max(63).optional(), person: person.optional() }))
      .output(incidentDetail),
    addResponder: base
      .route({ method: 'POST', path: '/incidents/{id}/responders', summary: 'Call one more person in' })
      .input(acting.extend({ person }))
      .output(incidentDetail),
    applyPolicy: base
      .route({
        method: 'POST',
        path: '/incidents/{id}/apply-policy',
        summary: "Put the service's present policy in force for pages under way",
      })
      .input(acting)
      .output(incidentDetail),
  },
  onCall: {
    list: base
      .route({ method: 'GET', path: '/on-call', summary: 'Who is on call, and why' })
      .input(z.object({ at: instant.optional() }))
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
    export: base.route({ method: 'GET', path: '/config', summary: 'The organisation as a document' }).output(configDocument),
    apply: base
      .route({ method: 'POST', path: '/config', summary: 'Make the organisation match a document' })
      .input(configDocument)
      .output(applied),
    plan: base.route({ method: 'POST', path: '/config/plan', summary: 'What apply would do' }).input(configDocument).output(applied),
  },
  silences: {
    list: base.route({ method: 'GET', path: '/silences', summary: 'Silences in force' }).output(page(silence())),
    create: base
      .route({ method: 'POST', path: '/silences', summary: 'Hold back pages for matching alerts until a time', successStatus: 201 })
      .input(
        z.object({
          service: z.string().max(63).optional(),
          labels: z.record(z.string(), z.string()).default({}),
          minutes: z.number().int().min(1).max(10_080),
          reason: z.string().trim().min(1).max(500),
        }),
      )
      .output(silence()),
    end: base
      .route({ method: 'POST', path: '/silences/{id}/end', summary: 'End a silence now' })
      .input(z.object({ id: z.string() }))
      .output(silence()),
  },
  contacts: {
    test: base
      .route({ method: 'POST', path: '/people/{person}/contacts/{contact}/test', summary: 'Send a test message now' })
      .input(z.object({ person, contact: z.string().max(63) }))
      .output(z.object({ result: z.enum(['delivered', 'retry', 'never']), detail: z.string() })),
  },
  changes: {
    list: base
      .route({ method: 'GET', path: '/changes', summary: 'Recent changes, youngest first' })
      .input(z.object({ service: z.string().max(63).optional(), limit, cursor }))
      .output(page(z.object({ id: z.string(), service: z.string(), at: instant, summary: z.string(), source: z.string() }))),
  },
  signals: {
    dryRun: base
      .route({ method: 'POST', path: '/signals/dry-run', summary: 'What a sample body would become' })
      .input(
        z.object({
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
    show: base.route({ method: 'GET', path: '/status', summary: 'What runs, and what needs doing' }).output(
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
