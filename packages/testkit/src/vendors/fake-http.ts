// The part all fake HTTP vendors share: a loopback server that records, can be told what to answer, to hang, or to be down.
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { once } from 'node:events'

export type Received = { method: string; path: string; headers: Record<string, string>; body: string; bytes: Buffer }
export type Scripted = { status: number; headers: Record<string, string>; body: string }

export type FakeHttp = {
  origin: string
  received: Received[]
  /** What broke the vendor's published contract; a test asserts that nothing did. */
  violations: string[]
  answerNext: (status: number, headers?: Record<string, string>, body?: string) => void
  /** The next request gets no answer. */
  hang: () => void
  /** Connections are refused from now on. */
  down: () => Promise<void>
  up: () => Promise<void>
  close: () => Promise<void>
}

/** `answer` is the vendor's ordinary answer; it says what violates the contract through `violations`. */
export async function fakeHttp(answer: (request: Received, violations: string[]) => Scripted): Promise<FakeHttp> {
  const received: Received[] = []
  const violations: string[] = []
  const script: (Scripted | 'hang')[] = []
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await readRequest(request)
    received.push(seen)
    const ordinary = answer(seen, violations)
    const next = script.shift() ?? ordinary
    if (next === 'hang') return
    // A real vendor may echo what it was sent, secrets and all.
    const body = next.status >= 400 && next.body === '' ? `you sent ${JSON.stringify(seen)}` : next.body
    response.writeHead(next.status, next.headers).end(body)
  }
  let server = await listen(respond, 0)
  const port = portOf(server)
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    violations,
    answerNext: (status, headers = {}, body = '') => void script.push({ status, headers, body }),
    hang: () => void script.push('hang'),
    down: () => stop(server),
    up: async () => {
      server = await listen(respond, port)
    },
    close: () => stop(server),
  }
}

async function listen(respond: (request: IncomingMessage, response: ServerResponse) => Promise<void>, port: number): Promise<Server> {
  const server = createServer((request, response) => void respond(request, response).catch(() => response.destroy()))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

export function portOf(server: { address: () => unknown }): number {
  const address = server.address()
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number') return address.port
  throw new Error('The fake vendor is not listening')
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const bytes = Buffer.concat(chunks)
  return { method: request.method ?? '', path: request.url ?? '', headers, body: bytes.toString('utf8'), bytes }
}

export function jsonRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : null
  } catch {
    return null
  }
}
