// The door of accounts: sign-in, second factor, passkeys and sessions go to better-auth byte for byte; nothing else of it is open.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { World } from '../../world.ts'
import { refuseCaller } from '../caller.ts'
import { CLIENT_HEADER } from './client.ts'
import type { Doors } from './doors.ts'
import { isOurOrigin } from './origin.ts'

const BODY_LIMIT = 64 * 1024

const OIDC_PATHS = ['sign-in/social', 'callback/oidc', 'link-social']
const SESSION_PATHS = [
  'sign-in/email',
  'sign-out',
  'get-session',
  'list-sessions',
  'revoke-session',
  'revoke-sessions',
  'revoke-other-sessions',
]
const ACCOUNT_PATHS = ['update-user', 'change-password', 'list-accounts', 'unlink-account']
const TWO_FACTOR = ['enable', 'disable', 'get-totp-uri', 'verify-totp', 'verify-backup-code', 'generate-backup-codes']
const PASSKEY = ['generate-register-options', 'verify-registration', 'generate-authenticate-options', 'verify-authentication'].concat(
  'list-user-passkeys',
  'delete-passkey',
  'update-passkey',
)

/** What better-auth has beside these stays closed. */
const PATHS = new Set(
  [...OIDC_PATHS, ...SESSION_PATHS, ...ACCOUNT_PATHS].concat(
    TWO_FACTOR.map((name) => `two-factor/${name}`),
    PASSKEY.map((name) => `passkey/${name}`),
  ),
)

export function authRoutes(app: FastifyInstance, { world, doors }: { world: World; doors: Doors }): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    bodyLimit: BODY_LIMIT,
    handler: async (request, reply) => {
      const path = String((request.params as { '*': string })['*'])
      if (!PATHS.has(path)) return reply.code(404).send({ code: 'NOT_FOUND', message: 'There is nothing at this address.' })
      if (request.method === 'POST' && !isOurOrigin(world, request)) return refuseCaller(reply, 'origin-differs')
      const auth = await (OIDC_PATHS.includes(path) ? doors.oidc() : doors.plain())
      return pass(await auth.handler(webRequest(world, request)), reply)
    },
  })
}

function webRequest({ publicUrl }: World, request: FastifyRequest): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(':')) headers.set(name, String(value))
  }
  headers.set(CLIENT_HEADER, request.ip)
  const body = request.method === 'POST' && Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : null
  return new Request(`${publicUrl}${request.url}`, { method: request.method === 'HEAD' ? 'GET' : request.method, headers, body })
}

async function pass(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(response.status).header('cache-control', 'no-store')
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  const after = response.headers.get('x-retry-after')
  if (response.status === 429 && after !== null) reply.header('retry-after', after)
  return reply.send(Buffer.from(await response.arrayBuffer()))
}
