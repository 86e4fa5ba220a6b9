// What a schedule or a ladder would do, stored or only drafted: asked of the rules that pages ask.
import { z } from 'zod'
import { policySchema, scheduleSchema } from './config-document.ts'
import { instant, rungSchema } from './incidents.ts'
import { writes } from './route.ts'

const slug = z.string().max(63)
const named = z.object({ slug: z.string(), name: z.string() })
const someTime = z.iso
  .datetime({ offset: true })
  .refine((text) => !(Date.parse(text) < 0 || Date.parse(text) > Date.UTC(2100, 0)), 'Ask about a time from 1970 to 2100')

const DAY_MS = 86_400_000
export const LONGEST_PREVIEW_DAYS = 92

const stretch = z.object({ from: instant, to: instant })

export const schedulePreview = z.object({
  shifts: z
    .array(
      stretch.extend({
        person: named,
        layer: z.string().nullable().describe('The layer that names them; null when they stand in by an override'),
        override: z.string().nullable().describe('The override by which they stand in'),
      }),
    )
    .describe('Who would be on call, without the gaps'),
  gaps: z.array(stretch).describe('When a page would wake nobody'),
  upTo: instant.describe('How far this looks: to the end, or as far as a thousand shifts go'),
})
export type SchedulePreview = z.infer<typeof schedulePreview>

export const scheduleRoutes = {
  preview: writes('schedule.preview', { path: '/schedules/preview', summary: 'Who would be on call; nothing is stored' })
    .input(
      z
        .strictObject({
          slug: slug.optional().describe('A stored schedule'),
          schedule: scheduleSchema.optional().describe('Or one that is being written'),
          from: someTime,
          to: someTime,
        })
        .refine((asked) => (asked.slug === undefined) !== (asked.schedule === undefined), {
          path: ['schedule'],
          error: 'Give the slug of a stored schedule, or a schedule',
        })
        .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], error: 'Put the end after the start' })
        .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_PREVIEW_DAYS * DAY_MS, {
          path: ['to'],
          error: `Look at ${LONGEST_PREVIEW_DAYS} days at most`,
        }),
    )
    .output(schedulePreview),
}

const woken = named.extend({ reason: z.string().nullable().describe('How they come to be named') })

export const policyPreview = z.object({
  at: instant,
  rungs: z
    .array(
      z.object({
        pass: z.number().int(),
        rung: z.number().int().describe('Counted from 1'),
        at: instant,
        delayMinutes: z.number().nullable().describe('How long it has to answer'),
        require: rungSchema.shape.require,
        people: z.array(woken),
        empty: rungSchema.shape.empty,
      }),
    )
    .describe('In time, every pass, if nobody answers'),
  catchAll: z.object({ at: instant, people: z.array(woken) }).describe('After the last rung'),
})
export type PolicyPreview = z.infer<typeof policyPreview>

export const policyRoutes = {
  preview: writes('policy.preview', { path: '/policies/preview', summary: 'Who would be woken, and when; nobody is' })
    .input(
      z
        .strictObject({
          slug: slug.optional().describe('A stored policy'),
          policy: policySchema.optional().describe('Or one that is being written'),
          at: someTime.optional().describe('When the page would start; left out: now'),
        })
        .refine((asked) => (asked.slug === undefined) !== (asked.policy === undefined), {
          path: ['policy'],
          error: 'Give the slug of a stored policy, or a policy',
        }),
    )
    .output(policyPreview),
}
