// Incidents that not everybody may see, and who may.
import { z } from 'zod'
import { incidentDetail, incidentId, instant } from './incidents.ts'
import { reads, writes } from './route.ts'

export const circleSchema = z.object({
  private: z.boolean(),
  people: z
    .array(
      z.object({
        slug: z.string().nullable().describe('Null: an account that is nobody of the rota, or a token'),
        viewer: z.string().describe('The id of the person, account or token, to take it out by'),
        name: z.string(),
        since: instant,
      }),
    )
    .describe('Whom it has drawn in, longest first. Whoever administers the organisation sees it besides'),
})
export type Circle = z.output<typeof circleSchema>

const as = z.string().max(63).optional().describe('The person on whose behalf; their name stands on the log')
const letting = z.strictObject({ id: incidentId, as, person: z.string().max(80) })

export const privacyRoutes = {
  circle: reads('incident.read', { path: '/incidents/{id}/circle', summary: 'Who may see a private incident' })
    .input(z.object({ id: incidentId }))
    .output(circleSchema),
  setPrivacy: writes('incident.restrict', {
    path: '/incidents/{id}/privacy',
    summary: 'Make it private, so that only those who have a part in it see it, or open it to all again',
  })
    .input(z.strictObject({ id: incidentId, as, private: z.boolean(), why: z.string().trim().min(1, 'Say why').max(500) }))
    .output(incidentDetail),
  letIn: writes('incident.restrict', { path: '/incidents/{id}/let-in', summary: 'Let somebody see a private incident; they are told' })
    .input(letting)
    .output(incidentDetail),
  shutOut: writes('incident.restrict', {
    path: '/incidents/{id}/shut-out',
    summary: 'Let somebody see a private incident no longer, who has no part in it',
  })
    .input(letting)
    .output(incidentDetail),
}
