// One browser that shows an incident: hears the live stream and reads anew what its screen shows, in the console's own rhythm.
import { request } from 'node:http'
import { LIVE_PATH, liveEvent } from '@muster/contract/live.ts'
import { createGathering, REST_FACTOR, type Gathering } from '@muster/web/live/gathering.ts'
import { nowMs } from './clock.ts'
import { openReaders, type Answer, type Readers } from './reader.ts'
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
  ready: Promise<unknown>
}

/** A browser opens six connections to a server; the stream has one. */
const CONNECTIONS = 5
const PAGE = 1000

export function openScreen({ cookie, person }: Viewer, { port, org, incident }: Place): Screen {
  const headers = { cookie, 'x-muster-org': org }
  const failed: Record<string, number> = {}
  const fail = (why: string) => (failed[why] = (failed[why] ?? 0) + 1)
  const { held, whole, readLog, readOthers, told } = createShown({
    readers: openReaders(CONNECTIONS, port, headers),
    incident,
    person,
    fail,
  })
  // As in packages/web/src/live/stale.ts.
  const log = gathering(REST_FACTOR.log, readLog)
  const others = gathering(REST_FACTOR.others, readOthers)
  const hear = (data: string) => {
    const said = liveEvent.parse(JSON.parse(data))
    if (said.kind === 'incident') told(said.incidents[0]?.seq ?? 0)
    else if (said.kind !== 'resync' && said.kind !== 'config') return
    log.stale([said.kind])
    others.stale([said.kind], said.spreadMs)
  }
  request({ port, path: `${LIVE_PATH}?org=${org}`, headers: { ...headers, accept: 'text/event-stream' }, agent: false }, (stream) => {
    if (stream.statusCode !== 200) fail(`stream ${stream.statusCode}`)
    stream.on('end', () => fail('stream ended'))
    stream.on('error', () => fail('stream broken off'))
    // No event of the bench is long enough to come in two pieces.
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      for (const [, data] of chunk.matchAll(/^data: (.+)$/gm)) hear(data ?? '')
    })
  })
    .on('error', () => fail('stream broken off'))
    .end()
  return { held, whole, failed, ready: Promise.all([log.first, others.first]) }
}

function gathering(restFactor: number, read: () => Promise<void>): { stale: Gathering; first: Promise<void> } {
  let tell = () => {}
  const first = new Promise<void>((resolve) => (tell = resolve))
  return { first, stale: createGathering(restFactor, () => read().then(tell)) }
}

type Shown = { readers: Readers; incident: Place['incident']; person: string; fail: (why: string) => void }

/** All that routes/incident has under the key of its incident, in the order it asks. */
function createShown({ readers, incident: { id, number }, person, fail }: Shown) {
  const held = new Map<number, number>()
  const whole = new Map<number, number>()
  const seqOf = new Map<number, number>()
  let lastSeq = 0
  let toldSeq = 0
  let othersSeq = 0
  const note = () => {
    for (const [update, seq] of seqOf) if (seq <= othersSeq && !whole.has(update)) whole.set(update, nowMs())
  }
  const take = async (path: string): Promise<Answer | null> => {
    const answer = await readers.get(`/api/v1/incidents/${path}`)
    if (answer?.status === 200) return answer
    fail(String(answer?.status ?? 'broken off'))
    return null
  }
  const readLog = async (): Promise<void> => {
    for (let more = true; more;) {
      const answer = await take(`${id}/log?after=${lastSeq}&limit=${PAGE}`)
      if (answer === null) return
      const { items, next } = JSON.parse(answer.text()) as { items: { seq: number; body: { text?: unknown } }[]; next: string | null }
      for (const { seq, body } of items) {
        lastSeq = seq
        const update = updateIn(body.text)
        if (update === null) continue
        held.set(update, nowMs())
        seqOf.set(update, seq)
      }
      more = next !== null
    }
    note()
  }
  const others = [`${number}`, `${id}/protocol`, `${id}/why/${person}`, `${id}/deliveries?limit=20`, `${id}/alerts?limit=10`]
  const readOthers = async (): Promise<void> => {
    const from = toldSeq
    await Promise.all(others.map(take))
    othersSeq = from
    note()
  }
  return { held, whole, readLog, readOthers, told: (seq: number) => (toldSeq = seq) }
}
