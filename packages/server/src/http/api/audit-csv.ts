// The audit as a file for a spreadsheet, streamed: however long it is, a few hundred lines are in memory.
import { Readable } from 'node:stream'
import { auditFilter } from '@muster/contract/accounts.ts'
import type { FastifyInstance } from 'fastify'
import { auditCsv } from '../../verbs/account/audit-trail.ts'
import { permit, Refused } from '../../verbs/actor.ts'
import type { World } from '../../world.ts'
import { callerFrom, refuseCaller } from '../caller.ts'

export function auditCsvRoute(app: FastifyInstance, world: World): void {
  app.get('/api/v1/audit.csv', async (request, reply) => {
    const called = await callerFrom(world, request)
    if (!called.ok) return refuseCaller(reply, called.reason)
    try {
      permit(called.caller, 'audit.read')
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { reason, hint } = error
      return reply.code(403).send({ defined: true, code: 'FORBIDDEN', status: 403, message: hint, data: { reason, hint } })
    }
    const filter = auditFilter.safeParse(request.query)
    if (!filter.success) {
      const faults = filter.error.issues.map(({ path, message }) => ({ at: path.join('.'), says: message }))
      return reply.code(422).send({ defined: true, code: 'INVALID', status: 422, message: 'Some fields are not right', data: { faults } })
    }
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
