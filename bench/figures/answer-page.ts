// The answer page: its bytes on the wire, and what a real browser asks for before the person can press "Acknowledge".
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { openBrowser, openPhone } from '../../e2e/browser.ts'
import { until } from '../../e2e/until.ts'
import type { Figure, Row } from '../figure.ts'
import { firstIncident, organisation, startMeasured } from '../muster.ts'
import { SLOW_PHONE, slowed } from '../slow-phone.ts'
import { median } from '../stats.ts'

const SERVICES = ['checkout']
const RUNS = 5
/** A browser that still wants something would have asked by then. */
const LINGER_MS = 2_000

export const answerPage: Figure = {
  name: 'answer-page',
  about: `bytes and requests of the answer page, and when it can be used with ${SLOW_PHONE}`,
  run: async ({ say }) => {
    const phone = await listen()
    const measured = await startMeasured(organisation(phone.url, SERVICES))
    try {
      await firstIncident(measured, 'checkout')
      const link = await until('a page', async () => phone.links[0])
      const bytes = await bytesOnWire(link)
      const usable = await usableAfter(link)
      const requests = await requestsBefore(link)
      say(`the browser asked for: ${requests.join(', ')}`)
      return rowsOf({ bytes, requests: requests.length, usable: median(usable) })
    } finally {
      await measured.stop()
      phone.stop()
    }
  },
}

function rowsOf({ bytes, requests, usable }: { bytes: number; requests: number; usable: number }): Row[] {
  return [
    {
      figure: 'answer page',
      measured: `${(bytes / 1024).toFixed(1)} KB with headers, ${requests} request before acknowledging`,
      mustReach: '≤ 60 KB, one request',
      ok: bytes <= 60 * 1024 && requests === 1,
      numbers: { bytes, requests },
    },
    {
      figure: 'answer page on a slow phone: "Acknowledge" can be pressed',
      measured: `after ${usable.toFixed(0)} ms`,
      mustReach: '≤ 1200 ms',
      ok: usable <= 1200,
      numbers: { medianMs: usable },
    },
  ]
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

/** Painted and parsed: a form without script needs no more to work. */
async function usableAfter(link: string): Promise<number[]> {
  const browser = await openBrowser()
  const took: number[] = []
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const page = await openPhone(browser)
      await slowed(page)
      await page.goto(link)
      await page.getByRole('button', { name: 'Acknowledge' }).waitFor()
      took.push(
        await page.evaluate<number>(
          `Math.max(performance.getEntriesByType('navigation')[0].domInteractive, performance.getEntriesByName('first-contentful-paint')[0].startTime)`,
        ),
      )
      await page.context().close()
    }
  } finally {
    await browser.close()
  }
  return took
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
