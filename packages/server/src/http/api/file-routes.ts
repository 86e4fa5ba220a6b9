// Files of incidents, in and out. The body is the file itself, so these routes stand beside the contract's; who may use them is asked before a byte is read.
import { Readable } from 'node:stream'
import { fileQuery, type FileQuery } from '@muster/contract/files.ts'
import { LONGEST_IDEMPOTENCY_KEY } from '@muster/contract/api.ts'
import { LARGEST_FILE, pictureTypeOf } from '@muster/core/protocol/file.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { permit, type Action, type Caller } from '../../verbs/actor.ts'
import { addFile, type Adding } from '../../verbs/file/add-file.ts'
import { fileOf, type FoundFile } from '../../verbs/file/read-file.ts'
import { once } from '../../verbs/idempotency.ts'
import { digest } from '../../secrets.ts'
import type { World } from '../../world.ts'
import { callerFrom, refuseCaller } from '../caller.ts'
import { failureFor } from '../failures.ts'
import { encodingFault, isStorableText, type Unreadable } from './body.ts'
import { badRequest, faultsOf, refuse, refuseAs, refuseFields } from './refusals.ts'

const FILES = '/api/v1/incidents/:id/files'
/** Files on their way in at one time: each is whole in memory, and a slow phone takes minutes for one. */
const MOST_AT_ONCE = 16
/** So that one organisation never takes all the places. */
export const MOST_OF_ONE = 8
const RETRY_AFTER_SECONDS = '10'

export function fileRoutes(app: FastifyInstance, world: World): void {
  const callers = new WeakMap<FastifyRequest, Caller>()
  const callerOf = (request: FastifyRequest): Caller => {
    const caller = callers.get(request)
    if (caller === undefined) throw new Error('A file was asked for before it was known by whom')
    return caller
  }
  const admit = (action: Action) => async (request: FastifyRequest, reply: FastifyReply) => {
    const called = await callerFrom(world, request, organisationIn(request))
    if (!called.ok) return refuseCaller(reply, called.reason)
    try {
      permit(called.caller, action)
    } catch (error) {
      return refuseAs(reply, error)
    }
    callers.set(request, called.caller)
    return undefined
  }
  const underWay: OrgId[] = []
  const makeRoom = async (request: FastifyRequest, reply: FastifyReply) => {
    // Whoever has hung up meanwhile is not heard to close any more.
    if (request.raw.destroyed || reply.raw.destroyed) return reply.hijack()
    const { orgId } = callerOf(request)
    const ofOne = underWay.filter((one) => one === orgId).length
    if (underWay.length >= MOST_AT_ONCE || ofOne >= MOST_OF_ONE)
      return refuse(reply.header('retry-after', RETRY_AFTER_SECONDS), tooManyAtOnce)
    underWay.push(orgId)
    reply.raw.once('close', () => underWay.splice(underWay.indexOf(orgId), 1))
    return undefined
  }
  app.removeAllContentTypeParsers()
  // Counted while it is read: what is too large is never all in memory.
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_FILE }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: { code?: string; statusCode?: number; message: string }, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse(reply, fileTooLarge)
    if (error.statusCode !== undefined && error.statusCode < 500) return refuse(reply, badRequest('request', error.message))
    request.log.error({ err: error }, 'a file could not be taken or given')
    const { status, headers, body } = failureFor(error, request.id)
    return reply.code(status).headers(headers).send(body)
  })
  app.post(FILES, { onRequest: [admit('incident.add-file'), makeRoom] }, (request, reply) => take(world, callerOf(request), request, reply))
  app.get(`${FILES}/:seq`, { onRequest: admit('incident.read') }, (request, reply) => give(world, callerOf(request), request, reply))
}

const fileTooLarge: Unreadable = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  reason: 'file-too-large',
  message: 'The file is too large.',
  hint: `A file has at most ${LARGEST_FILE} bytes. Add the piece of it that matters, or put it elsewhere and add a link.`,
}

const tooManyAtOnce: Unreadable = {
  status: 429,
  code: 'TOO_MANY_REQUESTS',
  reason: 'too-many-files-at-once',
  message: 'Many files are on their way at this moment.',
  hint: 'Send it again in a few seconds, under the same Idempotency-Key if it had one.',
}

