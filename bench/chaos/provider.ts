// The provider that rings the phones: remembers every call with its key, and takes its time, so that kills find calls under way.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Random } from '../random.ts'

export type Call = {
  at: number
  /** When it was answered 200; null while it is not, and for ever when this process ended first. */
  acceptedAt: number | null
  person: string
  trouble: string
  key: string
  header: string
  attempt: number
  kind: 'page' | 'notice' | 'test'
  url: string | null
}

export type Provider = {
  url: string
  calls: readonly Call[]
  onPage: (listener: (call: Call) => void) => void
  close: () => Promise<void>
}

const bodyShape = z.object({
  key: z.string(),
  attempt: z.number(),
  kind: z.enum(['page', 'notice', 'test']),
  title: z.string(),
  url: z.string().nullable(),
})

export async function startProvider(random: Random): Promise<Provider> {
  const calls: Call[] = []
  const listeners: ((call: Call) => void)[] = []
  const server = createServer(async (request, response) => {
    const at = performance.now()
    try {
      const call = { at, ...(await read(request)) }
      calls.push(call)
      if (call.kind === 'page') for (const listener of listeners) listener(call)
      await sleep(patience(random))
      await accept(response)
      call.acceptedAt = performance.now()
    } catch {
      // The caller was killed in the middle of its own words: there was no call.
      response.destroy()
    }
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the provider got no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    onPage: (listener) => void listeners.push(listener),
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function read(request: IncomingMessage): Promise<Omit<Call, 'at'>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const { title, ...body } = bodyShape.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  const trouble = /\bt\d{6}\b/.exec(title)?.[0] ?? title
  return { ...body, acceptedAt: null, trouble, person: (request.url ?? '/').slice(1), header: String(request.headers['idempotency-key']) }
}

/** Accepted is what the provider has said, whether or not anybody was left to hear it. */
function accept(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve)
    response.writeHead(200).end(() => resolve())
  })
}

function patience(random: Random): number {
  if (random.chance(0.05)) return random.between(500, 1500)
  return random.chance(0.3) ? random.between(20, 300) : random.between(0, 20)
}
