// The audit as a file for a spreadsheet, streamed: however long it is, a few hundred lines are in memory.
import { Readable } from 'node:stream'
import { auditFilter } from '@muster/contract/accounts.ts'
import type { FastifyInstance } from 'fastify'
import { auditCsv } from '../../verbs/account/audit-trail.ts'
import { permit } from '../../verbs/actor.ts'
import type { World } from '../../world.ts'
import { callerFrom, refuseCaller } from '../caller.ts'
import { faultsOf, refuseAs, refuseFields } from './refusals.ts'

export function auditCsvRoute(app: FastifyInstance, world: World): void {
  app.get('/api/v1/audit.csv', async (request, reply) => {
    const called = await callerFrom(world, request)
    if (!called.ok) return refuseCaller(reply, called.reason)
    try {
      permit(called.caller, 'audit.read')
    } catch (error) {
      return refuseAs(reply, error)
    }
    const filter = auditFilter.safeParse(request.query)
    if (!filter.success) return refuseFields(reply, faultsOf(filter.error))
    return reply
      .type('text/csv; charset=utf-8')
      .headers({
        'content-disposition': 'attachment; filename="audit.csv"',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      .send(Readable.from(auditCsv(world, called.caller, filter.data)))
  })
}