const aForm: Unreadable = {
  status: 415,
  code: 'UNSUPPORTED_MEDIA_TYPE',
  reason: 'form',
  message: 'The body is a form.',
  hint: 'Send the file itself as the body, with its name in the address: curl --data-binary @trace.json "…/files?name=trace.json"',
}

/** A picture in a page is fetched without a header of ours, so the organisation may stand in the address. It is for reading only. */
function organisationIn(request: FastifyRequest): unknown {
  const { org } = request.query as { org?: unknown }
  return request.method !== 'POST' && typeof org === 'string' && org !== '' ? org : undefined
}

type Params = { id: string; seq?: string }

async function take(world: World, caller: Caller, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const fault = unreadable(request)
  if (fault !== null) return refuse(reply, fault)
  const said = fileQuery.safeParse(request.query)
  if (!said.success) return refuseFields(reply, faultsOf(said.error))
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (bytes.length === 0) return refuseFields(reply, [{ at: 'body', says: 'The file is empty: send its bytes as the body.' }])
  const adding = { ...said.data, id: (request.params as Params).id, claimedType: claimedBy(request), bytes }
  try {
    const { status, body } = await addedOnce(world, caller, { request, adding, said: said.data })
    return reply.code(status).type('application/json; charset=utf-8').send(body)
  } catch (error) {
    return refuseAs(reply, error)
  }
}

function unreadable(request: FastifyRequest): Unreadable | null {
  const texts = [(request.params as Params).id, ...Object.values(request.query as Record<string, unknown>).flat()].map(String)
  if (!texts.every(isStorableText)) return badRequest('bad-text', 'The address has a character in it that no name has.')
  const key = request.headers['idempotency-key']
  if (key !== undefined && (typeof key !== 'string' || key === '' || key.length > LONGEST_IDEMPOTENCY_KEY))
    return badRequest('idempotency-key', `An Idempotency-Key has 1 to ${LONGEST_IDEMPOTENCY_KEY} characters.`)
  return (request.headers['content-type'] ?? '').startsWith('multipart/') ? aForm : encodingFault(request)
}

/** What curl calls everything is no word on what it is. */
function claimedBy({ headers }: FastifyRequest): string | null {
  const type = headers['content-type'] ?? null
  return type?.startsWith('application/x-www-form-urlencoded') === true ? null : type
}

type Sent = { request: FastifyRequest; adding: Adding; said: FileQuery }

async function addedOnce(world: World, caller: Caller, { request, adding, said }: Sent): Promise<{ status: number; body: string }> {
  const work = async () => ({ status: 201, body: JSON.stringify(await addFile(world, caller, adding)) })
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') return work()
  const sum = digest(adding.bytes).toString('hex')
  return once(world, caller, { key, request: `POST file\n${JSON.stringify([adding.id, said, adding.claimedType])}\n${sum}` }, work)
}

async function give(world: World, caller: Caller, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { id, seq = '' } = request.params as Params
  if (!isStorableText(id) || !/^\d{1,9}$/.test(seq))
    return refuse(reply, badRequest('no-such-entry', 'A file is named by the number of its entry on the log.'))
  try {
    const found = await fileOf(world, caller, { id, seq: Number(seq) })
    const headers = safely(found)
    if (request.headers['if-none-match'] === headers['etag']) return reply.code(304).headers(headers).send()
    return reply
      .code(200)
      .headers({ ...headers, 'content-length': found.size })
      .send(Readable.from(found.pieces()))
  } catch (error) {
    return refuseAs(reply, error)
  }
}

/**
 * Whoever adds a file decides what is in it, so nothing of it may run on our address: only a picture, known by its bytes, is shown in
 * place, and even that in a sandbox. RFC 6266 for the name: once in ASCII, once whole.
 */
function safely({ name, sha256, head }: FoundFile): Record<string, string> {
  const picture = pictureTypeOf(head)
  const ascii = name.replaceAll(/[^ !#-$&-[\]-~]/g, '_')
  const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return {
    'content-type': picture ?? 'application/octet-stream',
    'content-disposition': `${picture === null ? 'attachment' : 'inline'}; filename="${ascii}"; filename*=UTF-8''${whole}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    // Kept, but asked about each time: what was taken back is shown no more.
    'cache-control': 'private, no-cache',
    etag: `"${sha256}"`,
    vary: 'authorization, cookie, x-muster-org',
  }
}
