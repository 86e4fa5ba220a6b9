// The typed client of the contract, and what its failures mean to the person who typed the command.
import { randomUUID } from 'node:crypto'
import { api } from '@muster/contract/api.ts'
import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { EXIT, Failure } from './exit.ts'
import type { Server } from './session.ts'

export type Api = JsonifiedClient<ContractRouterClient<typeof api>>

const PATIENCE_MS = 30_000

export function connect(server: Server): Api {
  const link = new OpenAPILink(api, {
    url: `${server.url}/api/v1`,
    headers: server.token === null ? {} : { authorization: `Bearer ${server.token}` },
    fetch: async (request, init) => {
      // A key of its own for each write: the same request arriving twice is done once.
      if (request.method !== 'GET') request.headers.set('idempotency-key', randomUUID())
      const response = await reach(server, request, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
      if (response.ok && !isJson(response)) throw notMuster(server)
      return response
    },
  })
  return createORPCClient(link)
}

/** fetch, with its many ways of not arriving told as one failure. */
export async function reach(server: Pick<Server, 'url'>, request: Request | string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(request, init)
  } catch (error) {
    throw new Failure(EXIT.unreachable, `Cannot reach the server at ${server.url} (${whyNot(error)}).`, [
      'Is it running? Start it with: muster serve',
      'Is it elsewhere? Name it with --url or MUSTER_URL.',
    ])
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return 'no answer in time'
  const { cause } = error
  if (!(cause instanceof Error)) return 'no answer'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}

function isJson(response: Response): boolean {
  return response.status === 204 || (response.headers.get('content-type') ?? '').includes('json')
}

export function notMuster(server: Server): Failure {
  return new Failure(EXIT.unreachable, `Something answers at ${server.url}, but it does not answer as Muster does.`, [
    'Check --url or MUSTER_URL: host, port and path.',
    'Is the server older than this command? Compare with: muster --version',
  ])
}

export function failureOf(error: unknown, server: Server): unknown {
  if (error instanceof Error && /^(Cannot parse response body|Invalid OpenAPI response)/.test(error.message)) {
    return new Failure(EXIT.unreachable, `The answer of ${server.url} broke off.`, [
      'Look whether it was done (muster incidents list) before you repeat it.',
    ])
  }
  if (!(error instanceof ORPCError)) return error
  const { reason, hint } = saidBy(error)
  if (error.status === 401) return new Failure(EXIT.unauthorised, 'The server does not know you.', [tokenHint(server)])
  if (error.status === 403)
    return new Failure(EXIT.unauthorised, `This token may not do that${reason === null ? '' : ` (${reason})`}.`, [
      hint ?? 'Ask whoever runs the server for a token with more scopes.',
    ])
  if ([502, 503, 504].includes(error.status))
    return new Failure(EXIT.unreachable, `The server cannot answer right now (${error.status}).`, [
      'Try again in a moment; muster doctor says more.',
    ])
  const faults = faultsIn(error)
  if (faults.length > 0) return new Faults(faults)
  if (error.status === 404 && reason === null) return notMuster(server)
  if (error.status >= 500)
    return new Failure(EXIT.refused, `The server met a fault of its own (${error.status}).`, [
      'Its log says more. muster doctor checks the rest.',
    ])
  return new Failure(EXIT.refused, `Refused: ${reason ?? error.code.toLowerCase()}.`, [hint ?? error.message])
}

function tokenHint({ token }: Server): string {
  return token === null
    ? 'No token was sent. Set MUSTER_TOKEN, or name a file with --token-file.'
    : 'The token sent is not valid here. Check MUSTER_TOKEN, and that --url is the right server.'
}

/** Fields the server found wrong; a command that knows the file they stand in may say where. */
export class Faults extends Failure {
  readonly faults: readonly { at: string; says: string }[]

  constructor(faults: readonly { at: string; says: string }[]) {
    super(
      EXIT.refused,
      'Refused: some fields are not right.',
      faults.map((fault) => `${fault.at}: ${fault.says}`),
    )
    this.faults = faults
  }
}

const textIn = (data: unknown, field: string): string | null => {
  const value = data !== null && typeof data === 'object' ? (data as Record<string, unknown>)[field] : undefined
  return typeof value === 'string' ? value : null
}

function saidBy(error: ORPCError<string, unknown>): { reason: string | null; hint: string | null } {
  return { reason: textIn(error.data, 'reason'), hint: textIn(error.data, 'hint') }
}

/** Faults of our verbs, or issues of the schema in front of them. */
function faultsIn({ data }: ORPCError<string, unknown>): { at: string; says: string }[] {
  if (data === null || typeof data !== 'object') return []
  if ('faults' in data && Array.isArray(data.faults))
    return data.faults.map((fault: unknown) => ({ at: textIn(fault, 'at') ?? '', says: textIn(fault, 'says') ?? 'not right' }))
  if (!('issues' in data) || !Array.isArray(data.issues)) return []
  return data.issues.map((issue: { path?: unknown }) => ({
    at: Array.isArray(issue.path) ? issue.path.join('.') : '',
    says: textIn(issue, 'message') ?? 'not right',
  }))
}
