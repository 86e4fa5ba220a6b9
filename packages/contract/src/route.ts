// What every route of the contract is made of: the scope its action needs, the errors it can end with, and how lists are paged.
import { oc } from '@orpc/contract'
import { z } from 'zod'

export const SCOPES = ['read', 'respond', 'configure', 'administer'] as const
export type Scope = (typeof SCOPES)[number]

/** Which scope each action needs: the one table of authorisation. A route names its action; whoever carries it out asks for the same. */
export const PERMISSIONS = {
  'incident.read': 'read',
  // Whoever may read it is seen reading it.
  'incident.look': 'read',
  'incident.declare': 'respond',
  'incident.acknowledge': 'respond',
  'incident.escalate': 'respond',
  'incident.resolve': 'respond',
  'incident.snooze': 'respond',
  'incident.reassign': 'respond',
  'incident.add-responder': 'respond',
  'incident.apply-policy': 'configure',
  'incident.say': 'respond',
  'incident.add-file': 'respond',
  'incident.record': 'respond',
  // Whoever may read may ask: the question goes to the liaison's queue.
  'incident.ask': 'read',
  'incident.link': 'respond',
  'incident.unlink': 'respond',
  'incident.merge': 'respond',
  'incident.restrict': 'respond',
  'board.read': 'read',
  'board.answer': 'respond',
  'board.move': 'respond',
  'board.order': 'respond',
  'now.read': 'read',
  'alert.read': 'read',
  'on-call.read': 'read',
  'config.read': 'read',
  'config.apply': 'configure',
  'config.edit': 'configure',
  'config.release': 'configure',
  'pack.read': 'read',
  'pack.preview': 'read',
  'pack.publish': 'administer',
  'person.read': 'read',
  'me.read': 'read',
  // Of oneself, whatever one's role.
  'me.edit': 'read',
  'schedule.preview': 'read',
  'policy.preview': 'read',
  'silence.read': 'read',
  'silence.create': 'respond',
  'silence.end': 'respond',
  'contact.test': 'configure',
  'browser.read': 'read',
  // Only one's own: the verb asks for more of whoever speaks for another.
  'browser.subscribe': 'read',
  'browser.unsubscribe': 'read',
  'change.read': 'read',
  'service.read': 'read',
  'integration.read': 'read',
  'integration.rotate-key': 'configure',
  'integration.send-test': 'configure',
  'signal.dry-run': 'read',
  // It goes out with the source's own token.
  'source.try': 'configure',
  'status.read': 'read',
  'member.read': 'administer',
  'member.change-role': 'administer',
  'member.link-person': 'administer',
  'member.remove': 'administer',
  'member.reset-link': 'administer',
  'invitation.read': 'administer',
  'invitation.create': 'administer',
  'invitation.revoke': 'administer',
  'token.read': 'administer',
  'token.create': 'administer',
  'token.revoke': 'administer',
  'audit.read': 'administer',
  'organisation.create': 'administer',
} as const satisfies Record<string, Scope>

export type Action = keyof typeof PERMISSIONS

export const problem = z.object({ reason: z.string(), hint: z.string() })
export const faults = z.object({ faults: z.array(z.object({ at: z.string(), says: z.string() })) })

/** What any route can end with. */
const ERRORS = {
  BAD_REQUEST: { status: 400, message: 'The request cannot be read', data: problem },
  UNAUTHORIZED: { status: 401, message: 'Send a valid API token as Authorization: Bearer …', data: problem },
  FORBIDDEN: { status: 403, message: 'This token may not do that', data: problem },
  NOT_FOUND: { status: 404, message: 'There is no such thing here', data: problem },
  CONFLICT: { status: 409, message: 'That is not possible in the present state', data: problem },
  INVALID: { status: 422, message: 'Some fields are not right', data: faults },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'A fault of Muster itself; its log knows the number', data: problem },
  SERVICE_UNAVAILABLE: { status: 503, message: 'The database cannot be reached right now; send it again', data: problem },
} as const

/** What only something with a body can end with. */
const BODY_ERRORS = {
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The body is too large', data: problem },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'The body is compressed', data: problem },
} as const

/** What can be asked too often. */
const GUESSING_ERRORS = {
  TOO_MANY_REQUESTS: { status: 429, message: 'Too many tries; wait a little', data: problem },
} as const

const base = oc.$meta<{ action: Action | null }>({ action: null }).errors(ERRORS)
const baseOfWrites = base.errors(BODY_ERRORS)

/** What each error status means, in a few words. */
export const errorMeanings = new Map<string, string>(
  Object.values({ ...ERRORS, ...BODY_ERRORS, ...GUESSING_ERRORS }).map(({ status, message }) => [`${status}`, message]),
)

type About = { path: `/${string}`; summary: string; successStatus?: number }

/** A route without an action cannot be written, and the server refuses one that came without. */
export const reads = (action: Action, about: About) =>
  base.meta({ action }).route({ method: 'GET', ...about, spec: (operation) => ({ ...operation, security: scopeFor(action) }) })

export const writes = (action: Action, about: About) =>
  baseOfWrites.meta({ action }).route({
    method: 'POST',
    ...about,
    spec: (operation) => ({
      ...operation,
      security: scopeFor(action),
      parameters: [...(operation.parameters ?? []), idempotencyKey],
    }),
  })

/** Asked before an organisation is named, by a session or with a one-time link in the body: no scope opens it. */
export const opens = (about: About & { method: 'GET' | 'POST' }) =>
  baseOfWrites.errors(GUESSING_ERRORS).route({ ...about, spec: (operation) => ({ ...operation, security: [{ session: [] }] }) })

const scopeFor = (action: Action) => [{ token: [PERMISSIONS[action]] }]

export const LONGEST_IDEMPOTENCY_KEY = 200

export const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'Sent twice with the same body, the write is done once and both get the same answer',
  schema: { type: 'string' as const, minLength: 1, maxLength: LONGEST_IDEMPOTENCY_KEY },
}

export const cursor = z
  .string()
  .regex(/^\d{1,15}(\.[a-z]+_[0-9a-z]{1,40})?$/, 'Give the "next" of the page before, unchanged')
  .optional()
  .describe('`next` of the page before')
export const limit = z.coerce.number().int().min(1).max(200).default(50)
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
