// What the API takes for a body: plain JSON of a bounded size and depth, with text a database can store.
import { readJson } from '@muster/adapters/read-json.ts'
import type { FastifyRequest } from 'fastify'

/** An organisation of ten thousand people and as many services fits. */
export const BODY_LIMIT = 8 * 1024 * 1024
const MAX_DEPTH = 64

export type Unreadable = { status: 400 | 413 | 415 | 429; code: string; reason: string; message: string; hint: string }
export type ReadBody = { ok: true; bytes: Buffer } | { ok: false; why: Unreadable }

export const tooLarge: Unreadable = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  reason: 'too-large',
  message: 'The body is too large.',
  hint: `At most ${BODY_LIMIT} bytes can be sent at once.`,
}

/** Null when the body, if there is one, comes as it is. */
export function encodingFault(request: FastifyRequest): Unreadable | null {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return null
  const hint = 'Send the body as it is, without Content-Encoding.'
  return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', reason: 'encoded', message: 'The body is compressed.', hint }
}

export function readBody(request: FastifyRequest): ReadBody {
  // Some clients send {} along with a GET: a question has no body.
  const bytes = request.method === 'POST' && Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (bytes.length === 0) return { ok: true, bytes }
  const read = readJson(bytes, { maxDepth: MAX_DEPTH })
  if (!read.ok && read.why === 'too-deep')
    return refuse('too-deep', 'The JSON is nested too deeply.', `At most ${MAX_DEPTH} levels are read.`)
  if (!read.ok) return refuse('not-json', 'The body is not JSON.', 'Send one JSON object in UTF-8.')
  if (!isStorable(read.value))
    return refuse('bad-text', 'A text in the body cannot be stored.', 'Take out NUL characters (\\u0000) and halves of surrogate pairs.')
  return { ok: true, bytes }
}

function refuse(reason: string, message: string, hint: string): ReadBody {
  return { ok: false, why: { status: 400, code: 'BAD_REQUEST', reason, message, hint } }
}

/** PostgreSQL refuses NUL and lone surrogates in text and jsonb. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inside]) => isStorableText(name) && isStorable(inside))
}

export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
