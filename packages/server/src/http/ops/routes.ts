// For those who run Muster: is it alive, does it take work, what does it count, and what to do first.
import type { FastifyInstance } from 'fastify'
import { mayDo } from '../../verbs/actor.ts'
import { heartbeat } from '../../verbs/read/heartbeat.ts'
import type { World } from '../../world.ts'
import { openApiDocument } from '../api/document.ts'
import { referenceBody, type Document } from '../api/reference.ts'
import { callerFrom, refusals } from '../caller.ts'
import { sendPage } from '../page.ts'
import { homeBody } from './home.ts'

export type OpsParts = { world: World; version: string; phones: object | null; isTaking: () => boolean }

export function opsRoutes(app: FastifyInstance, { world, version, phones, isTaking }: OpsParts): void {
  let document: Promise<object> | null = null
  app.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'))
  app.get('/readyz', async (_request, reply) => {
    const beat = await heartbeat(world)
    const why = isTaking() ? beat.why : 'This node is stopping.'
    return reply.code(why === null ? 200 : 503).send({ ready: why === null, why, oldestOverdueMs: beat.overdueMs })
  })
  app.get('/metrics', async (request, reply) => {
    const called = await callerFrom(world, request)
    if (!called.ok && !called.reason.startsWith('token'))
      return reply.code(refusals[called.reason].status).type('text/plain').send(`${refusals[called.reason].hint}\n`)
    if (!called.ok)
      return reply.code(401).header('www-authenticate', 'Bearer').type('text/plain').send('Send an API token: authorization: Bearer …\n')
    if (!mayDo(called.caller, 'status.read')) return reply.code(403).type('text/plain').send('This token may not read.\n')
    const { overdueMs } = await heartbeat(world)
    return reply.type(world.metrics.contentType).send(await world.metrics.text(overdueMs ?? 0))
  })
  app.get('/api/openapi.json', async (_request, reply) => {
    document ??= openApiDocument(version, world.publicUrl)
    return reply.send(await document)
  })
  app.get('/api', async (_request, reply) => {
    document ??= openApiDocument(version, world.publicUrl)
    return sendPage(reply, 200, { title: 'The API of Muster', body: referenceBody((await document) as Document) })
  })
  app.get('/about', async (_request, reply) => {
    const body = homeBody({ version, publicUrl: world.publicUrl, isDemo: phones !== null, beat: await heartbeat(world) })
    return sendPage(reply, 200, { title: 'Muster', body })
  })
}
