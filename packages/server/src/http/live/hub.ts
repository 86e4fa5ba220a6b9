// Who listens: streams by organisation, and one ear at the database for all of them once there are any.
import type { LiveEvent } from '@muster/contract/live.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'
import { liveNews, type News } from '../../verbs/read/live.ts'
import type { World } from '../../world.ts'
import { createStream, type Listener, type Stream } from './stream.ts'

export type Hub = {
  /** False when this node has as many listeners as it can serve. */
  add: (listener: Listener) => boolean
  close: () => void
}

export type Rhythm = { beatMs: number; askAgainMs: number }

/** Each browser shares one stream between its tabs; the oldest is most likely of a phone that lost its network. */
const MOST_OF_ONE = 20
const MOST = 2000
/** So many read at the same moment without being in each other's way. */
const FEW = 10
/** What each of the others adds to the time over which all are spread. */
const SPREAD_MS = 10
const RHYTHM: Rhythm = { beatMs: 15_000, askAgainMs: 45_000 }

export function createHub(world: Pick<World, 'db' | 'node'>, { beatMs, askAgainMs }: Rhythm = RHYTHM): Hub {
  const streams = new Set<Stream>()
  let ear: Promise<() => Promise<void>> | null = null
  let said = 0
  const nextId = () => `${world.node}.${(said += 1)}`

  const byOrganisation = () => Map.groupBy(streams, ({ orgId }) => orgId)

  const hear = (news: News) => {
    for (const [orgId, ours] of byOrganisation()) {
      const events = spread(news === 'missed' ? [RESYNC] : eventsOf(news, orgId), ours.length)
      const isAboutRights = events.some(({ kind }) => kind === 'account')
      for (const stream of ours) {
        if (isAboutRights) void stream.askAgain(events)
        else if (events.length > 0) stream.tell(events)
      }
    }
  }
  const listen = () => {
    const opening = liveNews(world, hear)
    ear = opening
    opening.catch(() => {
      if (ear === opening) ear = null
    })
    return opening
  }
  const heart = setInterval(() => {
    const now = performance.now()
    for (const ours of byOrganisation().values()) {
      for (const stream of ours) {
        stream.beat()
        // A node can die between a commit and its word: so everything is read anew at times, unasked.
        if (now - stream.askedAt() >= askAgainMs) void stream.askAgain(spread([RESYNC], ours.length))
      }
    }
  }, beatMs).unref()

  return {
    add: (listener) => {
      if (streams.size >= MOST) return false
      const same = [...streams].filter(({ owner }) => owner === listener.owner)
      if (same.length >= MOST_OF_ONE) letGo(streams, same.slice(0, 1))
      const stream = createStream(listener, nextId)
      listener.response.on('close', () => streams.delete(stream))
      streams.add(stream)
      // From here on nothing is missed; what was before is read by whoever came.
      void (ear ?? listen()).then(() => stream.tell([RESYNC]), stream.end)
      return true
    },
    close: () => {
      clearInterval(heart)
      letGo(streams, [...streams])
      void ear?.then((stop) => stop()).catch(() => undefined)
    },
  }
}

function letGo(streams: Set<Stream>, gone: readonly Stream[]): void {
  for (const stream of gone) {
    streams.delete(stream)
    stream.end()
  }
}

const RESYNC: LiveEvent = { kind: 'resync' }

/** Whoever hears it with many others is told how long they may take together. */
function spread(events: LiveEvent[], listeners: number): LiveEvent[] {
  const spreadMs = (listeners - FEW) * SPREAD_MS
  return spreadMs > 0 ? events.map((event) => ({ ...event, spreadMs })) : events
}

function eventsOf(news: Exclude<News, 'missed'>, orgId: OrgId): LiveEvent[] {
  const ours = news.get(orgId)
  if (ours === undefined) return []
  const kinds = [...ours.kinds].map((kind): LiveEvent => (kind === 'everything' ? RESYNC : { kind }))
  if (ours.incidents.size === 0) return kinds
  return [...kinds, { kind: 'incident', incidents: [...ours.incidents].map(([id, at]) => ({ id, ...at })) }]
}
