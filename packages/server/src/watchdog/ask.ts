// Asks every node whether it is ready. Only its own words count: a proxy's page in front of a dead server is no answer.
import type { Sight } from '@muster/core/watch/watch.ts'
import { LATE_MS } from '../verbs/read/heartbeat.ts'

const ASK_TIMEOUT_MS = 4000

/** A connection of its own for each question: one kept open says little about the next caller, and holds up a server that stops. */
export const APART = { connection: 'close' } as const

export type Seen = {
  sight: Sight
  /** The first node that is ready; null when none is. */
  readyUrl: string | null
}

/** One ready node is enough, and is not kept waiting by those that are silent. */
export async function askAll(urls: readonly string[]): Promise<Seen> {
  const asked = urls.map(async (url) => ({ url, sight: await ask(url) }))
  const ready = await Promise.any(asked.map(async (one) => ((await one).sight === 'ready' ? (await one).url : Promise.reject()))).catch(
    () => null,
  )
  if (ready !== null) return { sight: 'ready', readyUrl: ready }
  const sights = await Promise.all(asked)
  // A node that says what is wrong tells more than one that says nothing.
  const worst = (['database', 'late'] as const).find((trouble) => sights.some(({ sight }) => sight === trouble))
  return { sight: worst ?? 'silent', readyUrl: null }
}

async function ask(url: string): Promise<Sight> {
  try {
    const response = await fetch(`${url}/readyz`, { headers: APART, redirect: 'manual', signal: AbortSignal.timeout(ASK_TIMEOUT_MS) })
    const said: unknown = await response.json()
    if (typeof said !== 'object' || said === null || !('ready' in said) || !('oldestOverdueMs' in said)) return 'silent'
    if (response.status === 200 && said.ready === true) return 'ready'
    if (said.oldestOverdueMs === null) return 'database'
    // A node that is stopping is going, whatever it still answers.
    return Number(said.oldestOverdueMs) >= LATE_MS ? 'late' : 'silent'
  } catch {
    return 'silent'
  }
}
