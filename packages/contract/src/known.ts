// What people found out about an incident, and what they say of how they know it.
import { TRUSTS } from '@muster/core/reading/indicator.ts'
import { z } from 'zod'
import { entry, entryName, entrySeq, entryText } from './entry.ts'
import { incidentId, instant } from './incidents.ts'
import { reads } from './route.ts'

const side = z.strictObject({
  source: entryName,
  says: z.string().trim().min(1, 'Write what it says').max(500),
  lagMinutes: z.number().int().min(0).max(1440).optional().describe('How far it is behind what is so'),
  customers: z.boolean().default(false).describe('It is what customers meet: that counts more than any instrument'),
})

export const knownEntries = [
  entry('evidence.added', {
    hypothesis: entrySeq.describe('The entry that stated it'),
    stance: z.enum(['for', 'against']),
    text: entryText,
  }),
  entry('hypothesis.settled', { hypothesis: entrySeq, verdict: z.enum(['holds', 'ruled-out']), text: entryText }),
  entry('source.conflict', { text: entryText, sides: z.array(side).max(6).default([]).describe('What each source says') }),
  entry('conflict.settled', { conflict: entrySeq, text: entryText, basis: entryName.describe('Whom it goes by: customers, a source') }),
  entry('source.trusted', { source: entryName, text: entryText }),
  entry('entry.pinned', { entry: entrySeq }),
  entry('entry.unpinned', { entry: entrySeq }),
] as const

const word = z.object({
  seq: z.number().int(),
  at: instant.describe('When it happened'),
  text: z.string(),
  by: z.string(),
  about: z.string().nullable(),
})

export const knownSchema = z.object({
  impact: word.nullable().describe('The youngest word on who is affected, and how'),
  hypotheses: z
    .array(
      word.extend({
        state: z.enum(['open', 'holds', 'ruled-out']),
        for: z.array(word),
        against: z.array(word),
        settled: word.nullable(),
      }),
    )
    .describe('Open ones first, and of those the one with most for it'),
  findings: z.array(word).describe('Youngest first, at most 100'),
  decisions: z.array(word.extend({ alternatives: z.string().nullable() })).describe('Youngest first, at most 100'),
  conflicts: z
    .array(
      word.extend({
        sides: z
          .array(
            z.object({
              source: z.string(),
              says: z.string(),
              lagMinutes: z.number().nullable(),
              isLagExpected: z.boolean().describe('By what the organisation says of the source; nobody said it of this time'),
              trust: z.enum(TRUSTS).describe('By what the organisation says of the source, until somebody says otherwise here'),
              isTrusted: z.boolean().describe('Its trust is not low'),
              isCustomers: z.boolean(),
            }),
          )
          .describe('What customers meet first, then what is trusted, then what lags least'),
        settled: word.extend({ basis: z.string() }).nullable(),
      }),
    )
    .describe('Those to be settled first'),
  sources: z
    .array(z.object({ source: z.string(), state: z.enum(['silent', 'distrusted']), since: instant, text: z.string() }))
    .describe('Those that say nothing, or are not believed'),
  expected: z
    .array(z.object({ source: z.string(), lagMinutes: z.number().nullable(), trust: z.enum(TRUSTS) }))
    .describe('What the organisation says of its sources beforehand: what a comparison starts from'),
  links: z
    .array(z.object({ seq: z.number().int(), kind: z.string(), url: z.string(), text: z.string() }))
    .describe('Where to go: channel, bridge, dashboards, ticket; each address once'),
  pins: z.array(z.object({ seq: z.number().int(), says: z.string() })).describe('Entries that somebody pinned'),
})
export type KnownView = z.output<typeof knownSchema>

export const knownRoutes = {
  known: reads('incident.read', {
    path: '/incidents/{id}/known',
    summary: 'What was found out: hypotheses with what speaks for and against them, findings, decisions, sources that disagree',
  })
    .input(z.object({ id: incidentId }))
    .output(knownSchema),
}
