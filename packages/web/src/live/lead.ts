// One tab of a browser does what is to be done once: a browser opens six connections to a server, and each stream holds one.

const LEASE_MS = 6000
const RENEW_MS = 2000
/** Longer than it takes another tab to have seen what was written. */
const SETTLE_MS = 150

/** Runs `work` while this tab leads; its signal ends when another one does, or when `stop` does. */
export async function lead(name: string, stop: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  // Web Locks are for secure addresses only: on plain http, as on a LAN, the tabs keep a lease among themselves.
  if ('locks' in navigator) await navigator.locks.request(name, { signal: stop }, () => work(stop)).catch(() => undefined)
  else await leadByLease(name, stop, work)
}

type Lease = { tab: string; until: number }

async function leadByLease(name: string, stop: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const tab = String(crypto.getRandomValues(new Uint32Array(2)))
  const holder = (): string | null => {
    const lease = JSON.parse(localStorage.getItem(name) ?? 'null') as Lease | null
    return lease === null || lease.until < Date.now() ? null : lease.tab
  }
  const write = () => localStorage.setItem(name, JSON.stringify({ tab, until: Date.now() + LEASE_MS } satisfies Lease))
  const leave = () => holder() === tab && localStorage.removeItem(name)
  let leading: AbortController | null = null
  const step = async () => {
    if (holder() === null) {
      write()
      await pause(SETTLE_MS)
    }
    if (holder() !== tab) return leading?.abort()
    write()
    if (leading !== null && !leading.signal.aborted) return
    leading = new AbortController()
    void work(AbortSignal.any([stop, leading.signal]))
  }
  addEventListener('pagehide', leave)
  while (!stop.aborted) {
    await step()
    await pause(RENEW_MS * (0.75 + Math.random() / 2))
  }
  removeEventListener('pagehide', leave)
  leave()
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
