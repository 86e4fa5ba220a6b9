// The typed client of the contract, for one organisation, with the session's cookie.
import type { accountApi } from '@muster/contract/accounts.ts'
import type { api } from '@muster/contract/api.ts'
import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { routes } from 'virtual:contract-routes'

export type Api = JsonifiedClient<ContractRouterClient<typeof api & typeof accountApi>>

const PATIENCE_MS = 20_000

const clients = new Map<string, Api>()

/** `org` is the slug in the address; empty for what concerns no organisation. */
export function apiOf(org: string): Api {
  const known = clients.get(org)
  if (known !== undefined) return known
  const link = new OpenAPILink(routes, {
    url: `${location.origin}/api/v1`,
    // Another site cannot send this header, so the cookie alone does nothing.
    headers: org === '' ? {} : { 'x-muster-org': org },
    fetch: (request, init) => {
      // A key of its own for each write: pressed twice, or sent again after a lost answer, it is done once.
      if (request.method !== 'GET' && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', crypto.getRandomValues(new Uint32Array(4)).join('-'))
      return fetch(request, {
        ...init,
        credentials: 'same-origin',
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]),
      })
    },
  })
  const client: Api = createORPCClient(link)
  clients.set(org, client)
  return client
}
