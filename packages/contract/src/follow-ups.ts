// What an incident leaves to be done, and its close.
import { z } from 'zod'
import { entry, entryName, entrySeq, entryText } from './entry.ts'
import { instant } from './incidents.ts'
import { reads } from './route.ts'

const why = z.string().trim().min(1, 'Say why').max(500)

export const closingEntries = [
  entry('followup.created', {
    text: entryText,
    owner: entryName,
    due: z.iso.date(),
    about: entryName.optional(),
    deviation: z.string().max(63).optional(),
  }),
  entry('followup.done', { followup: entrySeq, text: entryText.describe('How it was proven') }),
  entry('followup.moved', { followup: entrySeq, due: z.iso.date().optional(), owner: entryName.optional(), why }),
  entry('incident.closed', { text: z.string().trim().max(2000).default('') }),
] as const

export const followUpSchema = z.object({
  incident: z.object({ number: z.number().int(), title: z.string() }),
  seq: z.number().int().describe('Its entry on the log of the incident'),
  text: z.string(),
  owner: z.string().describe('As it was written: a person or a team'),
  due: z.iso.date(),
  isLate: z.boolean().describe('Its date is over everywhere on earth'),
  moved: z.number().int().describe('How often its date or owner was changed'),
  createdAt: instant,
  done: z.object({ at: instant, by: z.string(), text: z.string() }).nullable(),
})
export type FollowUpView = z.output<typeof followUpSchema>

export const followUpRoutes = {
  list: reads('incident.read', {
    path: '/follow-ups',
    summary: 'What incidents left to be done: open ones by date, or done ones youngest first; of the last 500 incidents that left any',
  })
    .input(z.object({ state: z.enum(['open', 'done']).default('open') }))
    .output(z.object({ items: z.array(followUpSchema) })),
}
