// A real Chromium, headless, and a phone held upright in it.
import { chromium, type Browser, type Page } from 'playwright-core'
import { findChromium } from './tools.ts'

// As root there is no sandbox to be had; the rest keeps the browser from calling its maker.
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

// Each launch gets a fresh profile folder, which playwright removes with the browser.
export async function openBrowser(): Promise<Browser> {
  const { path, env } = await findChromium()
  return chromium.launch({ executablePath: path, args, env: { ...process.env, ...env }, timeout: 60_000 })
}

export async function openPhone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return page
}
