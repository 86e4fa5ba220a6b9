// The door for watchdogs: whoever shows that they hold this server's key may have the on-call list.
import type { FastifyInstance } from 'fastify'
import { snapshot } from '../../verbs/read/snapshot.ts'
import { hear, SNAPSHOT_PATH } from '../../watchdog/knock.ts'
import type { World } from '../../world.ts'

const refusals = {
  'not-signed': 'This is for the watchdog: give it the same MUSTER_SECRET as the server, or the same file secret.key.',
  'another-time': "The watchdog's clock and the server's are more than a minute apart: set both right.",
} as const

export function watchdogRoutes(app: FastifyInstance, world: World): void {
  app.get(SNAPSHOT_PATH, async (request, reply) => {
    const verdict = hear(world.secrets, request.headers.authorization ?? '', world.clock.now())
    if (verdict === 'welcome') return reply.header('cache-control', 'no-store').send(await snapshot(world))
    return reply
      .code(401)
      .header('www-authenticate', 'Muster-Watchdog')
      .send({ defined: false, code: 'UNAUTHORIZED', status: 401, reason: verdict, message: refusals[verdict] })
  })
}
