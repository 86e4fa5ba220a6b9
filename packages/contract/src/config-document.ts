// Config as code: the one document that describes an organisation. `muster apply` reads it, `muster export` gives it back.
import { isTimeZone } from '@muster/core/schedule/readable.ts'
import { CHANNELS, SIGNAL_SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'
import { bridgeSchema } from './bridge.ts'
import { indicatorSchema, MOST_INDICATORS, MOST_SOURCES, sourceSchema } from './indicators.ts'
import { name, slug } from './slug.ts'
import { hoursSchema } from './hours.ts'

/** Of a role, or of a set of roles. */
const protocolName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'A name of the protocol, such as commander')
export const timeZone = z.string().refine(isTimeZone, 'Not a time zone; use an IANA name such as Europe/Berlin').describe('IANA time zone')

export const targetSchema = z
  .union([z.strictObject({ person: slug }), z.strictObject({ schedule: slug })])
  .describe('A person, or whoever a schedule names when the rung fires')

export const contactSchema = z.strictObject({
  slug,
  channel: z.enum(CHANNELS),
  address: z
    .string()
    .min(1)
    .max(2000)
    .describe('ntfy topic URL, e-mail address, webhook URL, or a name for the demo console; a browser (webpush) is added in that browser'),
  secret: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Signs webhooks, authorises ntfy. Sealed at rest; never given back by export. Left out: the one stored stays'),
})

export const ruleSchema = z.strictObject({ contact: slug, delayMinutes: z.number().int().min(0).max(1440).default(0) })

export const MOST_CONTACTS = 20
export const MOST_RULES = 50

export const personSchema = z.strictObject({
  slug,
  name,
  email: z.email().nullable().default(null),
  timeZone: timeZone.default('UTC'),
  disabled: z.boolean().default(false),
  contacts: z
    .array(contactSchema)
    .max(MOST_CONTACTS)
    .optional()
    .describe('How to reach this person; left out: contacts and rules are their own, kept on their page, and stay as they are'),
  rules: z
    .array(ruleSchema)
    .max(MOST_RULES)
    .optional()
    .describe('Which contact is used how long after a rung wakes this person; left out: every contact at once'),
})

const overrideSchema = z.strictObject({
  slug,
  person: slug.nullable().describe('Who takes over; null leaves a gap on purpose'),
  replaces: slug.nullable().default(null).describe('Whom they stand in for; null: for everybody'),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
})

const layerSchema = z.strictObject({
  slug,
  name: name.optional(),
  participants: z.array(slug).max(100),
  every: z.enum(['day', 'week']).default('week'),
  length: z.number().int().min(1).max(52).default(1),
  handoffDay: z.number().int().min(1).max(7).default(1).describe('ISO weekday, Monday is 1'),
  handoffTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time as HH:MM')
    .default('09:00'),
  startsOn: z.iso.date().describe('Local date of the first turn'),
})

export const scheduleSchema = z.strictObject({
  slug,
  name,
  timeZone,
  layers: z.array(layerSchema).min(1).max(20),
  overrides: z.array(overrideSchema).max(500).default([]),
})

const rungSchema = z.strictObject({
  delayMinutes: z.number().min(0.5).max(1440).default(5),
  targets: z.array(targetSchema).max(50),
  require: z.enum(['any', 'all']).default('any'),
})

export const policySchema = z.strictObject({
  slug,
  name,
  rungs: z.array(rungSchema).min(1, 'A policy needs at least one rung').max(20),
  repeat: z.number().int().min(0).max(9).default(2),
  ackTimeoutMinutes: z.number().int().min(1).max(1440).nullable().default(30),
  calls: z
    .array(protocolName)
    .max(20)
    .default([])
    .describe(
      'Sets of roles of the protocol that are called at once, beside the first rung: parallel (a senior too), commander-always, everyone',
    ),
})

const groupingSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('key') }),
  z.strictObject({ by: z.literal('service'), windowMinutes: z.number().min(0).max(1440).default(5) }),
  z.strictObject({
    by: z.literal('labels'),
    labels: z.array(z.string().min(1).max(100)).min(1).max(10),
    windowMinutes: z.number().min(0).max(1440).default(5),
  }),
])

export const INTEGRATION_KINDS = ['pagerduty', 'alertmanager', 'generic'] as const

const integrationSchema = z.strictObject({
  slug,
  kind: z.enum(INTEGRATION_KINDS),
  key: z
    .string()
    .regex(/^[A-Za-z0-9_-]{32}$/, 'A key is 32 characters of A-Z, a-z, 0-9, _ and -')
    .optional()
    .describe('Left out: the one stored stays, or a new one is made and told once'),
  defaultSeverity: z.enum(SIGNAL_SEVERITIES).default('error'),
  mapping: z.json().optional().describe('generic only: path expressions that say what a body means'),
})

/** What the protocol goes by: who may follow it alone, and who must approve it first. */
export const runbookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, message: 'The address of a page, such as https://wiki.example.org/checkout' }).max(1000),
  complete: z.boolean().default(false).describe('Every step says what to expect and how to undo it, and somebody has proven it lately'),
  highRisk: z.boolean().default(false).describe('A step of it cannot be undone, or is not for the first tier'),
})

