// Incidents as the API speaks of them. Instants are ISO 8601 in UTC.
import { SEVERITIES } from '@muster/core/vocabulary.ts'
import { z } from 'zod'

export const instant = z.iso.datetime()

export const INCIDENT_STATUSES = ['triggered', 'acknowledged', 'resolved'] as const

export const incidentSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  status: z.enum(INCIDENT_STATUSES),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  service: z.object({ slug: z.string(), name: z.string() }),
  openedAt: instant,
  acknowledgedAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  alertCount: z.number().int(),
  openAlerts: z.number().int(),
})
export type IncidentView = z.infer<typeof incidentSchema>

export const pageSchema = z.object({
  id: z.string(),
  role: z.enum(['ladder', 'responder']),
  state: z.enum(['waiting', 'climbing', 'acknowledged', 'snoozed', 'exhausted', 'ended']),
  policy: z.string(),
  rung: z.number().int().describe('Counted from 1'),
  rungs: z.number().int(),
  pass: z.number().int(),
  passes: z.number().int(),
  people: z.array(z.object({ slug: z.string(), name: z.string(), state: z.string() })),
  nextAt: instant.nullable(),
  unowned: z.boolean(),
})

export const incidentDetail = incidentSchema.extend({ pages: z.array(pageSchema) })
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
