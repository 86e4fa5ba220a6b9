// Services and their integrations as the screens ask for them: how a service fares, what it stands on, and what its keys have sent.
import { SERVICE_HEALTHS } from '@muster/core/incident/health.ts'
import { SEVERITIES, SIGNAL_SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'
import { receivedSignal } from './alerts.ts'
import { INTEGRATION_KINDS, runbookSchema, serviceSchema } from './config-document.ts'
import { changeSchema, incidentSchema, instant } from './incidents.ts'
import { riskRoutes } from './risks.ts'
import { page, reads, writes } from './route.ts'
import { silenceSchema } from './silences.ts'

const named = z.object({ slug: z.string(), name: z.string() })
const slug = z.string().max(63)

export const healthSchema = z
  .enum(SERVICE_HEALTHS)
  .describe(
    'failing: an incident that pages is open; silenced: a silence holds all its pages back; warned: only incidents that wake nobody are open',
  )

export const serviceRow = z.object({
  slug: z.string(),
  name: z.string(),
  criticalPath: z.boolean(),
  policy: named,
  health: healthSchema,
  openIncidents: z.number().int().describe('Counted up to 100'),
  worstSeverity: z.enum(SEVERITIES).nullable().describe('Of its open incidents'),
  worstLabel: z.string().nullable().describe('What the protocol of the organisation calls it'),
  dependsOn: z.array(z.string()).describe('Slugs of the services without which it fails'),
  integrations: z.number().int(),
  lastSignalAt: instant.nullable(),
  nextOnCall: z
    .object({
      people: z.array(named),
      isLastResort: z.boolean().describe("Its own ladder reaches nobody: these are the organisation's catch-all"),
    })
    .describe('Who would be woken first if it failed now'),
})
export type ServiceRow = z.infer<typeof serviceRow>

export const integrationRow = z.object({
  service: z.string(),
  slug: z.string(),
  kind: z.string(),
  accepted: z.number().int().describe('Signals taken in and decided'),
  repeated: z.number().int().describe('Of these, repeats that were only counted'),
  inQuarantine: z.number().int().describe('Counted up to 100'),
  lastSignalAt: instant.nullable(),
})
export type IntegrationRow = z.infer<typeof integrationRow>

const neighbour = named.extend({ health: healthSchema })

export const serviceDetail = serviceRow.omit({ integrations: true, dependsOn: true }).extend({
  grouping: serviceSchema.shape.grouping.unwrap(),
  whatToDo: z.string().nullable(),
  runbook: runbookSchema.nullable(),
  external: z.boolean().describe('Somebody else runs it'),
  fallback: z.string().nullable().describe('What takes over when it fails'),
  hours: z
    .object({ says: z.string(), own: z.boolean() })
    .nullable()
    .describe('Whether its team works now, and when that changes; null: nobody has said'),
  dependsOn: z.array(neighbour),
  usedBy: z.array(neighbour),
  integrations: z.array(integrationRow),
  incidents: z.array(incidentSchema).describe('Open ones, worst first, then oldest, at most 20'),
  recentChanges: z.array(changeSchema).describe('Youngest first, at most 20'),
  silences: z.array(silenceSchema).describe('In force, and naming it or any service; soonest to end first, at most 50'),
})
export type ServiceDetail = z.infer<typeof serviceDetail>

export const SIGNAL_FATES = ['waiting', 'decided', 'quarantined'] as const

export const signalFate = receivedSignal.omit({ decidedAt: true, read: true }).extend({
  decidedAt: instant.nullable().describe('Null: it waits, or is in quarantine'),
  fate: z.enum(SIGNAL_FATES),
  outcome: z.string().describe('What it did, in a word'),
  why: z.string().nullable().describe('Why it is in quarantine'),
  alert: z.object({ id: z.string(), key: z.string(), status: z.enum(['open', 'closed']), count: z.number().int() }).nullable(),
  incident: z.number().int().nullable().describe('The number of its incident; null when it has none'),
  read: z.record(z.string(), z.unknown()).nullable().describe('What was understood of it; null in quarantine'),
})
export type SignalFateView = z.infer<typeof signalFate>

export const integrationDetail = integrationRow.omit({ service: true }).extend({
  service: named,
  kind: z.enum(INTEGRATION_KINDS),
  defaultSeverity: z.enum(SIGNAL_SEVERITIES),
  mapping: z.json().nullable(),
  signals: z.array(signalFate).describe('The last 50, youngest first. Repeats are counted on their alert, not kept'),
})
export type IntegrationDetail = z.infer<typeof integrationDetail>

const place = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Give the "next" of the page before, unchanged')
  .optional()
  .describe('`next` of the page before')

export const serviceRoutes = {
  ...riskRoutes,
  list: reads('service.read', { path: '/services', summary: 'Services by their slug, each with how it fares' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200), cursor: place }))
    .output(page(serviceRow)),
  show: reads('service.read', { path: '/services/{service}', summary: 'One service, with what it stands on and what happened to it' })
    .input(z.object({ service: slug }))
    .output(serviceDetail),
}

const one = { service: slug, integration: slug }

export const integrationRoutes = {
  list: reads('integration.read', { path: '/integrations', summary: 'What each integration key has sent' }).output(page(integrationRow)),
  show: reads('integration.read', {
    path: '/integrations/{service}/{integration}',
    summary: 'One integration, with its last signals and what became of them',
  })
    .input(z.object(one))
    .output(integrationDetail),
  rotateKey: writes('integration.rotate-key', {
    path: '/integrations/{service}/{integration}/rotate-key',
    summary: 'Make a new key, told this once; the old one is refused within a few seconds',
  })
    .input(z.strictObject(one))
    .output(z.object({ service: z.string(), integration: z.string(), key: z.string() })),
  sendTest: writes('integration.send-test', {
    path: '/integrations/{service}/{integration}/test',
    summary: 'Take in a real signal that is marked as a test; it pages as another would',
  })
    .input(z.strictObject({ ...one, severity: z.enum(SIGNAL_SEVERITIES).optional().describe("Left out: the integration's own") }))
    .output(
      z.object({ signal: z.string().describe('Its id among the last signals of the integration'), key: z.string(), summary: z.string() }),
    ),
}