export const serviceSchema = z.strictObject({
  slug,
  name,
  policy: slug,
  criticalPath: z.boolean().default(false).describe('Payments, login, production database: a failure here is a crisis'),
  grouping: groupingSchema.default({ by: 'service', windowMinutes: 5 }),
  whatToDo: z.string().max(500).nullable().default(null).describe('First thing to do; part of every page'),
  runbook: runbookSchema.nullable().default(null).describe('What to follow when it fails'),
  dependsOn: z.array(slug).max(100).default([]).describe('Services without which this one fails; two may need each other'),
  external: z.boolean().default(false).describe('Somebody else runs it: a vendor, a payment provider, a region that is rented'),
  fallback: z.string().trim().min(1).max(500).nullable().default(null).describe('What takes over when it fails; null: nothing does'),
  lossPerMinute: z
    .strictObject({
      amount: z.number().min(0).max(1e12),
      currency: z.string().regex(/^[A-Z]{3}$/, 'Three letters, such as EUR'),
    })
    .nullable()
    .optional()
    .describe(
      'What a minute without it costs, told on request to whoever commands or speaks for an incident; an estimate in the incident stands over it. Export gives it to whoever may configure. null: nobody says; left out: as it is',
    ),
  hours: hoursSchema.nullable().default(null).describe("Its team's working calendar; null: the organisation's"),
  integrations: z.array(integrationSchema).max(50).default([]),
  indicators: z
    .array(indicatorSchema)
    .max(MOST_INDICATORS)
    .default([])
    .describe('The few numbers that tell whether it works; read while an incident of it is open'),
})

const MOST_AT_ONCE = 1000

const rolesSchema = z
  .record(protocolName, z.array(targetSchema).min(1, 'Name somebody, or leave the role out').max(20))
  .describe('Who is on call for a role of the protocol, such as commander or dba, in the order in which they are called')

const organisationSchema = z.strictObject({
  name,
  protocol: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .describe('The protocol that new incidents go by, such as handbook or four-level; left out: as it is'),
  hours: hoursSchema.nullable().optional().describe('When the organisation works; null: it has no calendar; left out: as it is'),
  bridge: bridgeSchema
    .nullable()
    .optional()
    .describe('The meeting room that is opened by itself for what is grave; null: there is none; left out: as it is'),
})
const audiencesSchema = z
  .record(protocolName, z.array(targetSchema).min(1, 'Name somebody, or leave the audience out').max(50))
  .describe('Who is sent the updates for an audience of the protocol, such as executives, by e-mail where they have it')
const sourcesSchema = z.array(sourceSchema).max(MOST_SOURCES).describe('Where indicators are read from')
const catchAllSchema = z.strictObject({ targets: z.array(targetSchema).max(20) })

export const configDocument = z.strictObject({
  managedBy: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .optional()
    .describe('Where this document is kept, a path or an address: people are sent there instead of changing things in the console'),
  organisation: organisationSchema.optional(),
  people: z.array(personSchema).max(10_000).default([]),
  schedules: z.array(scheduleSchema).max(2000).default([]),
  policies: z.array(policySchema).max(2000).default([]),
  services: z.array(serviceSchema).max(10_000).default([]),
  sources: sourcesSchema.default([]),
  roles: rolesSchema.default({}),
  audiences: audiencesSchema.default({}),
  catchAll: catchAllSchema.default({ targets: [] }).describe('Who is woken when a ladder is empty or exhausted'),
})

export type ConfigDocument = z.output<typeof configDocument>
export type ConfigInput = z.input<typeof configDocument>

const slugs = z.array(slug).max(MOST_AT_ONCE).optional()

const parts = z.strictObject({
  organisation: organisationSchema.optional(),
  people: z.array(personSchema).max(MOST_AT_ONCE).optional(),
  schedules: z.array(scheduleSchema).max(MOST_AT_ONCE).optional(),
  policies: z.array(policySchema).max(MOST_AT_ONCE).optional(),
  services: z.array(serviceSchema).max(MOST_AT_ONCE).optional(),
  sources: sourcesSchema.optional(),
  roles: rolesSchema.optional(),
  audiences: audiencesSchema.optional(),
  catchAll: catchAllSchema.optional(),
})
export type ConfigParts = z.output<typeof parts>

/** Some things of the document, by their slugs; the rest stays as it is. */
export const configEdit = z.strictObject({
  put: parts.default({}).describe('Added, or written over what has the same slug'),
  remove: z.strictObject({ people: slugs, schedules: slugs, policies: slugs, services: slugs, sources: slugs }).default({}),
  was: parts
    .optional()
    .describe('What is put or removed, as it was when you looked: if it has changed meanwhile, nothing is written and you are told'),
})
export type ConfigEdit = z.output<typeof configEdit>

export const planStep = z.object({
  action: z.enum(['create', 'change', 'remove']),
  kind: z.enum(['person', 'schedule', 'policy', 'service', 'integration', 'source', 'organisation']),
  slug: z.string(),
  /** Field names that differ, for a change. */
  fields: z.array(z.string()),
})
export type PlanStep = z.infer<typeof planStep>

export const applied = z.object({
  steps: z.array(planStep),
  /** Keys made for integrations that had none: told once, stored only as a digest. */
  newKeys: z.array(z.object({ service: z.string(), integration: z.string(), key: z.string() })),
  /** Things that work but will surprise somebody, each with what to do. */
  warnings: z.array(z.string()),
})
export type Applied = z.infer<typeof applied>
