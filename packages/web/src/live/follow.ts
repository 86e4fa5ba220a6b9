// The live stream: one per browser where the browser can share it, ids only; what they name is read anew.
import type { QueryClient } from '@tanstack/react-query'
import { setConnection } from './connection.ts'
import { lead } from './lead.ts'

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
/** Long enough to know whether another tab has the stream. */
const JOIN_MS = 300
const REST_FACTOR = 3
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
  let isFollower = true
  const tell = (said: Said | { kind: 'state'; state: 'live' | 'lost' }) => {
    heard.postMessage(said)
    if (said.kind === 'state') setConnection(said.state)
    else stale(said.kind)
  }
  void lead(`muster-live-${org}`, stop.signal, (signal) => {
    isFollower = false
    return listen(org, tell, signal)
  })
  // A tab that follows another's stream reads everything once: it does not know what was said before.
  const joined = setTimeout(() => isFollower && stale('resync'), JOIN_MS)
  setConnection('live')
  return () => {
    clearTimeout(joined)
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
    // Signed out, or no longer of this organisation: whoever is shown as signed in is asked for anew.
    if (answer.status === 401 || answer.status === 403) tell({ kind: 'account' })
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

/** The first event is read at once; after a reading there is a rest three times as long, so that a server under load is asked less. */
function createStale(org: string, queries: QueryClient): (kind: Said['kind']) => void {
  const waiting = new Set<string>()
  let state: 'idle' | 'gathering' | 'reading' = 'idle'
  let restUntil = -Infinity
  const gather = () => {
    state = 'gathering'
    setTimeout(() => void read(), Math.max(GATHER_MS, restUntil - performance.now()))
  }
  const read = async () => {
    state = 'reading'
    const from = performance.now()
    const kinds = [...waiting]
    waiting.clear()
    await Promise.all(kinds.map(anew))
    restUntil = performance.now() + Math.min(LONGEST_REST_MS, (performance.now() - from) * REST_FACTOR)
    if (waiting.size > 0) gather()
    else state = 'idle'
  }
  const anew = async (shown: string) => {
    // Who is signed in concerns no organisation.
    const keys =
      shown === 'account'
        ? [
            [org, shown],
            ['', shown],
          ]
        : [[org, shown]]
    // What is being read already may have been answered before what was said now: it is let finish, and read once more.
    if (keys.some((queryKey) => queries.isFetching({ queryKey }) > 0)) waiting.add(shown)
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey }, { cancelRefetch: false })))
  }
  return (kind) => {
    for (const shown of STALE[kind]) waiting.add(shown)
    if (state === 'idle') gather()
  }
}
