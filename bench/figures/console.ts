// The console on a slow phone: what comes over the wire, when the screen is painted, how quickly a key is answered with long lists.
import type { Page } from 'playwright-core'
import { DESK, PHONE, startConsole, type Console } from '../../e2e/console/console.ts'
import { buildWeb } from '../../scripts/web/build.ts'
import { openDatabase } from '../database.ts'
import type { Figure, Row } from '../figure.ts'
import { alertBody } from '../load/alert.ts'
import { startReceiver } from '../load/job.ts'
import { openConnection } from '../load/connection.ts'
import { ingestPath, organisation, socketIn } from '../muster.ts'
import { settled, SLOW_PHONE, slowed } from '../slow-phone.ts'
import { median } from '../stats.ts'

const RUNS = 5
const ENTRIES = 10_000
const ALERTS = 5_000
const AGREEMENTS = 10

export const consoleWeight: Figure = {
  name: 'console',
  about: `the console in Chromium with ${SLOW_PHONE}`,
  run: async ({ say }) => {
    await buildWeb()
    const receiver = await startReceiver()
    const opened = await startConsole(organisation(receiver.url, ['checkout', 'orders']))
    try {
      await fill(opened)
      const page = await opened.signIn({ role: 'administrator', person: 'ana', look: PHONE })
      const agreed = await agreement(opened, page)
      say(`two people agree after ${agreed.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`)
      const loads = await firstLoads(opened, page)
      say(
        `first load: ${loads.map(({ script, paint }) => `${(script / 1024).toFixed(0)} KB of script, painted after ${paint.toFixed(0)} ms`).join('; ')}`,
      )
      const going = await navigations(opened, page)
      say(`later screens: ${going.map(([screen, took]) => `${screen} ${took.toFixed(0)} ms`).join(', ')}`)
      const log = await keystroke(page, `${opened.muster.url}/o/default/incidents/1?tab=story`, 'What I am doing and why')
      const alerts = await keystroke(page, `${opened.muster.url}/o/default/alerts`, /search/i)
      return rowsOf({ agreed, loads, going, log, alerts })
    } finally {
      await opened.stop()
      receiver.stop()
    }
  },
}

type Load = { script: number; paint: number }
type Measured = { agreed: number[]; loads: Load[]; going: (readonly [string, number])[]; log: number; alerts: number }

function rowsOf({ agreed, loads, going, log, alerts }: Measured): Row[] {
  const script = Math.max(...loads.map((load) => load.script)) / 1024
  const paint = median(loads.map((load) => load.paint))
  const slowest = Math.max(...going.map(([, took]) => took))
  const row = (figure: string, value: number, { unit, most }: { unit: string; most: number }): Row => ({
    figure,
    measured: `${value.toFixed(0)} ${unit}`,
    mustReach: `≤ ${most} ${unit}`,
    ok: value <= most,
    numbers: { value },
  })
  return [
    row('what one person says is on the screen of another, worst of ten', Math.max(...agreed), { unit: 'ms', most: 500 }),
    row('console, script of the first load, compressed', script, { unit: 'KB', most: 250 }),
    row('console, largest paint of the first load', paint, { unit: 'ms', most: 2500 }),
    row('console, slowest later screen', slowest, { unit: 'ms', most: 200 }),
    row(`a key pressed with ${ENTRIES} log entries`, log, { unit: 'ms', most: 100 }),
    row(`a key pressed with ${ALERTS} alerts listed`, alerts, { unit: 'ms', most: 100 }),
  ]
}

/** Thousands of alerts through the door, one incident; its log made long beside the door: people cannot write that much. */
async function fill({ muster }: Console): Promise<void> {
  const port = Number(new URL(muster.url).port)
  const connections = Array.from({ length: 16 }, () => openConnection(port))
  await Promise.all(
    connections.map(async (connection, lane) => {
      for (let index = lane; index < ALERTS; index += connections.length)
        await connection.post(ingestPath('checkout'), alertBody({ service: 'checkout', instance: `host-${index}` }))
      connection.close()
    }),
  )
  const db = await openDatabase(socketIn(muster.dataFolder))
  await db.query(
    `insert into log_entries (org_id, incident_id, seq, at, type, version, body, hash)
       select l.org_id, l.incident_id, l.seq + 1000 + n, l.at, 'incident.said', 1, $1, l.hash
       from (select * from log_entries order by seq desc limit 1) l cross join generate_series(1, $2) n`,
    [JSON.stringify({ kind: 'did', text: 'I looked at the queue of the payment provider, which grows.', by: { type: 'system' } }), ENTRIES],
  )
}

