// The answer page: its bytes on the wire, and what a real browser asks for before the person can press "Acknowledge".
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { openBrowser, openPhone } from '../../e2e/browser.ts'
import { until } from '../../e2e/until.ts'
import type { Figure } from '../figure.ts'
import { firstIncident, organisation, startMeasured } from '../muster.ts'

const SERVICES = ['checkout']
/** A browser that still wants something would have asked by then. */
const LINGER_MS = 2_000

export const answerPage: Figure = {
  name: 'answer-page',
  about: 'bytes and requests of the answer page',
  run: async ({ say }) => {
    const phone = await listen()
    const measured = await startMeasured(organisation(phone.url, SERVICES))
    try {
      await firstIncident(measured, 'checkout')
      const link = await until('a page', async () => phone.links[0])
      const bytes = await bytesOnWire(link)
      const requests = await requestsBefore(link)
      say(`the browser asked for: ${requests.join(', ')}`)
      return [
        {
          figure: 'answer page',
          measured: `${(bytes / 1024).toFixed(1)} KB with headers, ${requests.length} request before acknowledging`,
          mustReach: '≤ 60 KB, one request',
          ok: bytes <= 60 * 1024 && requests.length === 1,
          numbers: { bytes, requests: requests.length },
        },
      ]
    } finally {
      await measured.stop()
      phone.stop()
    }
  },
}

async function listen(): Promise<{ url: string; links: string[]; stop: () => void }> {
  const links: string[] = []
  const server = createServer(async (incoming, response) => {
    let text = ''
    for await (const chunk of incoming) text += String(chunk)
    const link = /"url":"([^"]+)"/.exec(text)?.[1]
    if (link !== undefined) links.push(link)
    response.writeHead(200).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the phone got no port')
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${address.port}/hook`, links, stop }
}

function bytesOnWire(link: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(link, { headers: { accept: 'text/html', connection: 'close' } }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.socket.bytesRead))
    })
    asked.on('error', reject)
    asked.end()
  })
}

async function requestsBefore(link: string): Promise<string[]> {
  const browser = await openBrowser()
  try {
    const page = await openPhone(browser)
    const requests: string[] = []
    page.on('request', (one) => requests.push(`${one.method()} ${new URL(one.url()).pathname.slice(0, 3)}…`))
    await page.goto(link)
    const button = page.getByRole('button', { name: 'Acknowledge' })
    await button.waitFor()
    await page.waitForTimeout(LINGER_MS)
    const before = [...requests]
    await button.click()
    await page.waitForURL(/said=acknowledge/)
    return before
  } finally {
    await browser.close()
  }
}
