// The only way out: every HTTP call we make passes here, and here is decided which addresses it may reach.
import { lookup as lookupHost } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, request } from 'undici'
import { addressGuard } from './address-guard.ts'
import type { AddressGuard, Verdict } from './address-guard.ts'

export type Posted = { status: number; headers: Record<string, string>; text: string }

export type Outbound = {
  /** Throws OutboundRefused for a place it will not go, and what the network throws otherwise. Follows no redirects. */
  post: (url: string, what: { headers: Record<string, string>; body: string | Uint8Array; signal: AbortSignal }) => Promise<Posted>
  close: () => Promise<void>
}

/** How a name becomes addresses; replaced in tests only. */
export type Resolve = (host: string) => Promise<LookupAddress[]>

/** What is longer is cut. */
export const RESPONSE_LIMIT = 65_536
const CONNECT_TIMEOUT_MS = 3000

export class OutboundRefused extends Error {
  override name = 'OutboundRefused'
}

export function createOutbound(options: { allow: readonly string[]; resolve?: Resolve }): Outbound {
  const guard = addressGuard(options.allow)
  const dispatcher = new Agent({ connect: guardedConnector(guard, options.resolve ?? resolveAll), headersTimeout: 5000, bodyTimeout: 5000 })
  return {
    post: async (url, { headers, body, signal }) => {
      const target = readTarget(url)
      const credentials = credentialsOf(target)
      const response = await request(target, { method: 'POST', dispatcher, headers: { ...credentials, ...headers }, body, signal })
      return { status: response.statusCode, headers: flat(response.headers), text: await readBounded(response.body) }
    },
    close: () => dispatcher.destroy(),
  }
}

function readTarget(url: string): URL {
  const target = URL.parse(url)
  if (target === null) throw new OutboundRefused('the address is not a URL')
  if (target.protocol !== 'http:' && target.protocol !== 'https:') throw new OutboundRefused('only http and https addresses are called')
  return target
}

// undici refuses a URL that carries credentials, yet people paste them.
function credentialsOf(target: URL): Record<string, string> {
  if (target.username === '' && target.password === '') return {}
  const pair = `${decoded(target.username)}:${decoded(target.password)}`
  target.username = ''
  target.password = ''
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new OutboundRefused('the user or password in the address has a stray %')
  }
}

function guardedConnector(guard: AddressGuard, resolve: Resolve): buildConnector.connector {
  // The vetted addresses are the very ones the socket is given: a name that changes its mind gets no second look-up.
  const lookup: LookupFunction = (host, options, answer) => {
    resolve(host).then(
      (addresses) => {
        const refused = addresses.map(({ address }) => refusalOf(guard(address, host), host)).find((why) => why !== null)
        const [first] = addresses
        if (refused !== undefined && refused !== null) answer(refused, '', 0)
        else if (first === undefined) answer(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0)
        else if (options.all === true) answer(null, addresses)
        else answer(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => answer(error, '', 0),
    )
  }
  const connect = buildConnector({ lookup, timeout: CONNECT_TIMEOUT_MS })
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    const refused = isIP(host) === 0 ? null : refusalOf(guard(host, host), host)
    if (refused !== null) return done(refused, null)
    connect(options, (...outcome) => {
      const [error, socket] = outcome
      const reached = socket?.remoteAddress
      const elsewhere = reached === undefined ? null : refusalOf(guard(reached, host), host)
      if (error !== null || elsewhere === null) return done(...outcome)
      socket?.destroy()
      done(elsewhere, null)
    })
  }
}

function refusalOf(verdict: Verdict, host: string): OutboundRefused | null {
  if (verdict === 'open') return null
  if (verdict === 'metadata') return new OutboundRefused(`${host} is a cloud metadata address, which is never called`)
  return new OutboundRefused(`${host} is a private address; an operator can allow it with MUSTER_ALLOW_OUTBOUND`)
}

function resolveAll(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookupHost(host, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)))
  })
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}

async function readBounded(body: AsyncIterable<Buffer> & { destroy: () => unknown }): Promise<string> {
  const chunks: Buffer[] = []
  let left = RESPONSE_LIMIT
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, left))
    left -= chunk.length
    // Leaving the loop destroys the stream, and with it the connection of a server that will not stop talking.
    if (left <= 0) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
