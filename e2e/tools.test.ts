// The outside programs themselves: had without root and without touching the machine, or a plain word about what is missing.
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { access, readdir } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { amtool, startAlertmanager } from './alertmanager.ts'
import { openBrowser, openPhone } from './browser.ts'
import { temporaryFolder } from './child.ts'
import { unpackOnce } from './debian.ts'
import { startExporter } from './exporter.ts'
import { startPostgres15 } from './postgres15.ts'
import { startPrometheus } from './prometheus.ts'
import { ensureTools, type Tools } from './tools.ts'
import { until } from './until.ts'

const run = promisify(execFile)

let tools: Tools

beforeAll(async () => {
  tools = await ensureTools()
}, 900_000)

test('every outside program is at hand', async () => {
  for (const path of [
    tools.prometheus,
    tools.alertmanager,
    tools.amtool,
    tools.chromium.path,
    join(tools.postgres15.binFolder, 'initdb'),
  ]) {
    await access(path)
  }
})

test('the browser draws letters, on a machine with fonts and on one without', async () => {
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const page = await openPhone(browser)
  await page.setContent('<span id=thin>iiiiiiii</span><br><span id=wide>WWWWWWWW</span>')
  const [thin, wide] = [await page.locator('#thin').boundingBox(), await page.locator('#wide').boundingBox()]
  expect(thin?.width).toBeGreaterThan(10)
  // Without a font every letter is the same empty box.
  expect(wide?.width).toBeGreaterThan(2 * (thin?.width ?? 0))
})

test('a rule that turns bad travels from Prometheus through Alertmanager to a webhook, and so does its clearing', async () => {
  const bodies: string[] = []
  const webhookUrl = await listen(async (request) => bodies.push(await text(request)))
  const alertmanager = await startAlertmanager({ webhookUrl })
  onTestFinished(alertmanager.stop)
  const exporter = await startExporter()
  onTestFinished(exporter.close)
  const rule = { alert: 'CheckoutFailing', expr: 'checkout_error_ratio > 0.05', labels: { severity: 'critical' } }
  const prometheus = await startPrometheus({ scrape: exporter.url, rule, alertmanagers: [alertmanager.url] })
  onTestFinished(prometheus.stop)

  const told = (status: string) =>
    until(`a webhook that says ${status}`, async () => bodies.find((body) => body.includes(`"status":"${status}"`)))
  exporter.turnBad()
  expect(await told('firing')).toContain('CheckoutFailing')
  expect(await amtool(alertmanager.url, ['alert', 'query'])).toContain('CheckoutFailing')
  exporter.turnGood()
  expect(await told('resolved')).toContain('CheckoutFailing')
})

test('PostgreSQL 15 starts on an empty folder, as root too', async () => {
  const postgres = await startPostgres15()
  onTestFinished(postgres.stop)
  const env = { ...process.env, ...tools.postgres15.env }
  const { stdout } = await run(join(tools.postgres15.binFolder, 'psql'), [postgres.url, '-Atc', 'show server_version_num'], { env })
  expect(Math.floor(Number(stdout) / 10_000)).toBe(15)
})

test('a package that cannot be had is named with the way to install it, and nothing is left behind', async () => {
  const folder = await temporaryFolder('cache')
  onTestFinished(folder.remove)
  const hunt = unpackOnce(join(folder.path, 'unheard-of'), { packages: ['muster-unheard-of'], programs: [] })
  await expect(hunt).rejects.toThrow(/^muster-unheard-of is needed[^]*apt-get install --no-install-recommends muster-unheard-of$/)
  expect(await readdir(folder.path)).toEqual([])
})

test('two that unpack the same package at once end with one whole folder', async () => {
  const folder = await temporaryFolder('cache')
  onTestFinished(folder.remove)
  const target = join(folder.path, 'fonts')
  const both = [1, 2].map(() => unpackOnce(target, { packages: ['fonts-dejavu-core'], programs: [] }))
  expect(await Promise.all(both)).toEqual([target, target])
  expect(await readdir(folder.path)).toEqual(['fonts'])
  await access(join(target, 'usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'))
})

async function listen(hear: (request: IncomingMessage) => Promise<unknown>): Promise<string> {
  const server = createServer(async (request, response) => {
    await hear(request)
    response.writeHead(200).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the webhook got no port')
  return `http://127.0.0.1:${address.port}/`
}
