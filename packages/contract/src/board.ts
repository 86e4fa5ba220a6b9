// The commander's board: every open incident in the order of its impact, who is where, who is needed twice, what stays degraded.
import { z } from 'zod'
import { incidentId, incidentSchema, instant } from './incidents.ts'
import { reads, writes } from './route.ts'

const person = z.object({ slug: z.string().nullable(), name: z.string() })
const slug = z.string().max(63)
const named = z.object({ id: z.string(), name: z.string() })
const incident = z.object({ number: z.number().int(), title: z.string() })

export const boardRow = incidentSchema.extend({
  under: z.number().int().nullable().describe('The number of the umbrella above it'),
  criticalPath: z.boolean().describe('The business stands still without its service'),
  phase: z.object({ name: z.string(), since: instant }),
  commander: person
    .extend({ isMine: z.boolean(), through: z.number().int().nullable().describe('The umbrella it came through') })
    .nullable(),
  people: z.array(z.object({ role: named, who: person })).describe('The other roles that somebody has'),
  calling: z.array(z.object({ role: named, people: z.array(z.string()) })).describe('Roles that are called for and that nobody has yet'),
  clock: z
    .object({ says: z.string(), owner: z.string(), dueAt: instant, state: z.enum(['due', 'overdue']) })
    .nullable()
    .describe('What is due next, or overdue longest'),
  promise: z.object({ audience: z.string(), dueAt: instant }).nullable().describe('The next word that somebody promised'),
})
export type BoardRow = z.infer<typeof boardRow>

const conflict = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('person'),
    who: person,
    at: z.array(incident.extend({ roles: z.array(z.string()), calledFor: z.array(z.string()) })),
  }),
  z.object({ type: z.literal('role'), role: named, queue: z.array(incident.extend({ who: z.string().nullable() })) }),
])
export type BoardConflict = z.infer<typeof conflict>

const degradation = z.object({
  on: incident,
  seq: z.number().int(),
  text: z.string(),
  by: z.string(),
  at: instant,
  until: instant.nullable(),
})
export type Degradation = z.infer<typeof degradation>

const isMine = z.boolean().describe('The caller commands one of them, or nobody does')

const question = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('cascade').describe('What hangs on what, and whether it is one'),
    says: z.string(),
    umbrella: incident,
    parts: z.array(incident.extend({ service: z.string() })),
    isMine,
  }),
  z.object({
    type: z.literal('order').describe('Which of the critical ones comes first'),
    says: z.string(),
    order: z.array(incident).describe('By impact'),
    isMine,
  }),
])

export const boardSchema = z.object({
  at: instant,
  rows: z.array(boardRow).describe('Open incidents by impact on the business, parts under their umbrella; tests are left out; at most 50'),
  from: z.number().int().describe('How many open incidents come before these: graver ones, or older ones as grave'),
  more: z.number().int().describe('Open incidents beyond these'),
  conflicts: z.array(conflict),
  degradations: z.array(degradation).describe('What was accepted as degraded, until it is lifted'),
  question: question.nullable().describe('One at a time, the gravest first'),
  isDecided: z.boolean().describe('Somebody has decided the order; else it is by impact alone'),
  roles: z.array(named).describe('What somebody can be moved to'),
})
export type BoardView = z.infer<typeof boardSchema>

const as = slug.optional().describe('The person on whose behalf; their name stands on the log')

export const boardRoutes = {
  show: reads('board.read', {
    path: '/board',
    summary: 'Several incidents at once: in order of impact, who is where, what is due, what is to be decided',
  })
    .input(z.object({ from: z.coerce.number().int().min(0).max(1000).default(0).describe('Leave out so many of the gravest') }))
    .output(boardSchema),
  answer: writes('board.answer', {
    path: '/incidents/{id}/cascade',
    summary: 'Answer whether services that hang on one another are treated as one: yes makes them parts, no is recorded',
  })
    .input(
      z.strictObject({
        as,
        id: incidentId.describe('The one the others would be parts of'),
        parts: z.array(incidentId).min(1).max(50),
        together: z.boolean(),
      }),
    )
    .output(boardSchema),
  move: writes('board.move', {
    path: '/incidents/{id}/move',
    summary: 'Move somebody from one incident to another: they give back what they had there, and have a role here',
  })
    .input(z.strictObject({ as, id: incidentId.describe('Where they are'), person: slug, to: incidentId, role: z.string().max(63) }))
    .output(boardSchema),
  order: writes('board.order', {
    path: '/incidents/{id}/order',
    summary: 'Decide in which order several incidents are worked on: this one first, then the others; it stands on the log of each',
  })
    .input(
      z.strictObject({
        as,
        id: incidentId.describe('The first'),
        others: z.array(incidentId).min(1).max(50).describe('The others, in their order'),
        why: z.string().trim().max(500).default(''),
      }),
    )
    .output(boardSchema),
}
