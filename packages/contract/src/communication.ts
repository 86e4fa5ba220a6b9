// The communication of an incident: how it stands, and the questions that go to the liaison's queue instead of into the room.
import { COMMS_STANDINGS } from '@muster/core/comms/health.ts'
import { z } from 'zod'
import { incidentId, instant } from './incidents.ts'
import { reads, writes } from './route.ts'

const id = z.string()
const standing = z
  .enum(COMMS_STANDINGS)
  .describe('late: a promise, a word or an answer is overdue. soon: word is promised within two minutes')

const promises = z
  .object({
    kept: z.number().int(),
    renegotiated: z.number().int().describe('Made anew in time'),
    late: z.number().int().describe('The word came after its time'),
    open: z.number().int(),
    overdue: z.number().int().describe('Its time is over, and the word has not come'),
  })
  .describe('What became of the promises of the next word')

const waiting = z.object({ open: z.number().int(), oldestAt: instant.nullable() })

const question = z.object({
  seq: z.number().int().describe('Its entry on the log; what answers it names it'),
  audience: id,
  audienceName: z.string(),
  text: z.string(),
  by: z.string(),
  isMine: z.boolean(),
  askedAt: instant,
  answer: z
    .object({ at: instant, by: z.string(), text: z.string(), isUpdate: z.boolean().describe('It was part of an update to all of them') })
    .nullable(),
})
export type QuestionView = z.output<typeof question>

export const communicationSchema = z.object({
  standing,
  says: z.string().describe('The verdict, in one sentence'),
  promises,
  questions: waiting,
  audiences: z.array(
    z.object({
      id,
      name: z.string(),
      standing,
      says: z.string(),
      lastAt: instant.nullable(),
      promisedAt: instant.nullable(),
      promises,
      questions: waiting,
    }),
  ),
  queue: z.array(question).describe('Open questions, oldest first'),
  mine: z.array(question).describe('What the caller asked, youngest first, with the answers'),
  isAnswering: z.boolean().describe('The queue is the caller’s: they have a role that owes the answers, or nobody has'),
  mayAskCost: z.boolean().describe('The caller is told what it costs when they ask: they command it, speak for it, or lead'),
  askedOf: z.array(z.string()).describe('Whose the queue is first of all; empty: nobody’s yet'),
})
export type CommunicationView = z.output<typeof communicationSchema>

const loss = z.object({
  currency: z.string(),
  perHour: z.number(),
  by: z.enum(['estimate', 'organisation']).describe('Somebody estimated it for this incident; or the service says it in the document'),
  soFar: z.number().describe('Since it began, by that'),
  restoredPercent: z.number().nullable().describe('As somebody last read it; null: nobody has said'),
  says: z.string(),
})

export const communicationRoutes = {
  loss: reads('incident.read', {
    path: '/incidents/{id}/loss',
    summary: 'What it has cost so far, for whoever commands it or speaks for it, and for leads; no other reading has the figure',
  })
    .input(z.object({ id: incidentId }))
    .output(z.object({ loss: loss.nullable() })),
  communication: reads('incident.read', {
    path: '/incidents/{id}/communication',
    summary: 'How its communication stands: who heard what when, promises kept and late, questions that wait',
  })
    .input(z.object({ id: incidentId }))
    .output(communicationSchema),
  ask: writes('incident.ask', {
    path: '/incidents/{id}/questions',
    summary: 'Ask the liaison: the question goes to their queue, and to nobody who works on the fix',
  })
    .input(
      z.strictObject({
        id: incidentId,
        as: z.string().max(63).optional().describe('The person on whose behalf; their name stands on the log'),
        audience: id.max(63).describe('For whom it is asked, such as executives'),
        text: z.string().trim().min(1, 'Write your question').max(500),
      }),
    )
    .output(communicationSchema),
}
