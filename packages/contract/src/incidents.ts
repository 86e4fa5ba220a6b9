// Incidents as the API speaks of them. Instants are ISO 8601 in UTC.
import { INCIDENT_ACTIONS } from '@muster/core/incident/can.ts'
import { CHANNELS, RESPONSE_CLASSES, SAID_KINDS, SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'
import { runbookSchema } from './config-document.ts'
import { limit, page, reads, writes } from './route.ts'

export const instant = z.iso.datetime()

export const INCIDENT_STATUSES = ['triggered', 'acknowledged', 'resolved'] as const

const grade = z
  .object({ label: z.string(), class: z.enum(RESPONSE_CLASSES) })
  .describe('What its protocol calls the severity, and how gravely it is answered')

export const incidentSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  status: z.enum(INCIDENT_STATUSES),
  severity: z.enum(SEVERITIES),
  grade,
  title: z.string(),
  origin: z.enum(['alert', 'person', 'test']).describe('What brought it; a test touches nothing outside'),
  service: z.object({ slug: z.string(), name: z.string() }),
  openedAt: instant,
  acknowledgedAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  alertCount: z.number().int(),
  openAlerts: z.number().int(),
  private: z.boolean().describe('Only those it has drawn in, and administrators, see it'),
})
export type IncidentView = z.infer<typeof incidentSchema>

/** Who has it. A script or a monitor can answer too, and then has no slug. */
export const holderSchema = z.object({ slug: z.string().nullable(), name: z.string(), at: instant })

export const nextSchema = z.object({
  at: instant,
  who: z.array(z.string()).describe('Names; empty when nobody is left to be woken'),
  because: z.enum(['rung-elapsed', 'acknowledgement-elapsed', 'snooze-elapsed']).describe('What will have run out by then'),
  isLastResort: z.boolean().describe("The organisation's catch-all is called"),
})

export const rungSchema = z.object({
  kind: z.enum(['rung', 'catch-all']),
  climb: z.number().int().describe('Rises when the ladder starts again: after a snooze, a forgotten answer, another policy'),
  rung: z.number().int().nullable().describe('Counted from 1; null for the catch-all'),
  pass: z.number().int().nullable().describe('Counted from 1; null for the catch-all'),
  at: instant.nullable().describe('When it was or will be woken if nobody answers; null when it will not be'),
  state: z.enum(['passed', 'current', 'coming', 'stopped']),
  delayMinutes: z.number().nullable().describe('How long it has to answer'),
  require: z.enum(['any', 'all']),
  people: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      state: z.enum(['paging', 'acknowledged', 'declined', 'undeliverable', 'removed', 'no-answer', 'not-needed', 'to-be-called']),
      reason: z.string().nullable().describe('How the rung comes to name them'),
    }),
  ),
  empty: z.enum(['no-one-on-call', 'no-contact-method', 'called-away']).nullable().describe('Why nobody is called there'),
})
export type RungView = z.infer<typeof rungSchema>

export const pageSchema = z.object({
  id: z.string(),
  role: z.enum(['ladder', 'responder']),
  state: z.enum(['waiting', 'climbing', 'acknowledged', 'snoozed', 'exhausted', 'ended']),
  policy: z.string(),
  rung: z.number().int().describe('Counted from 1'),
  rungs: z.number().int(),
  step: z.number().int().describe('Rises with everything that moves the page; sent with escalate, two presses on one picture are one step'),
  pass: z.number().int(),
  passes: z.number().int(),
  people: z.array(z.object({ slug: z.string(), name: z.string(), state: z.string() })),
  nextAt: instant.nullable(),
  unowned: z.boolean(),
  ladder: z.array(rungSchema).describe('The rungs in time: the last 40 it stood on, where it stands, and what follows if nobody answers'),
})

/** Null: possible now. Otherwise why not, in a word and in a sentence. */
export const possibility = z.object({ reason: z.string(), says: z.string() }).nullable()

const serviceName = z.object({ slug: z.string(), name: z.string() })

export const changeSchema = z.object({ id: z.string(), service: z.string(), at: instant, summary: z.string(), source: z.string() })

export const linkSchema = z.object({
  number: z.number().int(),
  title: z.string(),
  status: z.enum(INCIDENT_STATUSES),
  grade,
  side: z
    .enum(['related', 'part-of', 'has-part', 'merged', 'absorbed'])
    .describe('As this incident sees it: "part-of" leads to its umbrella'),
})
export type LinkView = z.infer<typeof linkSchema>

export const incidentDetail = incidentSchema.extend({
  holder: holderSchema.nullable().describe('Who acknowledged it; of one that is over, who had it last'),
  next: nextSchema.nullable().describe('Who is woken next by itself'),
  waits: z
    .object({ until: instant, says: z.string() })
    .nullable()
    .describe('It is minor, and its ladder begins when work does, unless somebody has it by then'),
  can: z.record(z.enum(INCIDENT_ACTIONS), possibility).describe('What this caller can do now'),
  pages: z.array(pageSchema),
  whatToDo: z.string().nullable().describe("The service's first thing to do"),
  runbook: runbookSchema.nullable().describe('What to follow'),
  dependencies: z.object({ dependsOn: z.array(serviceName), usedBy: z.array(serviceName) }),
  links: z.array(linkSchema).describe('The incidents it belongs together with'),
  recentChanges: z.array(changeSchema).describe('Of the service, from a day before it opened until now, youngest first, at most 20'),
})
export type IncidentDetail = z.infer<typeof incidentDetail>

