// One listener: told in order, asked again whether they may hear it, and let go when they do not read.
import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '@muster/contract/live.ts'
import type { OrgId } from '@muster/core/vocabulary.ts'

export type Listener = {
  orgId: OrgId
  /** One caller may not take all places. */
  owner: string
  response: ServerResponse
  /** Whether they may still listen; asked again each minute, and before anything is told after a change of members. */
  isAllowed: () => Promise<boolean>
}

export type Stream = Pick<Listener, 'orgId' | 'owner'> & {
  tell: (events: readonly LiveEvent[]) => void
  /** Told only if they may still hear it; otherwise this was the end. */
  askAgain: (then: readonly LiveEvent[]) => Promise<void>
  /** A sign of life, for proxies and for the reader. */
  beat: () => void
  /** Since when nobody asked whether they may listen. */
  askedAt: () => number
  end: () => void
}

/** A reader that is this far behind does not read. */
const LONGEST_BACKLOG_BYTES = 256 * 1024

export function createStream({ orgId, owner, response, isAllowed }: Listener, nextId: () => string): Stream {
  let asking: 'no' | 'once' | 'once-more' = 'no'
  let askedAt = performance.now()
  let waiting: LiveEvent[] = []

  const write = (text: string) => {
    if (response.writableLength > LONGEST_BACKLOG_BYTES) response.destroy()
    else if (!response.writableEnded) response.write(text)
  }
  const tell = (events: readonly LiveEvent[]) => {
    // What comes while they are asked waits for the answer.
    if (asking === 'no') write(events.map((event) => `id: ${nextId()}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
    else waiting.push(...events)
  }
  const askUntilSure = async (): Promise<boolean> => {
    asking = 'once'
    // Nobody is told anything on a guess: with the database away they come back and are asked at the door.
    const answer = await isAllowed().catch(() => false)
    return answer && isOnceMore() ? askUntilSure() : answer
  }
  const isOnceMore = () => asking === 'once-more'
  return {
    orgId,
    owner,
    tell,
    askAgain: async (then) => {
      waiting.push(...then)
      if (asking !== 'no') {
        // The answer on its way may be from before this change.
        asking = 'once-more'
        return
      }
      const answer = await askUntilSure()
      asking = 'no'
      askedAt = performance.now()
      const events = waiting
      waiting = []
      if (answer) tell(events)
      else response.end()
    },
    beat: () => write(': here\n\n'),
    askedAt: () => askedAt,
    end: () => void response.end(),
  }
}
