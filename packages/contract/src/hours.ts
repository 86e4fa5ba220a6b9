// A working calendar as it is written down: when a team works, in its own zone.
import { isTimeZone } from '@muster/core/schedule/readable.ts'
import { z } from 'zod'
import { writes } from './route.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time as HH:MM')

const workingTime = z
  .strictObject({
    days: z.array(z.number().int().min(1).max(7)).min(1, 'Name at least one day').max(7).describe('ISO weekdays, Monday is 1'),
    from: clock,
    to: z.union([clock, z.literal('24:00')]).describe('Later the same day; 24:00 is the end of it'),
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    message: 'It ends before it begins. Work over midnight is two entries: until 24:00, and from 00:00.',
  })

export const hoursSchema = z
  .strictObject({
    timeZone: z.string().refine(isTimeZone, 'Not a time zone; use an IANA name such as Europe/Berlin').describe('IANA time zone'),
    week: z.array(workingTime).min(1, 'Name at least one day').max(50).describe('When work is done; a break at noon is two entries'),
    holidays: z.array(z.iso.date()).max(500).default([]).describe('Local dates on which nobody works'),
  })
  .describe('A working calendar: a minor incident raised outside of it waits until it opens, and working days are counted by it')

export const hoursRoutes = {
  preview: writes('schedule.preview', { path: '/hours/preview', summary: 'Whether a working calendar is open now, and when that changes' })
    .input(z.strictObject({ hours: hoursSchema }))
    .output(z.object({ says: z.string() })),
}