export const alertSchema = z.object({
  id: z.string(),
  key: z.string(),
  status: z.enum(['open', 'closed']),
  severity: z.string(),
  summary: z.string(),
  source: z.string(),
  count: z.number().int(),
  openedAt: instant,
  lastAt: instant,
  closedAt: instant.nullable(),
  closedWhy: z.string().nullable(),
  silentAt: instant.nullable(),
  labels: z.record(z.string(), z.string()),
})

export const logEntrySchema = z.object({
  seq: z.number().int(),
  at: instant,
  type: z.string(),
  who: z.array(z.string()).describe('Names of the people it is about'),
  by: z.string().describe('Who or what did it'),
  says: z.string().describe('What happened, in one sentence'),
  version: z.number().int(),
  body: z.record(z.string(), z.unknown()),
})
export type LogEntry = z.infer<typeof logEntrySchema>

export const whySchema = z.object({
  person: z.string(),
  paged: z.boolean(),
  sentence: z.string().describe('Why this person was, or was not, paged: one sentence'),
  receipts: z.array(
    z.object({
      at: instant,
      hop: z.enum(['committed', 'decided', 'handed-off', 'accepted', 'failed', 'seen', 'answered', 'cancelled']),
      detail: z.string(),
    }),
  ),
})
export type Why = z.infer<typeof whySchema>

export const incidentId = z.string().min(1).max(80).describe('An incident id, or its number')

export const deliverySchema = z.object({
  key: z.string(),
  kind: z.enum(['page', 'notice']),
  person: z.object({ slug: z.string(), name: z.string() }),
  contact: z.object({ slug: z.string(), channel: z.enum(CHANNELS), address: z.string().describe('Only enough of it to know it again') }),
  status: z.enum(['pending', 'leased', 'bundled', 'accepted', 'failed', 'cancelled']),
  attempt: z.number().int(),
  dueAt: instant,
  committedAt: instant.nullable().describe('When the first signal of the incident was stored'),
  decidedAt: instant.describe('When this message was decided on'),
  handedOffAt: instant.nullable().describe('When the provider was called'),
  acceptedAt: instant.nullable().describe('When the provider took it'),
  openedAt: instant.nullable().describe('When its link was fetched, perhaps by a machine'),
  seenAt: instant.nullable().describe('When its answer page was used'),
  answeredAt: instant.nullable().describe('When this person answered the page'),
  failedAt: instant.nullable().describe('When it was given up'),
  detail: z.string().nullable().describe('What the provider said, or why it was not sent'),
})
export type DeliveryView = z.infer<typeof deliverySchema>

const deliveryPlace = z
  .string()
  .regex(/^\d{1,15}\.[\w:.-]{1,300}$/, 'Give the "next" of the page before, unchanged')
  .optional()
  .describe('`next` of the page before')

/** Somebody sees what no monitor has told of. */
const declaration = z.strictObject({
  as: z.string().max(63).optional().describe('The person on whose behalf; their name stands on the log'),
  service: z.string().max(63).describe('The service that fails, or is most likely to'),
  title: z.string().trim().min(1, 'Say what is wrong').max(300).describe('What is wrong, as users see it'),
  severity: z.enum(SEVERITIES).describe('In doubt the graver one'),
  source: z.string().trim().max(120).default('').describe('Who or what told of it, such as customer support'),
  mine: z.boolean().default(false).describe('Whoever declares it has it: the ladder wakes nobody else'),
  test: z.boolean().default(false).describe('A test: everything goes its way, and nothing reaches anybody outside'),
  private: z.boolean().default(false).describe('Only those it draws in, and administrators, see it; alerts never join it'),
  anyway: z.boolean().default(false).describe('Even though an incident of this service is open'),
})

/** What a screen of one incident asks and says beside its life itself. */
export const incidentStoryRoutes = {
  declare: writes('incident.declare', { path: '/incidents', summary: 'Open an incident that no monitor has told of', successStatus: 201 })
    .input(declaration)
    .output(incidentDetail),
  deliveries: reads('incident.read', {
    path: '/incidents/{id}/deliveries',
    summary: 'Every message it sent, with its receipts, youngest first',
  })
    .input(z.object({ id: incidentId, limit, cursor: deliveryPlace }))
    .output(page(deliverySchema)),
  say: writes('incident.say', { path: '/incidents/{id}/say', summary: 'Put on the log what you did, saw, decided or asked' })
    .input(
      z.strictObject({
        id: incidentId,
        as: z.string().max(63).optional().describe('The person on whose behalf; their name stands on the log'),
        kind: z.enum(SAID_KINDS),
        text: z.string().trim().min(1, 'Say something').max(2000),
      }),
    )
    .output(incidentDetail),
}
