// Several incidents at once: what belongs together.
import { LINK_KINDS } from '@muster/core/several/links.ts'
import { z } from 'zod'
import { incidentDetail, incidentId } from './incidents.ts'
import { writes } from './route.ts'

const as = z.string().max(63).optional().describe('The person on whose behalf; their name stands on the log')
const other = incidentId.describe('The other incident, by id or number')

export const linkRoutes = {
  link: writes('incident.link', {
    path: '/incidents/{id}/link',
    summary: 'Say that two incidents belong together: related, or this one a part of the other, whose commander then commands it too',
  })
    .input(z.strictObject({ id: incidentId, as, to: other, kind: z.enum(LINK_KINDS).default('related') }))
    .output(incidentDetail),
  unlink: writes('incident.unlink', { path: '/incidents/{id}/unlink', summary: 'Say that two incidents do not belong together' })
    .input(z.strictObject({ id: incidentId, as, to: other }))
    .output(incidentDetail),
  merge: writes('incident.merge', {
    path: '/incidents/{id}/merge',
    summary: 'Say that two incidents are one: this one ends, its open alerts go on in the other. Answers with the other; not to be undone',
  })
    .input(z.strictObject({ id: incidentId, as, into: other, why: z.string().trim().min(1, 'Say why').max(500) }))
    .output(incidentDetail),
}
