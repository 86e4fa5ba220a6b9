// Readings of an incident: how each key indicator of its service stands, since when, and where that is known from.
import { READING_STATES } from '@muster/core/reading/verdict.ts'
import { z } from 'zod'
import { incidentId, instant } from './incidents.ts'
import { indicatorSchema, queryText } from './indicators.ts'
import { reads, writes } from './route.ts'

const origin = z.object({
  name: z.string(),
  by: z.string().nullable().describe('The person who wrote it down; null: it was read by itself'),
  isDistrusted: z.boolean().describe('Marked as unreliable for this incident, so it does not count'),
})

export const readingSchema = indicatorSchema.pick({ slug: true, name: true, unit: true, holdMinutes: true }).extend({
  target: z.string().describe('In words, with its unit'),
  baseline: z.string().nullable().describe('In words, with the window it was found over'),
  bound: z.number().describe('The number of the target, for a chart'),
  state: z.enum(READING_STATES),
  value: z.string().nullable().describe('The newest there is, in words; of an invalid one too'),
  at: instant.nullable(),
  isWithin: z.boolean().describe('Only what is recorded can be within'),
  heldMs: z.number().int().describe('How long it has been within, without a gap'),
  isHeld: z.boolean(),
  why: z.string().nullable().describe('Why it is not recorded'),
  source: origin.nullable(),
  others: z
    .array(origin.extend({ value: z.string(), at: instant, agrees: z.boolean() }))
    .describe('What other sources said lately, side by side; youngest first'),
  isAutomatic: z.boolean().describe('It is read by itself'),
  trouble: z.string().nullable().describe('Why its source does not answer now'),
  samples: z
    .array(z.object({ at: instant, value: z.number().nullable() }))
    .describe('Of the last day, oldest first, thinned out to at most 240'),
})
export type ReadingView = z.infer<typeof readingSchema>

export const readingRoutes = {
  readings: reads('incident.read', {
    path: '/incidents/{id}/readings',
    summary: 'How each key indicator of its service stands: value, target, how long it has held, and where that is known from',
  })
    .input(z.object({ id: incidentId }))
    .output(z.object({ items: z.array(readingSchema), at: instant.describe('How it stood then') })),
}

export const sourceRoutes = {
  tryQuery: writes('source.try', { path: '/sources/{source}/try', summary: 'Ask a source a query now, and say what it answers' })
    .input(z.strictObject({ source: z.string().max(63), query: queryText }))
    .output(
      z.object({
        result: z.enum(['value', 'none', 'invalid', 'retry', 'never']),
        value: z.number().nullable(),
        says: z.string().describe('The value, or exactly what is wrong'),
      }),
    ),
}
