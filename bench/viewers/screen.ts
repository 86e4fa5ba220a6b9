// One browser that shows an incident: hears the live stream and reads anew what its screen shows, in the rhythm of packages/web/src/live/follow.ts.
import { request } from 'node:http'
import { LIVE_PATH } from '@muster/contract/live.ts'
import { nowMs } from './clock.ts'
import { openReader, type Reader } from './reader.ts'
import { updateIn } from './update.ts'

export type Viewer = { cookie: string; person: string }
export type Place = { port: number; org: string; incident: { id: string; number: number } }

export type Screen = {
  /** By the number of the update: when the log that has it was here, and when all else was read after it. */
  held: Map<number, number>
  whole: Map<number, number>
  /** Answers other than 200, and connections broken off. */
  failed: Record<string, number>
  /** Resolves when it listens and shows everything. */
  ready: Promise<void>
}

/** A browser opens six connections to a server; the stream has one. */
const CONNECTIONS = 5
const GATHER_MS = 60
const REST_FACTOR = 3
const LONGEST_REST_MS = 2000
const PAGE = 1000

export function openScreen({ cookie, person }: Viewer, { port, org, incident }: Place): Screen {
  const headers = { cookie, 'x-muster-org': org }
  const readers = Array.from({ length: CONNECTIONS }, () => openReader(port, headers))
  const failed: Record<string, number> = {}
  const fail = (why: string) => (failed[why] = (failed[why] ?? 0) + 1)
  const { held, whole, readAll } = createShown({ readers, incident, person, fail })
  let ready = () => {}
  const isReady = new Promise<void>((resolve) => (ready = resolve))
  const stale = createStale(readAll, () => ready())
  request({ port, path: `${LIVE_PATH}?org=${org}`, headers: { ...headers, accept: 'text/event-stream' }, agent: false }, (stream) => {
    if (stream.statusCode !== 200) fail(`stream ${stream.statusCode}`)
    stream.on('end', () => fail('stream ended'))
    stream.on('error', () => fail('stream broken off'))
    // No event of the bench is long enough to come in two pieces, and a word too many only reads once more.
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      if (/"kind":"(incident|resync|config)"/.test(chunk)) stale()
    })
  })
    .on('error', () => fail('stream broken off'))
    .end()
  return { held, whole, failed, ready: isReady }
}

type Shown = { readers: readonly Reader[]; incident: Place['incident']; person: string; fail: (why: string) => void }

/** All that routes/incident has under the key of its incident, in the order it asks. */
function createShown({ readers, incident: { id, number }, person, fail }: Shown) {
  const held = new Map<number, number>()
  const whole = new Map<number, number>()
  let lastSeq = 0
  const take = async (reader: Reader, path: string): Promise<string | null> => {
    const answer = await reader.get(`/api/v1/incidents/${path}`)
    if (answer?.status === 200) return path.includes('/log?') ? answer.text() : ''
    fail(String(answer?.status ?? 'broken off'))
    return null
  }
  const log = async (reader: Reader): Promise<void> => {
    for (let more = true; more;) {
      const text = await take(reader, `${id}/log?after=${lastSeq}&limit=${PAGE}`)
      if (text === null) return
      const { items, next } = JSON.parse(text) as { items: { seq: number; body: { text?: unknown } }[]; next: string | null }
      for (const { seq, body } of items) {
        lastSeq = seq
        const update = updateIn(body.text)
        if (update !== null) held.set(update, nowMs())
      }
      more = next !== null
    }
  }
  const reads = [
    ...[`${number}`, `${id}/protocol`, `${id}/why/${person}`, `${id}/deliveries?limit=20`].map(
      (path) => (reader: Reader) => take(reader, path),
    ),
    log,
    (reader: Reader) => take(reader, `${id}/alerts?limit=10`),
  ]
  const readAll = async (): Promise<void> => {
    let next = 0
    const run = async (reader: Reader) => {
      for (let read = reads[next++]; read !== undefined; read = reads[next++]) await read(reader)
    }
    await Promise.all(readers.map(run))
    for (const update of held.keys()) if (!whole.has(update)) whole.set(update, nowMs())
  }
  return { held, whole, readAll }
}

/** The first event is read at once; after a reading there is a rest three times as long. */
function createStale(readAll: () => Promise<void>, read: () => void): () => void {
  let state: 'idle' | 'gathering' | 'reading' = 'idle'
  let isWaiting = false
  let restUntil = -Infinity
  const gather = () => {
    state = 'gathering'
    setTimeout(() => void readOnce(), Math.max(GATHER_MS, restUntil - performance.now()))
  }
  const readOnce = async () => {
    state = 'reading'
    const from = performance.now()
    isWaiting = false
    await readAll()
    read()
    restUntil = performance.now() + Math.min(LONGEST_REST_MS, (performance.now() - from) * REST_FACTOR)
    if (isWaiting) gather()
    else state = 'idle'
  }
  return () => {
    isWaiting = true
    if (state === 'idle') gather()
  }
}
