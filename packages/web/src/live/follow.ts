// The live stream: one per browser where the browser can share it, ids only; what they name is read anew.
import type { QueryClient } from '@tanstack/react-query'
import { setConnection } from './connection.ts'

/** What the server says: a kind of thing that changed. `resync`: something may have been missed, everything is stale. */
type Said = { kind: 'incident' | 'alerts' | 'config' | 'silences' | 'account' | 'resync' }

const STALE: Record<Said['kind'], readonly string[]> = {
  incident: ['incidents', 'alerts'],
  alerts: ['alerts'],
  config: ['config', 'incidents', 'alerts'],
  silences: ['silences', 'alerts'],
  account: ['account'],
  resync: ['incidents', 'alerts', 'config', 'silences', 'account'],
}

const GATHER_MS = 60
const REST_STEP_MS = 150
const LONGEST_REST_MS = 2000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000

/** Follows an organisation until the returned function is called. */
export function follow(org: string, queries: QueryClient): () => void {
  const heard = new BroadcastChannel(`muster-live-${org}`)
  const stale = createStale(org, queries)
  heard.onmessage = ({ data }: MessageEvent<Said | { kind: 'state'; state: 'live' | 'lost' }>) => {
    if (data.kind === 'state') setConnection(data.state)
    else stale(data.kind)
  }
  const stop = new AbortController()
  const tell = (said: Said | { kind: 'state'; state: 'live' | 'lost' }) => {
    heard.postMessage(said)
    if (said.kind === 'state') setConnection(said.state)
    else stale(said.kind)
  }
  // Without locks (plain http on a LAN address) each tab has a stream of its own.
  if ('locks' in navigator)
    void navigator.locks.request(`muster-live-${org}`, { signal: stop.signal }, () => listen(org, tell, stop.signal)).catch(() => undefined)
  else void listen(org, tell, stop.signal)
  // A tab that follows another's stream reads everything once: it does not know what was said before.
  stale('resync')
  setConnection('live')
  return () => {
    stop.abort()
    heard.close()
  }
}

type Tell = (said: Said | { kind: 'state'; state: 'live' | 'lost' }) => void

async function listen(org: string, tell: Tell, signal: AbortSignal): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const opened = await readStream(org, tell, signal)
    if (opened) pauseMs = FIRST_PAUSE_MS
    if (signal.aborted) return
    tell({ kind: 'state', state: 'lost' })
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())))
  }
}

/** The server is heard from every 15 s, if only with a heartbeat. */
const SILENCE_MS = 40_000

/** Ends when the stream does. EventSource is not used: it cannot tell a lost connection from a refusal, and never says which. */
async function readStream(org: string, tell: Tell, signal: AbortSignal): Promise<boolean> {
  const lost = new AbortController()
  const give = () => lost.abort()
  // A phone that loses its network leaves the stream open and silent.
  window.addEventListener('offline', give)
  let silence = setTimeout(give, SILENCE_MS)
  try {
    const answer = await fetch(`/api/v1/live?org=${encodeURIComponent(org)}`, {
      signal: AbortSignal.any([signal, lost.signal]),
      headers: { accept: 'text/event-stream', 'x-muster-org': org },
      cache: 'no-store',
    })
    if (!answer.ok || answer.body === null) return false
    tell({ kind: 'state', state: 'live' })
    tell({ kind: 'resync' })
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      clearTimeout(silence)
      silence = setTimeout(give, SILENCE_MS)
      if (done) return true
      const blocks = (rest + value).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) tellBlock(block, tell)
    }
  } catch {
    return false
  } finally {
    clearTimeout(silence)
    window.removeEventListener('offline', give)
  }
}

function tellBlock(block: string, tell: Tell): void {
  const data = block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('\n')
  if (data === '') return
  const said: unknown = JSON.parse(data)
  if (said !== null && typeof said === 'object' && 'kind' in said && typeof said.kind === 'string' && said.kind in STALE) tell(said as Said)
}

/** The first event is read at once; in a storm the readings grow rarer, up to one in two seconds. */
function createStale(org: string, queries: QueryClient): (kind: Said['kind']) => void {
  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let readAt = -Infinity
  let restMs = 0
  const read = () => {
    timer = null
    const sinceMs = performance.now() - readAt
    restMs = sinceMs > 2 * LONGEST_REST_MS ? 0 : Math.min(LONGEST_REST_MS, restMs + REST_STEP_MS)
    readAt = performance.now()
    const kinds = [...waiting]
    waiting.clear()
    for (const shown of kinds) void queries.invalidateQueries({ queryKey: [org, shown] })
    // Who is signed in concerns no organisation.
    if (kinds.includes('account')) void queries.invalidateQueries({ queryKey: ['', 'account'] })
  }
  return (kind) => {
    for (const shown of STALE[kind]) waiting.add(shown)
    timer ??= setTimeout(read, Math.max(GATHER_MS, readAt + restMs - performance.now()))
  }
}
