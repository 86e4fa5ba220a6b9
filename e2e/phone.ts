// The pocket a page arrives in: a webhook that keeps what it was sent and lets a test wait for the next page.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { until } from './until.ts'

const pageShape = z.object({
  key: z.string(),
  attempt: z.number(),
  kind: z.enum(['page', 'notice', 'test']),
  title: z.string(),
  short: z.string(),
  body: z.string(),
  url: z.url().nullable(),
  severity: z.string().nullable(),
  sentAt: z.string(),
})

const pageOf = z
  .string()
  .transform((raw, context): unknown => {
    try {
      return JSON.parse(raw)
    } catch {
      context.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(pageShape)

export type Arrival = z.infer<typeof pageShape> & { signed: boolean }

// A page asks for an answer and so always says where to give it; a notice only tells.
export type ArrivedPage = Arrival & { kind: 'page'; url: string }

export type Phone = {
  url: string
  secret: string
  arrivals: readonly Arrival[]
  rings: (withinMs?: number) => Promise<ArrivedPage>
  close: () => Promise<void>
}

export async function startPhone(secret = 'a-secret-between-two-friends'): Promise<Phone> {
  const arrivals: Arrival[] = []
  const faults: string[] = []
  let heard = 0
  const server = createServer(async (request, response) => {
    const raw = await bodyOf(request)
    const page = pageOf.safeParse(raw)
    if (page.success) arrivals.push({ ...page.data, signed: isSigned(raw, String(request.headers['muster-signature']), secret) })
    else faults.push(`${z.prettifyError(page.error)} in ${raw}`)
    response.writeHead(200).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the phone got no port')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    secret,
    arrivals,
    rings: (withinMs = 60_000) =>
      until(
        'a page to arrive',
        async () => {
          if (faults.length > 0) throw new Error(`the phone was sent something that is no page: ${faults.join('\n')}`)
          const next = arrivals.filter(isPage)[heard]
          if (next) heard += 1
          return next
        },
        { withinMs },
      ),
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const isPage = (arrival: Arrival): arrival is ArrivedPage => arrival.kind === 'page' && arrival.url !== null

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function isSigned(raw: string, header: string, secret: string): boolean {
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? []
  if (!seconds || !signature) return false
  const expected = createHmac('sha256', secret).update(`${seconds}.${raw}`).digest()
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}
