// The answer page: works without JavaScript on any phone. A GET never answers; only pressing a button does.
import formbody from 'node:querystring'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openLink, type OpenedLink } from '../../links.ts'
import { answer, type Answer } from '../../verbs/answer/answer.ts'
import { noteOpened, readAnswer } from '../../verbs/answer/read-answer.ts'
import type { World } from '../../world.ts'
import { html } from '../html.ts'
import { discreet, sendPage } from '../page.ts'
import { answerBody, expiredBody } from './view.ts'

const answers = new Map<unknown, Answer>([
  ['acknowledge', 'acknowledge'],
  ['help', 'ask-for-help'],
  ['decline', 'decline'],
])

export function answerRoutes(app: FastifyInstance, world: World): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4096 }, (_request, body, done) =>
    done(null, formbody.parse(String(body))),
  )
  app.get('/a/:token', { exposeHeadRoute: false }, (request, reply) => show(world, request, reply))
  app.head('/a/:token', (_request, reply) => reply.code(200).headers(discreet).send())
  app.post('/a/:token', { bodyLimit: 4096 }, (request, reply) => take(world, request, reply))
}

async function show(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const opened = openLink(world, tokenOf(request))
  if (!opened.ok) return turnAway(world, opened, reply)
  const view = await readAnswer(world, opened.link)
  if (view === null) return turnAway(world, { ok: false, reason: 'not-a-link' }, reply)
  await noteOpened(world, opened.link, view.incident.id)
  const { said } = request.query as { said?: unknown }
  return sendPage(reply, 200, {
    title: `#${view.incident.number} ${view.service.name}`,
    body: answerBody(view, world.clock.now(), typeof said === 'string' ? said : null),
  })
}

async function take(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const opened = openLink(world, tokenOf(request))
  if (!opened.ok) return turnAway(world, opened, reply)
  const view = await readAnswer(world, opened.link)
  const said = answers.get((request.body as { action?: unknown } | null)?.action)
  if (view === null) return turnAway(world, { ok: false, reason: 'not-a-link' }, reply)
  if (said === undefined)
    return sendPage(reply, 400, {
      title: 'Not understood',
      body: html`<h1>That was not one of the three answers</h1>
        <p>Go back and press one of the buttons.</p>`,
    })
  const refused = await answer(world, opened.link, { view, said })
  // See other: a reload of what follows cannot answer again.
  return reply
    .code(303)
    .headers({ ...discreet, location: `?said=${encodeURIComponent(refused ?? said)}` })
    .send()
}

async function turnAway(world: World, opened: Extract<OpenedLink, { ok: false }>, reply: FastifyReply): Promise<FastifyReply> {
  if (opened.reason === 'expired' && opened.link !== undefined) {
    const view = await readAnswer(world, opened.link)
    if (view !== null) return sendPage(reply, 410, { title: 'This link has expired', body: expiredBody(view, world.clock.now()) })
  }
  return sendPage(reply, 404, {
    title: 'Not a link of ours',
    body: html`<h1>This link opens nothing</h1>
      <p>It may have been cut when it was copied. Open it from the message again.</p>`,
  })
}

function tokenOf(request: FastifyRequest): string {
  return (request.params as { token: string }).token
}
