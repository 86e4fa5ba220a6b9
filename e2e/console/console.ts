// A console in a real browser, somebody signed in to it, and what every screen of it must stand: axe, no sideways scrolling, four looks.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { ConfigInput } from '@muster/contract/config-document.ts'
import type { Role } from '@muster/contract/accounts.ts'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openBrowser } from '../browser.ts'
import { startMuster, type Muster, type MusterOptions } from '../muster.ts'
import { breaks, record } from './night.ts'

export type Scheme = 'dark' | 'light'
export type Look = { width: number; height: number; scheme: Scheme }

export const PHONE: Look = { width: 390, height: 844, scheme: 'dark' }
export const DESK: Look = { width: 1440, height: 900, scheme: 'dark' }
export const LOOKS: readonly Look[] = [PHONE, { ...PHONE, scheme: 'light' }, DESK, { ...DESK, scheme: 'light' }]

export const ORG = 'default'
export const PASSWORD = 'four words nobody else says'

export type Console = {
  muster: Muster
  browser: Browser
  /** A page of a browser of its own, signed in. `person`: the person of the organisation they are. */
  signIn: (who: { role: Role; person?: string; look?: Look }) => Promise<Page>
  /** Where a screen stands: `incidents/1`. */
  address: (screen: string) => string
  /** A monitor knocks at the integration of a service that `listening` made; `also` is what else its body says. */
  breaks: (service: string, summary: string, also?: object) => Promise<void>
  /** An entry is put on the log of an incident, by a person of the organisation. */
  record: (as: string, entry: object, number?: number) => Promise<void>
  stop: () => Promise<void>
}

export async function startConsole(organisation: ConfigInput, options: MusterOptions = {}): Promise<Console> {
  const browser = await openBrowser()
  const muster = await startMuster(options)
  const { status, body } = await muster.api('POST', '/api/v1/config', organisation)
  if (status !== 200) throw new Error(`the organisation was answered ${status}: ${JSON.stringify(body)}`)
  return {
    muster,
    browser,
    signIn: (who) => signIn({ muster, browser }, who),
    address: (screen) => `${muster.url}/o/${ORG}/${screen}`,
    breaks: (service, summary, also) => breaks(muster, { service, summary, also }),
    record: (as, entry, number = 1) => record(muster, { as, entry, number }),
    stop: async () => {
      await browser.close()
      await muster.stop()
    },
  }
}

let accounts = 0

async function signIn(
  { muster, browser }: Pick<Console, 'muster' | 'browser'>,
  { role, person, look = DESK }: Parameters<Console['signIn']>[0],
): Promise<Page> {
  const invited = await muster.api('POST', '/api/v1/invitations', { role, ...(person !== undefined && { person }) })
  const link = String(Object(invited.body).link)
  if (invited.status !== 201) throw new Error(`the invitation was answered ${invited.status}: ${JSON.stringify(invited.body)}`)
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    ...(look.width < 720 && { isMobile: true, hasTouch: true, deviceScaleFactor: 2 }),
  })
  await context.addInitScript((scheme) => localStorage.setItem('mantine-color-scheme-value', scheme), look.scheme)
  accounts += 1
  const answer = await context.request.post(`${muster.url}/api/v1/invitations/accept`, {
    headers: { origin: muster.url },
    data: { token: link.split('/').at(-1), name: `${role} ${accounts}`, email: `${role}${accounts}@example.org`, password: PASSWORD },
  })
  if (!answer.ok()) throw new Error(`joining was answered ${answer.status()}: ${await answer.text()}`)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

/** The same page as another device would show it. */
export async function lookAs(page: Page, { width, height, scheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.evaluate((wanted) => {
    localStorage.setItem('mantine-color-scheme-value', wanted)
    document.documentElement.dataset['mantineColorScheme'] = wanted
  }, scheme)
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const screens = join(import.meta.dirname, '..', 'screens')

/** In all four looks nothing is wider than the screen, on a phone nothing that is pressed is lower than a finger, and a picture of each is kept in e2e/screens; axe has no serious finding at either width and in either scheme. */
export async function expectFit(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true })
  for (const look of LOOKS) {
    await lookAs(page, look)
    const path = join(screens, `${name}-${look.width}-${look.scheme}.png`)
    // A busy machine may leave a browser waiting for its next frame.
    await page.screenshot({ path, fullPage: look.width < 720, timeout: 60_000 })
    // A screen that has just turned is drawn anew: it may take a moment, and then must be right.
    await expect.poll(() => tooWide(page), { message: `${name} at ${look.width}: wider than the screen`, timeout: 5000 }).toEqual([])
    if (look === PHONE) await expect.poll(() => tooLow(page), { message: `${name}: lower than a finger`, timeout: 5000 }).toEqual([])
    // What axe looks at, sizes and colours, depends on the width or on the scheme, never on both.
    if (look === PHONE || look === LOOKS.at(-1)) await expectNoFinding(page, `${name} at ${look.width}, ${look.scheme}`)
  }
}

const expectNoFinding = (page: Page, message: string): Promise<void> =>
  expect.poll(() => axeFindings(page), { message, timeout: 20_000 }).toEqual([])

async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
      .slice(0, 5)
      .map((one) => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 40)}`)
  })
}

const FINGER_PX = 44

/** A field is as tall as what it is drawn in, and a box is pressed by its words too. */
async function tooLow(page: Page): Promise<string[]> {
  return page.evaluate((finger) => {
    const heights = (one: Element): number[] =>
      [one, one.closest('.mantine-Input-wrapper'), ...(one instanceof HTMLInputElement ? (one.labels ?? []) : [])].map(
        (part) => part?.getBoundingClientRect().height ?? 0,
      )
    return [...document.querySelectorAll('button, summary, input, [role=button], [role=tab], [role=menuitem]')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 1)
      .filter((one) => Math.max(...heights(one)) + 0.5 < finger)
      .slice(0, 5)
      .map((one) => `${one.tagName} ${Math.round(one.getBoundingClientRect().height)} ${one.getAttribute('aria-label') ?? one.textContent}`)
  }, FINGER_PX)
}

async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    // What the head of the screen covers while it is scrolled is not too small.
    window.scrollTo(0, 0)
    const { axe: tool } = globalThis as unknown as {
      axe: { run: (where: Document, options: object) => Promise<{ violations: Finding[] }> }
    }
    type Finding = { id: string; impact: string | null; nodes: { target: unknown[]; failureSummary?: string }[] }
    const { violations } = await tool.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    return (
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        // Nor is what a bar at the foot covers for as long as nobody scrolls.
        .map((one) => ({ ...one, nodes: one.nodes.filter(({ failureSummary = '' }) => !failureSummary.includes('partially obscured')) }))
        // An hour in a picture of two weeks is narrow at some times of the day: what it leads to is a line of words as well.
        .map((one) => ({ ...one, nodes: one.nodes.filter(({ target }) => one.id !== 'target-size' || !String(target).includes('_bar_')) }))
        .flatMap(({ id, nodes }) =>
          nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ''}`),
        )
    )
  })
}
