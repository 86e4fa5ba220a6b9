// The HTTP API as one value: server, typed client and OpenAPI document all derive from it.
import { z } from 'zod'
import { auditRoutes, invitationRoutes, memberRoutes, organisationRoutes, tokenRoutes } from './accounts.ts'
import { alertRoutes } from './alerts.ts'
import { boardRoutes } from './board.ts'
import { browserRoutes } from './browsers.ts'
import { communicationRoutes } from './communication.ts'
import { applied, configDocument, configEdit, timeZone } from './config-document.ts'
import {
  alertSchema,
  changeSchema,
  INCIDENT_STATUSES,
  incidentDetail,
  incidentSchema,
  incidentStoryRoutes,
  instant,
  logEntrySchema,
  whySchema,
} from './incidents.ts'
import { followUpRoutes } from './follow-ups.ts'
import { namesSchema } from './names.ts'
import { nowRoutes } from './now.ts'
import { packRoutes } from './packs.ts'
import { meRoutes, peopleRoutes } from './people.ts'
import { hoursRoutes } from './hours.ts'
import { policyRoutes, scheduleRoutes } from './previews.ts'
import { presenceRoutes } from './presence.ts'
import { privacyRoutes } from './privacy.ts'
import { protocolRoutes, protocolSummary } from './protocol.ts'
import { cursor, limit, page, reads, writes } from './route.ts'
import { readingRoutes, sourceRoutes } from './readings.ts'
import { integrationRoutes, serviceRoutes } from './services.ts'
import { linkRoutes } from './several.ts'
import { silenceSchema } from './silences.ts'

export { errorMeanings, faults, LONGEST_IDEMPOTENCY_KEY, PERMISSIONS, problem, SCOPES, type Action, type Scope } from './route.ts'

const id = z.string().min(1).max(80).describe('An incident id, or its number')
const person = z.string().max(63)
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
      .input(z.object({ id, person, timeZone: timeZone.optional().describe('Of whoever reads it; of the person when absent') }))
      .output(whySchema),
    acknowledge: writes('incident.acknowledge', { path: '/incidents/{id}/acknowledge', summary: 'I have it: the ladder stops' })
      .input(acting)
      .output(incidentDetail),
    escalate: writes('incident.escalate', { path: '/incidents/{id}/escalate', summary: 'Wake the next rung now' })
      .input(
        acting.extend({
          step: z.number().int().optional().describe('The step of the ladder you saw: refused when it has been left since'),
        }),
      )
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
    ...incidentStoryRoutes,
    ...protocolRoutes,
    ...presenceRoutes,
    ...readingRoutes,
    ...communicationRoutes,
    ...linkRoutes,
    ...privacyRoutes,
  },
  now: nowRoutes,
  board: boardRoutes,
  followUps: followUpRoutes,
  alerts: alertRoutes,
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
    names: reads('config.read', { path: '/config/names', summary: 'People, schedules, policies and services by slug and name' }).output(
      namesSchema,
    ),
    protocols: reads('config.read', {
      path: '/config/protocols',
      summary: 'The protocols to choose from, with what each calls grave',
    }).output(z.object({ items: z.array(protocolSummary), chosen: z.string().describe('The one that new incidents go by') })),
    apply: writes('config.apply', { path: '/config', summary: 'Make the organisation match a document' })
      .input(configDocument)
      .output(applied),
    plan: writes('config.apply', { path: '/config/plan', summary: 'What apply would do' }).input(configDocument).output(applied),
    edit: writes('config.edit', { path: '/config/edit', summary: 'Change some things of the document, and leave the rest' })
      .input(configEdit)
      .output(applied),
    release: writes('config.release', { path: '/config/release', summary: 'Free the organisation from the file it is kept in' })
      .input(z.strictObject({}))
      .output(z.object({ released: z.string().nullable().describe('The file it was kept in; null when it was free already') })),
  },
  packs: packRoutes,
  people: peopleRoutes,
  me: meRoutes,
  schedules: scheduleRoutes,
  policies: policyRoutes,
  silences: {
    list: reads('silence.read', { path: '/silences', summary: 'Silences in force' }).output(page(silenceSchema)),
    create: writes('silence.create', { path: '/silences', summary: 'Hold back pages for matching alerts until a time', successStatus: 201 })
      .input(
        z.strictObject({
          service: z.string().max(63).optional(),
          labels: z.record(z.string(), z.string()).default({}),
          minutes: z.number().int().min(1).max(10_080),
          reason: z.string().trim().min(1).max(500),
        }),
      )
      .output(silenceSchema),
    end: writes('silence.end', { path: '/silences/{id}/end', summary: 'End a silence now' })
      .input(z.strictObject({ id: z.string() }))
      .output(silenceSchema),
  },
  contacts: {
    test: writes('contact.test', { path: '/people/{person}/contacts/{contact}/test', summary: 'Send a test message now' })
      .input(z.strictObject({ person, contact: z.string().max(63) }))
      .output(z.object({ result: z.enum(['delivered', 'retry', 'never']), detail: z.string() })),
  },
  browsers: browserRoutes,
  changes: {
    list: reads('change.read', { path: '/changes', summary: 'Recent changes, youngest first' })
      .input(z.object({ service: z.string().max(63).optional(), limit, cursor }))
      .output(page(changeSchema)),
  },
  services: serviceRoutes,
  hours: hoursRoutes,
  integrations: integrationRoutes,
  sources: sourceRoutes,
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
  members: memberRoutes,
  invitations: invitationRoutes,
  tokens: tokenRoutes,
  audit: auditRoutes,
  organisations: organisationRoutes,
}
