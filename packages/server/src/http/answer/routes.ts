// The answer page: works without JavaScript on any phone. A GET never answers; only pressing a button does.
import formbody from 'node:querystring'
import { READY_WORDS, type SaidKind } from '@muster/core/vocabulary.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openLink, type OpenedLink } from '../../links.ts'
import { answer, speak, type Answer } from '../../verbs/answer/answer.ts'
import { noteOpened, readAnswer } from '../../verbs/answer/read-answer.ts'
import type { World } from '../../world.ts'
import { html } from '../html.ts'
import { discreet, sendPage } from '../page.ts'
import { answerBody, expiredBody, LONGEST_WORDS } from './view.ts'

const answers = new Map<unknown, Answer>([
  ['acknowledge', 'acknowledge'],
  ['help', 'ask-for-help'],
  ['decline', 'decline'],
])

type Form = { action?: unknown; step?: unknown; text?: unknown }

/** Room for what the page lets somebody write, in any script. */
const MOST_BYTES = 16_384

export function answerRoutes(app: FastifyInstance, world: World): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MOST_BYTES }, (_request, body, done) =>
    done(null, formbody.parse(String(body))),
  )
  app.get('/a/:token', { exposeHeadRoute: false }, (request, reply) => show(world, request, reply))
  app.head('/a/:token', (_request, reply) => reply.code(200).headers(discreet).send())
  app.post('/a/:token', { bodyLimit: MOST_BYTES }, (request, reply) => take(world, request, reply))
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
  const form = request.body as Form | null
  const words = wordsOf(form)
  if (view !== null && words !== null) return redirect(reply, await speak(world, opened.link, { view, ...words }))
  const said = answers.get(form?.action)
  if (view === null) return turnAway(world, { ok: false, reason: 'not-a-link' }, reply)
  if (said === undefined)
    return sendPage(reply, 400, {
      title: 'Not understood',
      body: html`<h1>That was not one of the three answers</h1>
        <p>Go back and press one of the buttons.</p>`,
    })
  const refused = await answer(world, opened.link, { view, said, step: stepOf(form?.step) })
  // Words half typed when another button was pressed: what whoever comes next will want to know.
  await speak(world, opened.link, { view, kind: 'did', text: typedIn(form) })
  return redirect(reply, refused ?? said)
}

/** See other: a reload of what follows cannot answer again. */
function redirect(reply: FastifyReply, said: string): FastifyReply {
  return reply
    .code(303)
    .headers({ ...discreet, location: `?said=${encodeURIComponent(said)}` })
    .send()
}

/** Null: not said, but pressed. Words beside a ready sentence are said with it, so that neither is lost. */
function wordsOf(form: Form | null): { kind: SaidKind; text: string } | null {
  const [, number] = /^say-?(\d?)$/.exec(String(form?.action)) ?? []
  if (number === undefined) return null
  const ready = number === '' ? undefined : READY_WORDS[Number(number)]
  return { kind: ready?.kind ?? 'did', text: [ready?.text, typedIn(form)].filter((text) => text !== undefined && text !== '').join(' ') }
}

const typedIn = (form: Form | null): string => (typeof form?.text === 'string' ? form.text.trim().slice(0, LONGEST_WORDS) : '')

function stepOf(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null
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
