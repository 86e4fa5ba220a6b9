// A reading as the screen knows it, and how its state looks: a shape and words, and a colour beside them.
import type { Api } from '../../../api/client.ts'
import { duration } from '../../../ui/times.ts'

export type ReadingView = Awaited<ReturnType<Api['incidents']['readings']>>['items'][number]

/** What is read by itself is read every half minute, and stands on no log while nothing changes. */
export const AGAIN_MS = 30_000

type Look = { shape: string; word: string; tone: 'kept' | 'due' | 'overdue' | 'quiet' }

export function lookOf({ state, isWithin, isHeld, heldMs, holdMinutes }: ReadingView): Look {
  switch (state) {
    case 'pending':
      return { shape: '○', word: 'Pending: not read yet', tone: 'quiet' }
    case 'not-applicable':
      return { shape: '–', word: 'Not applicable here', tone: 'quiet' }
    case 'invalid':
      return { shape: '✕', word: 'Invalid: it does not count', tone: 'due' }
    case 'recorded':
      if (!isWithin) return { shape: '▼', word: 'Outside', tone: 'overdue' }
      if (isHeld) return { shape: '●', word: `Held for ${duration(heldMs)}`, tone: 'kept' }
      return { shape: '◐', word: `Within for ${duration(heldMs)} of ${holdMinutes} min`, tone: 'kept' }
  }
}
