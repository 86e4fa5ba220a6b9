// Demo mode's sign-in: one of its people, at a click. It exists in demo mode only.
import type { FastifyInstance } from 'fastify'
import { Refused } from '../../verbs/actor.ts'
import { signInToDemo } from '../../verbs/account/demo-accounts.ts'
import type { World } from '../../world.ts'
import { sessionCookie } from '../auth/cookie.ts'
import { isOurOrigin } from '../auth/origin.ts'
import { refuseCaller } from '../caller.ts'

export function demoSignIn(app: FastifyInstance, world: World): void {
  app.post('/api/v1/demo/sign-in', async (request, reply) => {
    if (!isOurOrigin(world, request)) return refuseCaller(reply, 'origin-differs')
    const from = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' }
    try {
      const { session, ...said } = await signInToDemo(world, String(Object(request.body).person), from)
      return await reply.header('set-cookie', sessionCookie(world, session)).header('cache-control', 'no-store').send(said)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { reason, hint } = error
      return reply.code(404).send({ defined: true, code: 'NOT_FOUND', status: 404, message: hint, data: { reason, hint } })
    }
  })
}
