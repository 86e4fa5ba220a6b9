// A service with a metrics page: the share of checkouts that fail, which a test turns bad and good again.
import { once } from 'node:events'
import { createServer } from 'node:http'

export type Exporter = { url: string; turnBad: (ratio?: number) => void; turnGood: () => void; close: () => Promise<void> }

const good = 0.001
const bad = 0.42

export async function startExporter(): Promise<Exporter> {
  let ratio = good
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(metricsPage(ratio))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the exporter got no port')
  return {
    url: `http://127.0.0.1:${address.port}/metrics`,
    turnBad: (to = bad) => {
      ratio = to
    },
    turnGood: () => {
      ratio = good
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const metricsPage = (ratio: number) =>
  [
    '# HELP checkout_error_ratio Share of checkouts that failed in the last minute.',
    '# TYPE checkout_error_ratio gauge',
    `checkout_error_ratio{service="checkout"} ${ratio}`,
    '',
  ].join('\n')
