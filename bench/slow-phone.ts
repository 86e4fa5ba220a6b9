// A phone of some years ago on a bad network, as Chromium plays it.
import type { CDPSession, Page } from 'playwright-core'

const CPU_SLOWDOWN = 4
/** Lighthouse's "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms round trip. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 }

export const SLOW_PHONE = `${CPU_SLOWDOWN} × slower CPU and slow 4G (1.6 Mbit/s, 150 ms)`

export async function slowed(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW_4G)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  return session
}

/** Until no further file has come for two seconds: the live stream never ends, so the network is never idle. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    let files = -1
    const look = () => {
      const now = performance.getEntriesByType('resource').length
      if (now === files) return resolve()
      files = now
      setTimeout(look, 2000)
    }
    look()
  })`)
}