/** From the press of one person to the words on the screen of another, by the one clock of this machine; nobody is slowed. */
async function agreement(opened: Console, mine: Page): Promise<number[]> {
  const theirs = await opened.signIn({ role: 'responder', look: DESK })
  const port = openConnection(Number(new URL(opened.muster.url).port))
  await port.post(ingestPath('orders'), alertBody({ service: 'orders', instance: 'host-1' }))
  port.close()
  const story = `${opened.muster.url}/o/default/incidents/2?tab=story`
  for (const page of [mine, theirs]) {
    await page.goto(story)
    await settled(page)
  }
  const took: number[] = []
  for (let round = 1; round <= AGREEMENTS; round += 1) {
    const words = `I look at queue number ${round}.`
    const seen = theirs.evaluate<number>(`new Promise((resolve) => {
      const look = () => document.body.innerText.includes(${JSON.stringify(words)}) && (watch.disconnect(), resolve(Date.now()))
      const watch = new MutationObserver(look)
      watch.observe(document.body, { childList: true, subtree: true, characterData: true })
      setTimeout(() => resolve(Infinity), 5000)
    })`)
    await mine.getByLabel('What I am doing and why').fill(words)
    const pressedAt = await mine.evaluate<number>(
      `([...document.querySelectorAll('button')].find((one) => one.textContent === 'Put it on the log').click(), Date.now())`,
    )
    took.push((await seen) - pressedAt)
  }
  await theirs.context().close()
  return took
}

/** Each with an empty cache, as somebody woken in the night who has not been here for weeks. */
async function firstLoads({ muster }: Console, page: Page): Promise<Load[]> {
  const session = await slowed(page)
  const loads: Load[] = []
  for (let run = 0; run < RUNS; run += 1) {
    await session.send('Network.clearBrowserCache')
    let script = 0
    const scripts = new Set<string>()
    const onResponse = ({ requestId, type }: { requestId: string; type: string }) => type === 'Script' && scripts.add(requestId)
    const onFinished = ({ requestId, encodedDataLength }: { requestId: string; encodedDataLength: number }) => {
      if (scripts.has(requestId)) script += encodedDataLength
    }
    session.on('Network.responseReceived', onResponse)
    session.on('Network.loadingFinished', onFinished)
    await page.goto(`${muster.url}/o/default/now`)
    await page.getByRole('list', { name: 'Open incidents' }).waitFor()
    const first = script
    const paint = await page.evaluate<number>(
      `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))`,
    )
    session.off('Network.responseReceived', onResponse)
    session.off('Network.loadingFinished', onFinished)
    loads.push({ script: first, paint })
  }
  return loads
}

const SCREENS = ['Incidents', 'Alerts', 'Services', 'On call', 'Policies', 'Integrations', 'Settings', 'Now'] as const

/** From the press to the screen's heading, once the rest has come while nobody waited. */
async function navigations({ muster }: Console, page: Page): Promise<(readonly [string, number])[]> {
  await page.goto(`${muster.url}/o/default/now`)
  await settled(page)
  const took: (readonly [string, number])[] = []
  for (const screen of SCREENS) {
    const before = await page.evaluate<string>(`document.querySelector('h1')?.textContent ?? ''`)
    const ms = await page.evaluate<number>(`new Promise((resolve) => {
      const from = performance.now()
      const look = () => (document.querySelector('h1')?.textContent !== ${JSON.stringify(before)} ? requestAnimationFrame(() => resolve(performance.now() - from)) : requestAnimationFrame(look))
      ;[...document.querySelectorAll('nav a')].find((one) => one.textContent === ${JSON.stringify(screen)}).click()
      look()
    })`)
    took.push([screen, ms])
  }
  return took
}

/** From a key to the next frame that shows it, in the page's own time; the worst of twenty. */
async function keystroke(page: Page, url: string, field: string | RegExp): Promise<number> {
  await page.goto(url)
  const input = page.getByLabel(field).first()
  await input.waitFor()
  await settled(page)
  await input.focus()
  await page.evaluate(
    `globalThis.slowest = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) globalThis.slowest = Math.max(globalThis.slowest, entry.duration) }).observe({ type: 'event', durationThreshold: 16 })`,
  )
  for (const letter of 'looking at the queue') await page.keyboard.press(letter === ' ' ? 'Space' : letter, { delay: 20 })
  await page.waitForTimeout(1000)
  return page.evaluate<number>('globalThis.slowest')
}
