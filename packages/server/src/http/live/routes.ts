// The live stream of an organisation: server-sent events that carry ids only. Whoever hears one reads it by the API, which looks at their rights again.
import { LIVE_PATH } from '@muster/contract/live.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOrganisation } from '../../verbs/read/find.ts'
import { mayDo, permit, Refused, type Caller } from '../../verbs/actor.ts'
import type { World } from '../../world.ts'
import { callerFrom, refuseCaller, type Called } from '../caller.ts'
import { isOurOrigin } from '../auth/origin.ts'
import { createHub, type Rhythm } from './hub.ts'

const RETRY_AFTER_SECONDS = '10'

export function liveRoutes(app: FastifyInstance, { world, rhythm }: { world: World; rhythm?: Rhythm }): void {
  const hub = createHub(world, rhythm)
  // Before the server waits for its requests to end: these do not end by themselves.
  app.addHook('preClose', async () => hub.close())
  app.get(LIVE_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    const called = await listenerFrom(world, request)
    if (!called.ok) return refuseCaller(reply, called.reason)
    const refused = forbidden(called.caller)
    if (refused !== null) return refuse(reply, { status: 403, code: 'FORBIDDEN', ...refused })
    const { orgId } = called.caller
    const isAllowed = async () => {
      const again = await listenerFrom(world, request)
      return again.ok && again.caller.orgId === orgId && mayDo(again.caller, 'incident.read')
    }
    if (!hub.add({ orgId, owner: ownerOf(called.caller), response: reply.raw, isAllowed })) {
      reply.header('retry-after', RETRY_AFTER_SECONDS)
      return refuse(reply, { status: 503, code: 'SERVICE_UNAVAILABLE', ...full })
    }
    reply.hijack()
    reply.raw.writeHead(200, head)
    reply.raw.write('retry: 1000\n\n')
    return reply
  })
}

const head = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // A proxy that gathers before it sends would make it late.
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

const full = { reason: 'too-many-listeners', hint: 'This node has as many listeners as it can serve. Try again in a little while.' }

/** An EventSource sends no header of ours, so the organisation may stand in the query. It reads only, and no other site can read what it reads. */
async function listenerFrom(world: World, request: FastifyRequest): Promise<Called> {
  const { org } = request.query as { org?: unknown }
  const slug = typeof org === 'string' && org !== '' ? org : null
  if (!isOurOrigin(world, request)) return { ok: false, reason: 'origin-differs' }
  const called = await callerFrom(world, request, slug ?? undefined)
  if (!called.ok || slug === null || called.caller.signedIn !== undefined) return called
  // A token names its organisation itself: asked for another, it must not answer with its own.
  return (await isOrganisation(world.db, called.caller.orgId, slug)) ? called : { ok: false, reason: 'not-a-member' }
}

function forbidden(caller: Caller): { reason: string; hint: string } | null {
  try {
    permit(caller, 'incident.read')
    return null
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { reason: error.reason, hint: error.hint }
  }
}

const ownerOf = ({ orgId, actor, signedIn }: Caller): string => signedIn?.accountId ?? `${orgId} ${JSON.stringify(actor)}`

type Refusal = { status: number; code: string; reason: string; hint: string }

function refuse(reply: FastifyReply, { status, code, reason, hint }: Refusal): FastifyReply {
  return reply.code(status).send({ defined: true, code, status, message: hint, data: { reason, hint } })
}
