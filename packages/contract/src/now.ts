// The first screen in one answer: what is wrong now, how the night was, who is on call, and what lies ahead.
import { isTimeZone } from '@muster/core/schedule/readable.ts'
import { z } from 'zod'
import { holderSchema, incidentSchema, instant, nextSchema } from './incidents.ts'
import { reads } from './route.ts'

const named = z.object({ slug: z.string(), name: z.string() })

export const nowIncident = incidentSchema.extend({
  holder: holderSchema.nullable(),
  paging: z.array(named.extend({ state: z.string() })).describe('Who is being called right now'),
  next: nextSchema.nullable(),
  unowned: z.boolean().describe('Nobody answered, and the last resort was called'),
})
export type NowIncident = z.infer<typeof nowIncident>

const gap = z.object({ schedule: named, from: instant, to: instant.nullable().describe('Null: later than is looked ahead') })

export const nowView = z.object({
  at: instant,
  incidents: z.array(nowIncident).describe('Open ones by impact: severity, then what nobody has, then the oldest; at most 200'),
  more: z.number().int().describe('Open incidents beyond these; 5,000 stands for that many or more'),
  quiet: z.object({
    since: instant,
    timeZone: z.string().describe('In which the night was'),
    incidents: z.number().int().describe('Opened since then; at most 1,000 are counted'),
    pages: z.number().int().describe('Sent since then; at most 2,000 are counted'),
    pagesAtNight: z.number().int().describe('Of these, between 22:00 and 07:00'),
    lastResolved: z.object({ number: z.number().int(), title: z.string(), resolvedAt: instant }).nullable(),
  }),
  onCall: z.array(z.object({ schedule: named, people: z.array(named), until: instant.nullable() })).describe('At most 200 schedules'),
  me: named
    .extend({
      onCall: z.array(z.object({ schedule: named, until: instant.nullable() })),
      nextShift: gap.nullable().describe('The next one that begins within 60 days'),
    })
    .nullable()
    .describe('Null when the caller is not one of the people'),
  gaps: z.array(gap).describe('When nobody will be on call within 14 days, soonest first, at most 100'),
})
export type NowView = z.infer<typeof nowView>

export const nowRoutes = {
  show: reads('now.read', { path: '/now', summary: 'What is wrong now, who has it, and what lies ahead' })
    .input(
      z.object({
        timeZone: z
          .string()
          .max(60)
          .refine(isTimeZone, 'Not a time zone; use an IANA name such as Europe/Berlin')
          .optional()
          .describe("Whose night is counted; left out: the caller's own zone"),
      }),
    )
    .output(nowView),
}
