// Who has an incident open, and how far each of them has read.
import { z } from 'zod'
import { incidentId, instant } from './incidents.ts'
import { writes } from './route.ts'

export const presenceSchema = z.object({
  before: z.number().int().describe('How far the caller had read before; 0: they had not looked yet'),
  readers: z
    .array(
      z.object({
        name: z.string(),
        isMe: z.boolean(),
        isHere: z.boolean().describe('They have it open now'),
        seq: z.number().int().describe('The last entry of the log they have read'),
        at: instant.describe('When they last looked'),
      }),
    )
    .describe('Who looked within a day, whoever looked last first, at most 100'),
})
export type Presence = z.output<typeof presenceSchema>

export const presenceRoutes = {
  here: writes('incident.look', {
    path: '/incidents/{id}/here',
    summary: 'Say that one has it open and how far one has read; hear who else has. Told anew every half minute',
  })
    .input(z.strictObject({ id: incidentId, seq: z.number().int().min(0).describe('The last entry of the log on screen') }))
    .output(presenceSchema),
}
