// The live stream: one per browser where the browser can share it, ids only; what they name is read anew.
import type { QueryClient } from '@tanstack/react-query'
import { setConnection } from './connection.ts'
import { lead } from './lead.ts'
import { createStale, isSaid, type Said } from './stale.ts'

/** Long enough to know whether another tab has the stream. */
const JOIN_MS = 300
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000

/** Follows an organisation until the returned function is called. */
export function follow(org: string, queries: QueryClient): () => void {
  const heard = new BroadcastChannel(`muster-live-${org}`)
  const stale = createStale(org, queries)
  heard.onmessage = ({ data }: MessageEvent<Said | { kind: 'state'; state: 'live' | 'lost' }>) => {
    if (data.kind === 'state') setConnection(data.state)
    else stale(data)
  }
  const stop = new AbortController()
  let isFollower = true
  const tell = (said: Said | { kind: 'state'; state: 'live' | 'lost' }) => {
    heard.postMessage(said)
    if (said.kind === 'state') setConnection(said.state)
    else stale(said)
  }
  void lead(`muster-live-${org}`, stop.signal, (signal) => {
    isFollower = false
    return listen(org, tell, signal)
  })
  // A tab that follows another's stream reads everything once: it does not know what was said before.
  const joined = setTimeout(() => isFollower && stale({ kind: 'resync' }), JOIN_MS)
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
  if (isSaid(said)) tell(said)
}
